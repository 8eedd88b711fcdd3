import { epochOf, HOUR, later, MINUTE } from '../../time.ts';
import { exhaustionOf } from '../facts/exhaustion.ts';
import { troubleIn } from '../facts/facts.ts';
import { NEAR_LIMIT } from '../facts/held-by-waiting.ts';
import { fastLeak, growsAlone, type Leak } from '../facts/leak.ts';
import { daysOf, MOST_STEPS, type Observation, observationOf } from '../facts/observed.ts';
import type { Situation } from '../facts/situation.ts';
import { slowLeak } from '../growth/slow-leak.ts';
import { knownOf, type Values } from '../statistics/values.ts';

/** What is said where nothing grows, and of what takes longer: a day. */
export const MOST_MINUTES = 1_440;

/** Values of memory in the window: with fewer there is no quiet time to compare growth with, and a process that has just begun grows. */
const FEWEST_VALUES = 20;
/** Steps: memory that was not heard of for longer may be anything by now. */
const SILENT = 5;

/** Near the limit noise must not hide growth: values that are averaged there, and steps that their growth has lasted: averages make a step look like a ramp. */
const AVERAGED = 6;
const SHORTEST_OF_AVERAGES = 20;

const averagesOf = (values: Values): Values =>
  values.map((value, step) => {
    const last = knownOf(values.subarray(Math.max(0, step + 1 - AVERAGED), step + 1));
    return Number.isNaN(value) ? NaN : last.reduce((sum, each) => sum + each, 0) / last.length;
  });

/** Whether it goes on to the last value: what has stopped at a level, however high, has no end to foretell. */
const goesOn = ({ role, to }: Leak, { observed }: Observation): boolean =>
  to === observed[role]?.findLastIndex((value) => !Number.isNaN(value));

/** Growth that is no memory of waiting requests; trouble is looked for only where something grows. */
const growthIn = (situation: Situation, observation: Observation): Leak | undefined => {
  const sought = { observation, trouble: undefined, rise: undefined, rollouts: [] };
  if (fastLeak(situation, sought) === undefined) return undefined;
  const leak = fastLeak(situation, { ...sought, trouble: troubleIn(situation, observation) });
  return leak !== undefined && !leak.isHeld && goesOn(leak, observation) ? leak : undefined;
};

const isNearLimit = (memory: Values, limit: number): boolean =>
  (knownOf(memory).at(-1) ?? 0) >= (NEAR_LIMIT / 100) * limit;

/** Where what is seen grows, or its averages near the limit; undefined: nothing does. */
const growing = (
  situation: Situation,
  observation: Observation,
): { readonly leak: Leak; readonly observation: Observation } | undefined => {
  const leak = growthIn(situation, observation);
  if (leak !== undefined) return { leak, observation };
  const { memory } = observation.observed;
  if (memory === undefined || !isNearLimit(memory, situation.memoryLimitPercent)) return undefined;
  const evened = { ...observation, observed: { ...observation.observed, memory: averagesOf(memory) } };
  const hidden = growthIn(situation, evened);
  if (hidden === undefined || hidden.to - hidden.from < SHORTEST_OF_AVERAGES) return undefined;
  return { leak: hidden, observation: evened };
};

/** Steps: what is seen at one of them and not at those before it is chance. */
const LOOKS = 3;

/** As it was seen so many steps ago. */
const earlier = (situation: Situation, stepMs: number, steps: number): Situation => ({
  ...situation,
  at: later(situation.at, -steps * stepMs),
});

/** At one instant; nothing grows is a day. */
const minutesSeen = (situation: Situation, observation: Observation): number => {
  const found = growing(situation, observation);
  const exhaustion = found && exhaustionOf(found.leak, found.observation, situation);
  if (exhaustion === undefined) return MOST_MINUTES;
  return Math.min(MOST_MINUTES, Math.round((epochOf(exhaustion.at) - epochOf(situation.at)) / MINUTE));
};

/** Undefined: too few values, or none of late. */
const saidMemory = ({ observed: { memory } }: Observation): Values | undefined =>
  memory === undefined ||
  knownOf(memory).length < FEWEST_VALUES ||
  memory.subarray(-SILENT).every((value) => Number.isNaN(value))
    ? undefined
    : memory;

/**
 * Whether requests, latency and errors may change what is foretold of memory: of a situation that knows memory alone. False
 * nearly always, as nearly all memory does not grow; whoever pays for each series that is read need not ask for theirs.
 */
export const mayHangOnTraffic = (situation: Situation): boolean => {
  const observation = observationOf(situation);
  const memory = saidMemory(observation);
  if (memory === undefined) return false;
  // They may be known for longer, and what is looked at begins with the first value of any.
  if (observation.window.count < MOST_STEPS || Number.isNaN(memory[0])) return true;
  const { memoryLimitPercent: limit } = situation;
  return growsAlone(memory, limit) || (isNearLimit(memory, limit) && growsAlone(averagesOf(memory), limit));
};

/**
 * Whole minutes until memory reaches its limit if it goes on growing as it does, at least 0: `MOST_MINUTES` where nothing grows
 * or it takes longer. Undefined where nobody can say: too few values of memory, or none of late. Looks at memory, and at
 * requests, latency and errors where the situation has them: a fill-up that levels off, and what waiting requests hold,
 * does not count. Deploys and dependencies play no part.
 */
export const memoryExhaustionMinutes = (situation: Situation): number | undefined => {
  const observation = observationOf(situation);
  if (saidMemory(observation) === undefined) return undefined;
  let minutes = minutesSeen(situation, observation);
  for (let steps = 1; steps < LOOKS && minutes < MOST_MINUTES; steps++) {
    const before = earlier(situation, observation.window.stepMs, steps);
    if (minutesSeen(before, observationOf(before)) === MOST_MINUTES) minutes = MOST_MINUTES;
  }
  return minutes;
};

/** Of five minutes each. */
const DAYS = 7;
const STEPS_OF_HOUR = HOUR / (5 * MINUTE);
/** Hours of memory before anything can be said: a day, and seven blocks of an hour. */
const FEWEST_HOURS = 31;
/** Steps of five minutes. */
const SILENT_FOR_DAYS = 6;

/**
 * 1 while memory of up to seven days, at five minutes a value, leaks slowly, else 0, which is also said in the 31 hours
 * after a restart. Undefined where nobody can say: memory is held for less than 31 hours, or has no value of late.
 */
export const slowLeakValue = (situation: Situation): 0 | 1 | undefined => {
  const values = daysOf(situation, 'memory', DAYS);
  if (values === undefined || values.length < FEWEST_HOURS * STEPS_OF_HOUR) return undefined;
  if (values.subarray(-SILENT_FOR_DAYS).every((value) => Number.isNaN(value))) return undefined;
  return slowLeak(values) === undefined ? 0 : 1;
};
