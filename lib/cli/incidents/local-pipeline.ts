import type { Configuration } from '../../core/configuration.ts';
import { pipelineOf } from '../../pipeline/pipeline-of.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { Shell } from '../terminal/shell.ts';
import type { IncidentsTarget } from './target.ts';

const nothing = (): Promise<void> => Promise.resolve();

const atRandom = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.random() * ms);
  });

/** Without a tocsin.yaml whoever acts is taken at their word. */
const bareConfiguration = (people: readonly string[], timeZone: string): Configuration => ({
  hash: '',
  environment: '',
  services: {},
  routing: [],
  unrouted: { escalation: '', severity: 'critical' },
  responders: Object.fromEntries(people.map((name) => [name, { name, timeZone }])),
  channels: {},
  schedules: {},
  escalations: {},
  logs: false,
});

/** The pipeline on a folder: what it requests stays requested, and nothing ticks. */
export const localPipeline = (
  target: IncidentsTarget,
  people: readonly string[],
  { now, timeZone }: Shell,
): Pipeline => {
  const configuration = target.configuration ?? bareConfiguration(people, timeZone);
  return pipelineOf({
    incidents: target.incidents,
    pages: { send: nothing },
    ticks: { send: nothing },
    clock: now,
    jitter: atRandom,
    configuration,
  });
};
