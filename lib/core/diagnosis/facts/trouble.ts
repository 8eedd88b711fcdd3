import { sumOf, type Values, valueAt } from '../statistics/values.ts';
import { type Asked, type Bar, barsOfMost, barsOfSome, leastScore } from './bar.ts';
import type { Observed } from './observed.ts';
import { spellOf, type Spell } from '../statistics/onset.ts';
import { quietBefore, scoresOf, spreadFor, type Quiet } from '../statistics/quiet.ts';
import { ascendingOf, median, quantile } from '../statistics/robust.ts';

/** Somebody is hurt: latency or errors have left their quiet range. */
export interface Trouble extends Spell {
  /** What its latency is of. */
  readonly role: 'latency' | 'tailLatency';
  readonly quiet: Quiet;
  /** Latency in it against quiet time; NaN: nobody was answered, or it is not measured. */
  readonly latencyRatio: number;
  /** Seconds: the median of its latency. */
  readonly latency: number;
  /** Share of its requests that failed; NaN: nobody knows of how many. */
  readonly failed: number;
  /** Requests that failed. */
  readonly failures: number;
  /** Step from which requests fail beyond the usual; undefined: they do not. */
  readonly failingFrom: number | undefined;
}

/** Median latency, because its tail leaves its range by chance; else the tail. */
export const latencyOf = ({ latency, tailLatency }: Observed): Values | undefined => latency ?? tailLatency;

/** Failed requests of each step by all that are known to fail. */
export const failedOf = ({ serverErrors, balancerErrors }: Observed, count: number): Values =>
  Float64Array.from({ length: count }, (_, step) => {
    const known = [valueAt(serverErrors, step), valueAt(balancerErrors, step)].filter((value) => !Number.isNaN(value));
    return known.reduce((sum, value) => sum + value, 0);
  });

/** The same where it is known of how many; NaN where a count of requests is missing, and of all where there is none. */
export const countedFailuresOf = (observed: Observed, count: number): Values =>
  failedOf(observed, count).map((value, step) => (valueAt(observed.requests, step) >= 0 ? value : NaN));

/** Share of the requests: fewer hurt nobody. */
export const LEAST_FAILED = 0.01;
const BEYOND_QUIET_FAILED = 3;
/** Quantile of the share in quiet time; an outage in it must not hide the next. */
const NEARLY_ALWAYS = 0.8;

/** What steps say in which requests fail: several, a single one, none. */
const SAYS = { several: 1.5, single: 0.5, none: -0.75 } as const;
const SEVERAL = 2;

interface Signs {
  readonly quiet: Quiet;
  /** For being slow or failing. */
  readonly hurt: Values;
  readonly failing: Values;
}

/** Of normal counts one in 700 lies so many deviations above; a count's deviation is its root (Poisson). */
const BEYOND_COUNT = 3;

/** How many failures a step may have without being trouble, of so many requests. */
const usualFailures = (failed: Values, requests: Values | undefined, until: number): ((step: number) => number) => {
  if (requests === undefined) {
    const usual = sumOf(failed.subarray(0, until)) / Math.max(1, until);
    return () => usual + BEYOND_COUNT * Math.sqrt(usual);
  }
  const share = failed.map((value, step) => value / Math.max(1, valueAt(requests, step)));
  const usual = quantile(ascendingOf(share.subarray(0, until)), NEARLY_ALWAYS);
  const most = Math.max(LEAST_FAILED, BEYOND_QUIET_FAILED * (usual || 0));
  return (step) => most * Math.max(1, valueAt(requests, step));
};

/** Failures that count: where nobody counts requests, all of them. */
const knownFailuresOf = (observed: Observed, count: number): Values =>
  observed.requests === undefined ? failedOf(observed, count) : countedFailuresOf(observed, count);

/** How much each step speaks for failing beyond the usual; NaN where nobody knows of how many. */
const failingOf = (observed: Observed, count: number, until: number): Values => {
  const failed = knownFailuresOf(observed, count);
  const usual = usualFailures(failed, observed.requests, until);
  return failed.map((value, step) => {
    if (Number.isNaN(value)) return NaN;
    if (!(value > usual(step))) return SAYS.none;
    return value >= SEVERAL ? SAYS.several : SAYS.single;
  });
};

/** A tail moves by half by chance. */
const OF_TAIL = spreadFor(1.5);

