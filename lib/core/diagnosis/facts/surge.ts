import { type Values, valueAt } from '../statistics/values.ts';
import { spellOf } from '../statistics/onset.ts';
import { quietBefore, quietRange, scoresOf } from '../statistics/quiet.ts';
import { median } from '../statistics/robust.ts';

/** Traffic above its usual, by an edge; steps are of the window. */
export interface Surge {
  readonly from: number;
  readonly to: number;
  /** Times the usual. */
  readonly factor: number;
  /** Requests a step, in it and before it. */
  readonly now: number;
  readonly usual: number;
  readonly basis: 'same-time-earlier-days' | 'hour-before';
}

/** Less may be a busy hour. */
export const LEAST_FACTOR = 1.35;
const LEAST_SCORE = 4.5;
const QUIET_UNTIL = [5, 10, 20, 40, 70, 100];
const SHORTEST_QUIET = 20;
/** Before the edge: what a line through it goes on to is no surge. */
const BEFORE = 30;
/** Of the whole rise, what the line does not explain. */
const EDGE = 0.6;
const AFTER = 8;

const lineThrough = (values: Values, from: number, to: number): ((step: number) => number) => {
  let [count, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  for (let step = from; step < to; step++) {
    const value = valueAt(values, step);
    if (Number.isNaN(value)) continue;
    count += 1;
    sumX += step;
    sumY += value;
    sumXX += step * step;
    sumXY += step * value;
  }
  const slope = (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX || 1);
  return (step) => sumY / count + slope * (step - sumX / count);
};

const isEdge = (requests: Values, from: number, usual: number): boolean => {
  const line = lineThrough(requests, Math.max(0, from - BEFORE), from);
  const reached = median(requests.subarray(from, from + AFTER));
  const expected = Math.max(usual, line(from + AFTER / 2));
  return reached - expected >= EDGE * (reached - usual);
};

/** What earlier days had at the time of a step; NaN: nothing is known of them. */
export type UsualAt = (step: number) => number;

interface SurgeSought {
  /** Steps that it may be over by. */
  readonly lasting: number;
  readonly usualAt: UsualAt;
}

const surgeAfter = (requests: Values, until: number, { lasting, usualAt }: SurgeSought): Surge | undefined => {
  const first = spellOf(scoresOf(requests, quietBefore(requests, until)), lasting);
  if (first === undefined || first.from < SHORTEST_QUIET) return undefined;
  const quiet = quietRange(requests, [Math.max(0, first.from - 2 * BEFORE), first.from]);
  const found = spellOf(scoresOf(requests, quiet), lasting);
  if (found === undefined || found.score < LEAST_SCORE) return undefined;
  const { from, to } = found;
  const now = median(requests.subarray(from, to + 1));
  if (now < LEAST_FACTOR * quiet.median || !isEdge(requests, from, quiet.median)) return undefined;
  return againstDays({ from, to, now }, quiet.median, usualAt(Math.round((from + to) / 2)));
};

/** An edge that comes every day at this time is no surge. */
const againstDays = (found: Pick<Surge, 'from' | 'to' | 'now'>, before: number, daily: number): Surge | undefined => {
  const { now } = found;
  if (!(daily > 0)) return { ...found, factor: now / before, usual: before, basis: 'hour-before' };
  if (now < LEAST_FACTOR * daily) return undefined;
  return { ...found, factor: now / daily, usual: daily, basis: 'same-time-earlier-days' };
};

export const surgeOf = (requests: Values, sought: SurgeSought): Surge | undefined => {
  for (const ago of QUIET_UNTIL) {
    const until = requests.length - ago;
    if (until < SHORTEST_QUIET) break;
    const surge = surgeAfter(requests, until, sought);
    if (surge !== undefined) return surge;
  }
  return undefined;
};
