import { recordingOf } from '../recording.ts';
import type { Recorded } from './record-scenario.ts';
import type { Random, Scenario } from './scenario.ts';

const MINUTE_MS = 60_000;

export interface Labelled {
  readonly kind: string;
  readonly scenario: Scenario;
  readonly recorded: Recorded;
  readonly secondsPerMinute: number;
  /** Epoch ms at which minute 0 begins. */
  readonly start: number;
  /** Draws which values were never recorded. */
  readonly random: Random;
}

const withHoles = ({ recorded, scenario, random }: Labelled): Recorded['minutes'] =>
  recorded.minutes.map((minute) => {
    const kept = Object.entries(minute).filter(() => random() >= scenario.holes);
    return { ...NOTHING, ...Object.fromEntries(kept) };
  });

const NOTHING = {
  requests: undefined,
  p50Seconds: undefined,
  p99Seconds: undefined,
  serverErrors: undefined,
  memoryPercent: undefined,
  cpuPercent: undefined,
  connections: undefined,
  cachedPages: undefined,
  readSeconds: undefined,
};

/** A recording as its schema has it, with what was really the matter as `truth` beside it. */
export const labelledRecordingOf = (labelled: Labelled): Record<string, unknown> => {
  const { kind, scenario, recorded, secondsPerMinute, start } = labelled;
  const at = (minute: number): string => new Date(Math.round(start + minute * MINUTE_MS)).toISOString();
  const instant = (minute: number | null | undefined): string | null => (minute == null ? null : at(minute));
  const { onset, end, surge, ...truth } = scenario.truth;
  const run = { minutes: withHoles(labelled), logs: [], deploys: [], secondsPerMinute };
  return {
    ...recordingOf(run, start, []),
    description: `A real run of examples/web-server/corpus, ${kind}: one recorded minute is ${String(secondsPerMinute)} s.`,
    deploys: recorded.entries
      .toSorted((one, other) => one.minute - other.minute)
      .map(({ minute, ...entry }) => ({ at: at(minute), ...entry, system: 'ecs', service: 'web' })),
    truth: {
      kind,
      ...truth,
      onset: instant(onset),
      end: instant(end),
      surge: surge && { factor: surge.factor, since: at(surge.since) },
      exhaustedAt: instant(recorded.deaths.find((minute) => minute > (onset ?? 0))),
      waitedPercent: Math.round(recorded.waitedPercent),
    },
  };
};
