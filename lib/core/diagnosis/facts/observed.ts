import type { Series } from '../../series/series.ts';
import { epochOf, HOUR, instantOf, type Instant, MINUTE } from '../../time.ts';
import type { Values } from '../statistics/values.ts';
import { isUsable, possibleOf, type Shortcoming, shortcomingOf } from './shortcomings.ts';
import { valuesOnWindow } from './on-window.ts';
import type { Role, Situation, StepWindow, WatchedSeries } from './situation.ts';

/** When a step begins. */
export const instantAt = ({ startMs, stepMs }: StepWindow, step: number): Instant => instantOf(startMs + step * stepMs);

export type Observed = Readonly<Partial<Record<Role, Values>>>;

export interface Observation {
  readonly window: StepWindow;
  readonly observed: Observed;
  readonly shortcomings: readonly Shortcoming[];
}

/** 3 h at one minute; of longer periods as many. */
export const MOST_STEPS = 180;
/** Roles whose period the window takes, the first that is there. */
const LEADING: readonly Role[] = ['latency', 'tailLatency', 'requests', 'memory', 'dependencyReads'];

interface Held {
  readonly role: Role;
  readonly watched: WatchedSeries;
  readonly series: readonly Series[];
}

const heldOf = ({ watched, lookup }: Situation): readonly Held[] =>
  (Object.entries(watched) as [Role, WatchedSeries][]).map(([role, one]) => ({
    role,
    watched: one,
    series: lookup(one.metric),
  }));

/** Seconds are too fine for a diagnosis; of what is longer than a minute the shortest. */
const stepOf = (held: readonly Held[]): number => {
  const leading = LEADING.map((role) => held.find((one) => one.role === role)).find(
    (one) => one !== undefined && one.series.length > 0,
  );
  const shortest = Math.min(...(leading?.series ?? []).map(({ periodMs }) => periodMs));
  return Number.isFinite(shortest) ? Math.max(MINUTE, shortest) : MINUTE;
};

/** When the first known value of any of them begins. */
const firstOf = (held: readonly Series[]): number =>
  Math.min(
    ...held.map(({ startMs, periodMs, values }) => {
      const first = values.findIndex((value) => !Number.isNaN(value));
      return first === -1 ? Infinity : startMs + periodMs * first;
    }),
  );

const windowOf = (held: readonly Held[], at: Instant): StepWindow => {
  const stepMs = stepOf(held);
  const endMs = Math.floor(epochOf(at) / stepMs) * stepMs;
  const known = Math.ceil((endMs - firstOf(held.flatMap(({ series }) => series))) / stepMs);
  const count = Math.max(0, Math.min(MOST_STEPS, Number.isFinite(known) ? known : 0));
  return { startMs: endMs - count * stepMs, stepMs, count };
};

/** What the series say of the periods that have ended by then. */
export const observationOf = (situation: Situation): Observation => {
  const held = heldOf(situation).filter(({ series }) => series.length > 0);
  const window = windowOf(held, situation.at);
  const read = held.map((one) => ({
    role: one.role,
    unit: one.watched.scale === 1 ? one.watched.metric.unit : undefined,
    values: valuesOnWindow(one.watched, one.series, window),
  }));
  return {
    window,
    observed: Object.fromEntries(read.filter(isUsable).map(({ role, values }) => [role, possibleOf(values)])),
    shortcomings: read.flatMap((one) => {
      const says = shortcomingOf(one);
      return says === undefined ? [] : [{ role: one.role, says }];
    }),
  };
};

const LONG_STEP = 5 * MINUTE;

/** Five-minute values of as many days, oldest first; undefined: it is not held so long, or not so. */
export const daysOf = ({ watched, lookup, at }: Situation, role: Role, days: number): Values | undefined => {
  const one = watched[role];
  const series = one === undefined ? [] : lookup(one.metric);
  if (one === undefined || series.length === 0) return undefined;
  const endMs = Math.floor(epochOf(at) / LONG_STEP) * LONG_STEP;
  const count = Math.min((days * 24 * HOUR) / LONG_STEP, Math.floor((endMs - firstOf(series)) / LONG_STEP));
  if (count < HOUR / LONG_STEP) return undefined;
  return valuesOnWindow(one, series, { startMs: endMs - count * LONG_STEP, stepMs: LONG_STEP, count });
};
