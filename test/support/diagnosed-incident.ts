import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { recordedDiagnoser } from '../../lib/adapters/recording/recorded-diagnoser.ts';
import { readRecording } from '../../lib/adapters/recording/read-recording.ts';
import type { Finding } from '../../lib/core/diagnosis/finding.ts';
import { receive } from '../../lib/pipeline/receive.ts';
import { alarmEvent } from './alarm-events.ts';
import { configurationOf } from './configurations.ts';
import { World } from './function-world.ts';

const EXAMPLES = new URL('../../examples/', import.meta.url);

const recording = await readRecording(
  fileURLToPath(new URL('incidents/2023-08-05-memory-leak/recording.json', EXAMPLES)),
);
const configuration = configurationOf(readFileSync(new URL('tocsin.yaml', EXAMPLES), 'utf8'));

export interface DiagnosedIncident {
  readonly world: World;
  readonly incidentId: string;
  /** Of its last diagnosis. */
  readonly body: string;
}

/** When each alarm of the recorded incident fired. */
const ALARMS = [
  ['13:30', 'traffic-warning', 'warning'],
  ['13:51', 'memory-warning', 'warning'],
  ['13:58', 'memory-critical', 'critical'],
] as const;

/** The recorded incident of the examples at 09:58 EDT: it was diagnosed, and the first page has gone out. */
export const diagnosedIncident = async (): Promise<DiagnosedIncident> => {
  const world = new World(configuration);
  const diagnoses = { send: (): Promise<void> => Promise.resolve() };
  const pipeline = { ...world.pipeline, diagnoses, diagnoser: recordedDiagnoser(recording, configuration) };
  let incidentId = '';
  for (const [time, name, severity] of ALARMS) {
    world.now = `2023-08-05T${time}:00.000Z`;
    const tags = { 'tocsin:service': 'web', 'tocsin:severity': severity };
    const body = alarmEvent({ name: `tocsin-prod-web-${name}`, state: 'ALARM', at: world.now, tags });
    const received = await receive(pipeline, [{ messageId: name, body }]);
    [incidentId = ''] = received.incidentIds;
    await world.send();
  }
  const last = (await world.incidents.diagnoses(incidentId, 'all')).at(-1);
  if (last === undefined) throw new Error('it was not diagnosed');
  return { world, incidentId, body: last.body };
};

/** The same with something else found. */
export const foundElse = (body: string, change: (finding: Finding) => unknown): string =>
  JSON.stringify(change(JSON.parse(body) as Finding));
