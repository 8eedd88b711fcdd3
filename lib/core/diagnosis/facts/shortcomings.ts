import { counted } from '../../words.ts';
import { knownOf, type Values } from '../statistics/values.ts';
import type { Role } from './situation.ts';

/** What a series cannot tell, as a sentence goes on after its name and a colon. */
export interface Shortcoming {
  readonly role: Role;
  readonly says: string;
}

/** A series on the window, NaN where it has no value. */
export interface SeriesRead {
  readonly role: Role;
  /** As CloudWatch calls it; undefined: nobody said, or the values were scaled to what the role is in. */
  readonly unit: string | undefined;
  readonly values: Values;
}

/** Tasks may hold somewhat more than they reserved. */
const MOST_PERCENT = 200;
/** Sums of larger values overflow, and no metric has them. */
const LARGEST = 1e100;
/** Percent: a share of 1 was meant, or bytes of some large kind. */
const LEAST_PERCENT = 1.5;
const IN_PERCENT: readonly (string | undefined)[] = [undefined, 'Percent', 'None'];
/** Percent of the limit. */
const CEILING = 99;
/** Of the periods. */
const LEAST_SHARE = 0.5;
/** Values: fewer may be equal by chance. */
const FEWEST = 10;

/** An idle counter stands at 0 all day. */
const COUNTED_SELDOM: Readonly<Partial<Record<Role, true>>> = {
  serverErrors: true,
  balancerErrors: true,
  dependencyConnections: true,
};

interface Known extends SeriesRead {
  readonly known: Values;
}

const isMemory = ({ role }: SeriesRead): boolean => role === 'memory' || role === 'memoryOfWorst';

const isForeign = (read: SeriesRead): boolean =>
  isMemory(read) && (!IN_PERCENT.includes(read.unit) || read.values.some((value) => value > MOST_PERCENT));

const isStuck = ({ known, role }: Known): boolean =>
  known.length > FEWEST && COUNTED_SELDOM[role] !== true && known.every((value) => value === known[0]);

/** The first that holds is said. */
const SHORTCOMINGS: readonly (readonly [holds: (read: Known) => boolean, says: (read: Known) => string])[] = [
  [({ known }) => known.length === 0, ({ values }) => `without a value in ${counted(values.length, 'period')}`],
  [({ known }) => known.some((value) => value > LARGEST), () => 'endless values are not looked at'],
  [isForeign, () => 'not in percent of a limit: not looked at'],
  [({ known }) => known.some((value) => value < 0), () => 'negative values are not looked at'],
  [
    (read) => isMemory(read) && read.known.every((value) => value < LEAST_PERCENT),
    () => 'next to nothing all the time: it may not be in percent',
  ],
  [
    ({ known, values }) => known.length < LEAST_SHARE * values.length,
    ({ known, values }) => `values in ${String(known.length)} of ${counted(values.length, 'period')} only`,
  ],
  [isStuck, () => 'the same value all the time: it may not be measured'],
  [(read) => isMemory(read) && (read.known.at(-1) ?? 0) >= CEILING, () => 'at its ceiling: growth would not show'],
];

export const shortcomingOf = (read: SeriesRead): string | undefined => {
  const known = { ...read, known: knownOf(read.values) };
  return SHORTCOMINGS.find(([holds]) => holds(known))?.[1](known);
};

/** Negative values are none, nor are endless ones: nothing that is looked at can be. */
export const possibleOf = (values: Values): Values =>
  values.map((value) => (value >= 0 && value <= LARGEST ? value : NaN));

/** Whether there is anything to look at. */
export const isUsable = (read: SeriesRead): boolean => !isForeign(read) && knownOf(possibleOf(read.values)).length > 0;
