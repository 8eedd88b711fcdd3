import { HOUR, spokenDuration } from '../../time.ts';
import { counted } from '../../words.ts';
import type { Facts } from '../facts/facts.ts';
import type { Leak } from '../facts/leak.ts';
import { floorOf } from '../growth/floor.ts';
import { median } from '../statistics/robust.ts';
import { knownOf, type Values, valueAt } from '../statistics/values.ts';
import type { Evidence } from '../verdict/diagnosis.ts';
import { absence, seriesEvidence } from '../verdict/evidence.ts';
import { type Hypothesised, type HypothesisJudgement, POWER } from '../verdict/judge.ts';
import { nameOf, spokenPace, spokenValue, timeOf } from '../verdict/role-words.ts';

/** Percent: growth has room above, or it would not be seen. */
const CEILING = 95;
/** Steps after the onset in which a leak that does harm would show. */
const ENOUGH = 15;

/** Before the onset and after it; without one, before the last steps and in them. */
interface Around {
  readonly until: number;
  readonly before: Values;
  readonly after: Values;
}

const aroundOnset = ({ trouble, window }: Facts, values: Values): Around => {
  const until = trouble?.from ?? Math.max(0, window.count - ENOUGH);
  return { until, before: knownOf(values.subarray(0, until)), after: knownOf(values.subarray(until)) };
};

/** Where the growth that is told of begins: of several lives the one that grows now. */
const endsOf = (
  { observed }: Facts,
  leak: Leak,
): { readonly begin: number; readonly first: number; readonly last: number } => {
  const values = observed[leak.role] ?? new Float64Array(0);
  const floor = floorOf(values.subarray(0, leak.to + 1));
  const begin = Math.max(0, Math.round(leak.againFrom ?? leak.from));
  const last = valueAt(floor, leak.to);
  return { begin, last, first: leak.isSlow ? last - leak.rise : valueAt(floor, begin) };
};

const growthEvidence = (facts: Facts, leak: Leak): Evidence => {
  const { role, to, pace } = leak;
  const { begin, first, last } = endsOf(facts, leak);
  const perHour = spokenValue(role, (pace * HOUR) / facts.window.stepMs);
  const again = leak.againFrom === undefined ? '' : ' again, as before it started anew';
  const usual = leak.isSlow ? first : median((facts.observed[role] ?? new Float64Array(0)).subarray(0, begin));
  return seriesEvidence(facts, {
    role,
    from: begin,
    to,
    observed: last,
    expected: first,
    baseline: { until: begin, value: usual },
    claim: `${nameOf(role, facts)} rose${again} from ${spokenValue(role, first)} to ${spokenValue(role, last)} (${perHour} an hour), in nearly every stretch of that time`,
    supports: true,
  });
};

const growing = (facts: Facts, leak: Leak): HypothesisJudgement => {
  const { window } = facts;
  const lasted = spokenDuration(Math.round(leak.to - leak.from) * window.stepMs);
  const base = {
    evidence: [growthEvidence(facts, leak)],
    onset: leak.from,
    wouldChange: `memory that stays level for ${lasted}, as long as it has grown: then something filled up`,
  };
  const grows = `memory grows evenly, ${spokenPace(leak.pace, facts)} since ${timeOf(facts, leak.from)}`;
  if (!leak.isHeld) return { ...base, verdict: 'supported', why: `${grows}, and has not levelled off` };
  const why = `${grows}, but latency rose first: requests that wait hold memory too`;
  return { ...base, verdict: 'inconclusive', isAlsoLikely: true, why };
};

/** Why level memory does not refute a leak; undefined: it does. */
const tooLittle = ({ onset }: Facts, { before, after }: Around): string | undefined => {
  if (onset === undefined) return 'growth that has just begun would not show yet';
  const few = (values: Values, side: string): string =>
    `too few to refute a leak: ${counted(values.length, 'value')} ${side} the onset`;
  if (after.length < ENOUGH) return few(after, 'after');
  if (before.length < POWER.before) return few(before, 'before');
  return (after.at(-1) ?? NaN) < CEILING ? undefined : 'it is at its ceiling';
};

const levelEvidence = (facts: Facts, { until, before, after }: Around, power: boolean): Evidence => {
  const [usual, now] = [median(before), after.at(-1) ?? NaN];
  const compared = before.length === 0 ? '' : ` (before ${spokenValue('memory', usual)})`;
  return seriesEvidence(facts, {
    role: facts.observed.memory === undefined ? 'memoryOfWorst' : 'memory',
    from: until,
    to: facts.window.count - 1,
    observed: now,
    expected: 'rising evenly',
    baseline: { until, value: usual },
    claim:
      after.length === 0
        ? 'memory has no value since'
        : `memory ${spokenValue('memory', now)}${compared}, without even growth`,
    supports: false,
    power,
  });
};

const notGrowing = (facts: Facts, values: Values): HypothesisJudgement => {
  const around = aroundOnset(facts, values);
  const lack = tooLittle(facts, around);
  const base = {
    wouldChange: `memory that rises in nearly every minute from ${timeOf(facts, facts.window.count)} on`,
    evidence: [levelEvidence(facts, around, lack === undefined)],
  };
  if (isYoung(facts))
    return {
      ...base,
      verdict: 'inconclusive',
      isAlsoLikely: true,
      why: 'memory rises since the onset, not long or evenly enough to be told: it may be a leak',
    };
  if (lack !== undefined) return { ...base, verdict: 'inconclusive', why: `memory does not grow; ${lack}` };
  const now = spokenValue('memory', around.after.at(-1) ?? NaN);
  if (facts.memoryRise?.isLevel === true) return { ...base, verdict: 'refuted', why: `memory is level at ${now}` };
  return {
    ...base,
    verdict: 'inconclusive',
    why: `memory stands higher than before, at ${now}, but does not grow evenly`,
  };
};

const isYoung = ({ trouble, memoryRise }: Facts): boolean => trouble !== undefined && memoryRise?.isSuspect === true;

/**
 * Growth that does not level off while the process lives. One that a deploy brought or a surge drives is a leak still, and
 * it explains whatever trouble comes with it, unless requests that wait hold the memory.
 */
export const memoryLeak: Hypothesised = {
  cause: 'memory-leak',
  roles: ['memory', 'memoryOfWorst'],
  judge: (facts) => {
    if (facts.leak !== undefined) return growing(facts, facts.leak);
    const values = facts.observed.memory ?? facts.observed.memoryOfWorst;
    if (values !== undefined) return notGrowing(facts, values);
    const why = 'there are no values of memory';
    return { verdict: 'no-data', why, wouldChange: 'a memory metric of the service', evidence: [absence(why)] };
  },
};
