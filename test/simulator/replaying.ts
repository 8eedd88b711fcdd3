import type { Recording, RecordedResponse } from '../../lib/adapters/recording/recording.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import { MINUTE } from '../../lib/core/time.ts';
import { replay, type Replayed } from '../../lib/simulator/replay.ts';
import { replayOutput, type ReplayedIncident, type ReplayOutput } from '../../lib/simulator/replay-output.ts';
import { configurationOf } from '../support/configurations.ts';

const START = Date.parse('2023-08-05T14:00:00Z');

/** The instant so many minutes into the recordings below. */
export const minute = (minutes: number): string => new Date(START + minutes * MINUTE).toISOString();

type Stretch = readonly [minutes: number, value: number];

/** One value a minute from 14:00 on: `[10, 0.1], [20, 2]` is ten quiet minutes, then twenty slow ones. */
const series = (metricName: string, stat: string, stretches: readonly Stretch[]): Recording['series'][number] => {
  const values = stretches.flatMap(([minutes, value]) => Array.from({ length: minutes }, () => value));
  const isMemory = metricName === 'MemoryUtilization';
  return {
    namespace: isMemory ? 'AWS/ECS' : 'AWS/ApplicationELB',
    metricName,
    dimensions: isMemory ? { ClusterName: 'prod', ServiceName: 'web' } : { LoadBalancer: 'app/web/50dc6c495c0c9188' },
    stat,
    periodSeconds: 60,
    timestamps: values.map((_, index) => minute(index)),
    values,
  };
};

const recorded = (one: Recording['series'][number], responses: readonly RecordedResponse[]): Recording => ({
  schema: 'recording/1',
  service: 'web',
  memoryLimitPercent: 100,
  series: [one],
  deploys: [],
  logs: [],
  responses: [...responses],
});

/** p99 latency in seconds; the alarm below fires at 3 of 5 minutes from 1 s on. */
export const latency = (stretches: readonly Stretch[], responses: readonly RecordedResponse[] = []): Recording =>
  recorded(series('TargetResponseTime', 'p99', stretches), responses);

/** Percent of the limit. */
export const memory = (stretches: readonly Stretch[]): Recording =>
  recorded(series('MemoryUtilization', 'Average', stretches), []);

/** Fires at 14:13 and goes on. */
export const slowFromTen: readonly Stretch[] = [
  [10, 0.1],
  [30, 2],
];

export const FIRES_AT = minute(13);

interface Team {
  readonly repeat?: number;
  readonly firstLevel?: string;
  readonly more?: string;
  readonly alarms?: string;
}

const LATENCY_ALARM =
  '{ memory: false, memoryGrowth: false, slowLeak: false, latency: { stat: p99, critical: 1s, for: 3 of 5 }, errors: false, traffic: false, saturation: false }';

/** Levels of 15, 20 and 20 minutes. */
export const teamYaml = ({
  repeat = 1,
  firstLevel = 'responder:alice',
  more = '',
  alarms = LATENCY_ALARM,
}: Team = {}): string => `
version: 1
environment: prod
services:
  web:
    escalation: primary
    workload: { kind: alb-ecs, loadBalancer: app/web/50dc6c495c0c9188, cluster: prod, service: web }
    alarms: ${alarms}
responders:
  alice: { name: Alice Ferreira, timeZone: America/New_York }
  bob: { name: Bob Osei, timeZone: Europe/London }
  carol: { name: Carol Lindqvist, timeZone: Europe/Stockholm }
channels:
  ops: { name: "#ops", kind: chat }
escalations:
  primary:
    levels:
      - { page: [${firstLevel}], escalateAfter: 15m }
      - { page: [responder:bob], escalateAfter: 20m }
      - { page: [responder:carol], escalateAfter: 20m }
    repeat: ${String(repeat)}
    notify: [channel:ops]
${more}`;

export const team = (options: Team = {}): Configuration => configurationOf(teamYaml(options));

export interface Outcome {
  readonly replayed: Replayed;
  readonly output: ReplayOutput;
}

export const replaying = async (recording: Recording, configuration: Configuration = team()): Promise<Outcome> => {
  const replayed = await replay({ recording, configuration });
  return { replayed, output: await replayOutput(replayed) };
};

export const onlyIncident = ({ output }: Outcome): ReplayedIncident => {
  const [incident] = output.incidents;
  if (incident === undefined || output.incidents.length > 1)
    throw new Error(`${String(output.incidents.length)} incidents`);
  return incident;
};

/** `+15 responder:bob 2.1`: minutes since the first page, target, level and round. */
export const pagesOf = ({ pages }: ReplayedIncident): readonly string[] =>
  pages.map(({ at, target, level, round }) => {
    const after = (Date.parse(at) - Date.parse(pages[0]?.at ?? '')) / MINUTE;
    return `+${String(after)} ${target} ${String(level)}.${String(round)}`;
  });

/** Minutes from the first page to each event of a type. */
export const minutesOf = ({ pages, timeline }: ReplayedIncident, type: string): readonly number[] =>
  timeline
    .filter((event) => event.type === type)
    .map(({ at }) => (Date.parse(at) - Date.parse(pages[0]?.at ?? '')) / MINUTE);
