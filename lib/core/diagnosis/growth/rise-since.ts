import { median, spreadOf, ascendingOf } from '../statistics/robust.ts';
import { valueAt, type Values } from '../statistics/values.ts';
import { floorOf } from './floor.ts';
import { groundsOf } from './ground.ts';

/** How memory stands since a step, in percent of the limit. */
export interface RiseSince {
  /** What it gained above its level right before. */
  readonly gained: number;
  /** More than it moved before, above all of it, and still rising: it may be a leak that is too young to be told. */
  readonly isSuspect: boolean;
  /** Hardly more than it moved before. */
  readonly isLevel: boolean;
}

const BEFORE = 15;
const NOISE = 2;
const LEAST = 1.5;
const LEVEL = 0.5;
/** Of the gain, what its later half has. */
const STILL = 0.3;

/** @param from step of the onset */
export const riseSince = (values: Values, from: number): RiseSince => {
  const floor = floorOf(values);
  const to = values.findLastIndex((value) => !Number.isNaN(value));
  const before = ascendingOf(values.subarray(Math.max(0, from - BEFORE), from));
  const noise = NOISE * spreadOf(before);
  const gained = valueAt(floor, to) - median(before);
  const later = valueAt(floor, to) - valueAt(floor, Math.round((from + to) / 2));
  const ground = valueAt(groundsOf(values.subarray(0, from)), from);
  return {
    gained,
    isSuspect: gained >= Math.max(LEAST, noise) && later >= STILL * gained && !(valueAt(floor, to) < ground),
    isLevel: gained <= Math.max(LEVEL, noise),
  };
};
