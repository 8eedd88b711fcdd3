import type { Facts } from '../facts/facts.ts';
import type { Surge } from '../facts/surge.ts';
import { failedOf, LEAST_FAILED, latencyOf, type Trouble } from '../facts/trouble.ts';
import { quietBefore, type Quiet } from '../statistics/quiet.ts';
import { median } from '../statistics/robust.ts';
import { knownOf, valueAt, type Values } from '../statistics/values.ts';
import type { Cause } from '../../cause.ts';
import type { Evidence } from '../verdict/diagnosis.ts';
import { absence, seriesEvidence } from '../verdict/evidence.ts';
import { type Hypothesised, type HypothesisJudgement, POWER } from '../verdict/judge.ts';
import { spokenTraffic, timeOf, times } from '../verdict/role-words.ts';
import { troubleEvidence } from '../verdict/trouble-evidence.ts';

/** Steps by which traffic may seem to follow trouble: the edges of both are only so sharp. */
const FOLLOWS = 2;
/** Times the surge's factor: a dependency that is slower than that is slow by itself. */
const BY_ITSELF = 1.5;

const surgeEvidence = (facts: Facts, { from, to, now, usual, factor }: Surge, supports: boolean): Evidence =>
  seriesEvidence(facts, {
    role: 'requests',
    from,
    to,
    observed: now,
    expected: usual,
    baseline: { until: from, value: usual },
    claim: `traffic ${spokenTraffic(now, facts)} since ${timeOf(facts, from)}, ${times(factor)} the usual ${spokenTraffic(usual, facts)}`,
    supports,
  });

/** It saturates: it came no later than the trouble, and what the service depends on did not rise by itself. */
const explains = ({ rise }: Facts, surge: Surge, trouble: Trouble): boolean =>
  surge.from <= trouble.range[1] + FOLLOWS && !(rise?.explains === true && rise.ratio > BY_ITSELF * surge.factor);

/** Causes that explain before a surge does. */
const BESIDE: Readonly<Partial<Record<Cause, string>>> = {
  'memory-leak': 'drives the leak, or only comes with it',
  'deploy-regression': 'comes with it, but trouble began with a deploy',
};

/** Steps: after so many a leak would be even. */
const YOUNG = 15;

/** Memory that rises since the onset may be what hurts, or what waits: the numbers do not tell yet. */
const mayLeak = ({ leak, memoryRise, window }: Facts, { from }: Trouble): boolean =>
  leak?.isHeld === true || (memoryRise?.isSuspect === true && window.count - from < YOUNG);

/** Times its quiet latency: nobody is hurt. */
const UNHURT = 1.05;

/** Traffic that still rose when trouble began: what it did before says nothing of what it does now. */
const hasRisenOn = ({ observed, trouble }: Facts, { from }: Surge): boolean => {
  if (trouble === undefined || trouble.from <= from) return false;
  const requests = observed.requests ?? new Float64Array(0);
  const now = median(requests.subarray(trouble.from, trouble.to + 1));
  return now > HARMLESS * median(requests.subarray(from, trouble.from));
};

/** Most of its steps are neither slow nor failing. */
const isHarmless = (facts: Facts, surge: Surge): boolean => {
  const { observed, onset, window } = facts;
  const { from, to } = surge;
  const latency = latencyOf(observed) ?? new Float64Array(0);
  const within = knownOf(latency.subarray(from, to + 1));
  if (onset === undefined || within.length < POWER.after || hasRisenOn(facts, surge)) return false;
  const failing = failedOf(observed, window.count).map((failed, step) => failed / valueAt(observed.requests, step));
  if (median(failing.subarray(from, to + 1)) > LEAST_FAILED) return false;
  return median(within) < UNHURT * quietBefore(latency, from).median;
};

/** Of what is known from before it, enough to refute it by. */
const hasPower = ({ observed }: Facts, { from }: Surge): boolean =>
  knownOf((latencyOf(observed) ?? new Float64Array(0)).subarray(0, from)).length >= POWER.before;

type Found = Pick<HypothesisJudgement, 'verdict' | 'isAlsoLikely'> & { readonly says: string };

