import { recordingOf } from '../recording.ts';
import type { Recorded } from './record-scenario.ts';
import { wasHurt } from './hurt.ts';
import type { Random, Scenario, Truth } from './scenario.ts';

export interface Labelled {
  readonly kind: string;
  readonly scenario: Scenario;
  readonly recorded: Recorded;
  readonly secondsPerMinute: number;
  /** What a minute of the run stands for: 300 shows what somebody sees who has five-minute data. */
  readonly periodSeconds: number;
  /** Epoch ms at which minute 0 begins. */
  readonly start: number;
  /** Draws which values were never recorded. */
  readonly random: Random;
}

/** Runs that began together end together, and the next ones begin: what that does to the last minutes is not the shop's. */
const LEFT_OUT = 4;

const withHoles = ({ recorded, scenario, random }: Labelled): Recorded['minutes'] =>
  recorded.minutes.slice(0, -LEFT_OUT).map((minute) => {
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

/** A surge that hurt nobody is no cause of trouble. */
const measuredTruth = ({ scenario: { truth }, recorded: { minutes } }: Labelled): Truth =>
  truth.cause === 'traffic-surge' && !wasHurt(minutes, truth) ? { ...truth, cause: 'none' } : truth;

/** A recording as its schema has it, with what was really the matter as `truth` beside it. */
export const labelledRecordingOf = (labelled: Labelled): Record<string, unknown> => {
  const { kind, scenario, recorded, secondsPerMinute, periodSeconds, start } = labelled;
  const at = (minute: number): string => new Date(Math.round(start + minute * periodSeconds * 1_000)).toISOString();
  const instant = (minute: number | null | undefined): string | null => (minute == null ? null : at(minute));
  const { onset, end, surge, ...truth } = measuredTruth(labelled);
  const death = recorded.deaths.find((minute) => minute > (onset ?? 0));
  const run = { minutes: withHoles(labelled), logs: [], deploys: [], secondsPerMinute, periodSeconds };
  return {
    ...recordingOf(run, start, []),
    description: `A real run of examples/web-server/corpus, ${kind}: one period is ${String(secondsPerMinute)} s of it.`,
    deploys: recorded.entries
      .toSorted((one, other) => one.minute - other.minute)
      .map(({ minute, ...entry }) => ({ at: at(minute), ...entry, system: 'ecs', service: 'web' })),
    truth: {
      kind,
      ...truth,
      onset: instant(onset),
      end: instant(end ?? (scenario.endsWithTask === true ? death : null)),
      surge: surge && { factor: surge.factor, since: at(surge.since) },
      exhaustedAt: instant(death),
      waitedPercent: Math.round(recorded.waitedPercent),
    },
  };
};