const signsOf = (observed: Observed, count: number, until: number): Signs => {
  const latency = latencyOf(observed) ?? new Float64Array(count).fill(NaN);
  const quiet = quietBefore(latency, until, observed.latency === undefined ? OF_TAIL : undefined);
  const failing = failingOf(observed, count, until);
  const hurt = scoresOf(latency, quiet).map((slow, step) => ((failing[step] ?? 0) > 0 ? SAYS.several : slow));
  return { quiet, hurt, failing };
};

/** Slow or failing; where it is both, from the first sign to the last. */
const hurtIn = ({ hurt, failing }: Signs, { bars, lasting }: Sought): Spell | undefined => {
  const found = [hurt, failing]
    .map((scores) => spellOf(scores, lasting))
    .filter((one) => one !== undefined && one.score >= leastScore(bars));
  const [one, other] = found;
  if (one === undefined || other === undefined) return one;
  const [first, second] = one.from <= other.from ? [one, other] : [other, one];
  if (first.to < second.from - APART) return second;
  return { ...first, to: Math.max(one.to, other.to), score: Math.max(one.score, other.score) };
};

/** Steps between two troubles that are not one. */
const APART = 10;

/** Quiet time is first taken to end so many steps ago: trouble that is older hides in it, and is found by the next. */
const QUIET_UNTIL = [5, 10, 20, 40, 70, 100, 140];
const SHORTEST_QUIET = 20;
const PASSES = 3;

interface Found extends Signs {
  readonly stretch: Spell;
}

interface Sought extends TroubleSought {
  readonly bars: readonly Bar[];
}

const foundAfter = (observed: Observed, first: number, sought: Sought): Found | undefined => {
  const { count } = sought;
  let until = first;
  for (let pass = 0; pass < PASSES; pass++) {
    const signs = signsOf(observed, count, until);
    const stretch = hurtIn(signs, sought);
    if (stretch === undefined) return undefined;
    if (stretch.from >= until || pass === PASSES - 1) return { ...signs, stretch };
    until = Math.max(SHORTEST_QUIET, stretch.from);
  }
  return undefined;
};

const describedAs = (observed: Observed, { stretch, quiet, failing }: Found): Trouble => {
  const within = (values: Values | undefined): Values =>
    (values ?? new Float64Array(0)).subarray(stretch.from, stretch.to + 1);
  const latency = median(within(latencyOf(observed)));
  const failures = sumOf(within(knownFailuresOf(observed, failing.length)));
  const asked = sumOf(within(observed.requests));
  const failingFrom = failing.findIndex((says, step) => says === SAYS.several && step >= stretch.from);
  return {
    ...stretch,
    role: observed.latency === undefined ? 'tailLatency' : 'latency',
    quiet,
    latency,
    latencyRatio: latency / quiet.median,
    failures,
    failed: observed.requests === undefined ? NaN : Math.min(1, failures / Math.max(1, asked, failures)),
    failingFrom: failingFrom === -1 ? undefined : failingFrom,
  };
};

/** Steps that what goes on reaches to. */
const REACHES = 2;

const hurts = ({ failed, failures, latencyRatio, score, to }: Trouble, { bars, count }: Sought): boolean => {
  const fails = failures >= SEVERAL && !(failed <= LEAST_FAILED);
  const isOngoing = to >= count - REACHES;
  return bars.some(
    (bar) => score >= bar.score && (fails || !(latencyRatio < bar.ratio)) && (isOngoing || bar.isOngoing !== true),
  );
};

export interface TroubleSought extends Asked {
  /** Steps of the window. */
  readonly count: number;
  /** Steps that it may be over by, to be still what people ask about. */
  readonly lasting: number;
}

/** Of the stretches that different quiet times show, the one that says most. */
const clearest = (observed: Observed, sought: Sought): Trouble | undefined => {
  const { count } = sought;
  return QUIET_UNTIL.filter((ago) => count - ago >= SHORTEST_QUIET)
    .flatMap((ago) => foundAfter(observed, count - ago, sought) ?? [])
    .map((found) => describedAs(observed, found))
    .filter((trouble) => hurts(trouble, sought))
    .reduce<Trouble | undefined>(
      (best, one) => (best !== undefined && best.score >= one.score ? best : one),
      undefined,
    );
};

/** By the latency of most requests and by errors; else by that of the slowest. */
export const troubleOf = (observed: Observed, sought: TroubleSought): Trouble | undefined => {
  const { latency, ...ofSome } = observed;
  const found = clearest(observed, { ...sought, bars: barsOfMost(sought) });
  if (found !== undefined || latency === undefined || observed.tailLatency === undefined) return found;
  return clearest(ofSome, { ...sought, bars: barsOfSome(sought) });
};