const inTrouble = (facts: Facts, surge: Surge, trouble: Trouble): Found => {
  if (mayLeak(facts, trouble))
    return { verdict: 'inconclusive', isAlsoLikely: true, says: 'came, but memory rises too: it may drive a leak' };
  if (!explains(facts, surge, trouble))
    return { verdict: 'inconclusive', says: 'came, but does not explain the trouble alone' };
  return { verdict: 'supported', says: 'came with the trouble, and nothing else changed' };
};

const found = (facts: Facts, surge: Surge, named: Cause | undefined): Found => {
  const { trouble } = facts;
  const beside = named && BESIDE[named];
  if (beside) return { verdict: 'inconclusive', says: beside };
  if (isHarmless(facts, surge))
    return { verdict: hasPower(facts, surge) ? 'refuted' : 'inconclusive', says: 'hurts nobody' };
  if (trouble === undefined) return { verdict: 'inconclusive', says: 'hurts nobody, as far as can be seen' };
  return inTrouble(facts, surge, trouble);
};

const surging = (facts: Facts, surge: Surge, named: Cause | undefined): HypothesisJudgement => {
  const { says, ...judgement } = found(facts, surge, named);
  const supports = judgement.verdict === 'supported';
  const hurt = supports && facts.trouble !== undefined ? [troubleEvidence(facts, facts.trouble)] : [];
  return {
    ...judgement,
    why: `a surge of traffic, ${times(surge.factor)} since ${timeOf(facts, surge.from)}, ${says}`,
    wouldChange: 'traffic back at its usual while the trouble stays',
    evidence: [surgeEvidence(facts, surge, supports), ...hurt],
    onset: surge.from,
  };
};

/** Less does not saturate what bore the usual. */
const HARMLESS = 1.15;
/** Without any trouble, what the last steps say; and the very last, if something begins just now. */
const RECENT = 10;
const LAST = 3;

interface Compared {
  readonly from: number;
  readonly quiet: Quiet;
  readonly now: number;
  readonly ratio: number;
  readonly isEnough: boolean;
}

const compared = ({ window, onset }: Facts, requests: Values): Compared => {
  const from = onset === undefined ? Math.max(0, window.count - RECENT) : Math.round(Math.max(0, onset));
  const quiet = quietBefore(requests, from);
  const within = knownOf(requests.subarray(from));
  const now = median(within);
  const ratio = Math.max(now, median(within.subarray(-LAST))) / quiet.median;
  return { from, quiet, now, ratio, isEnough: quiet.points >= POWER.before && within.length >= POWER.after };
};

const asUsual = (facts: Facts, requests: Values): HypothesisJudgement => {
  const { from, quiet, now, ratio, isEnough } = compared(facts, requests);
  if (!isEnough) {
    const why = 'there are too few values of traffic to compare';
    return {
      verdict: 'inconclusive',
      why,
      wouldChange: 'values of traffic for half an hour',
      evidence: [absence(why)],
    };
  }
  const power = facts.onset !== undefined && ratio < HARMLESS;
  const evidence = seriesEvidence(facts, {
    role: 'requests',
    from,
    to: facts.window.count - 1,
    observed: now,
    expected: quiet.high,
    baseline: { until: from, value: quiet.median },
    claim: `traffic ${spokenTraffic(now, facts)} (${times(now / quiet.median)}), of late ${times(ratio)} the usual ${spokenTraffic(quiet.median, facts)}`,
    supports: false,
    power,
  });
  return {
    verdict: power ? 'refuted' : 'inconclusive',
    why:
      ratio < HARMLESS
        ? `traffic is as usual (${times(ratio)})`
        : `traffic is ${times(ratio)} its usual, without an edge`,
    wouldChange: `traffic above ${spokenTraffic(quiet.high, facts)}`,
    evidence: [evidence],
  };
};

/** Saturation while traffic has left its range, and what the service depends on is near its quiet value. */
export const trafficSurge: Hypothesised = {
  cause: 'traffic-surge',
  roles: ['requests'],
  judge: (facts, named) => {
    const { surge, observed } = facts;
    if (surge !== undefined) return surging(facts, surge, named);
    if (observed.requests !== undefined) return asUsual(facts, observed.requests);
    const why = 'there are no values of traffic';
    return { verdict: 'no-data', why, wouldChange: 'a metric that counts requests', evidence: [absence(why)] };
  },
};
