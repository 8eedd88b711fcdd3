import { median } from '../statistics/robust.ts';
import { knownOf } from '../statistics/values.ts';
import type { Facts } from '../facts/facts.ts';
import type { Rise } from '../facts/rise.ts';
import type { OpenIncident } from '../facts/situation.ts';
import type { Trouble } from '../facts/trouble.ts';
import type { Cause } from '../../cause.ts';
import type { Evidence } from '../verdict/diagnosis.ts';
import { absence, seriesEvidence } from '../verdict/evidence.ts';
import { type Hypothesised, type HypothesisJudgement, POWER } from '../verdict/judge.ts';
import { nameOf, spokenInstant, spokenValue, times } from '../verdict/role-words.ts';

const incidentEvidence = (facts: Facts, { id, service, since }: OpenIncident): Evidence => ({
  kind: 'incident',
  claim: `${service} has an open incident since ${spokenInstant(facts, since)}`,
  supports: true,
  from: since,
  observed: id,
});

/** `read 1.1 ms (quiet 1.0 ms), 42 conns`: what was looked at. */
const lookedAt = (facts: Facts, rise: Rise): string => {
  const { from, to } = rise;
  const connections = median(
    knownOf(facts.observed.dependencyConnections?.subarray(from, to + 1) ?? new Float64Array(0)),
  );
  const verb = rise.role === 'dependencyWrites' ? 'write' : 'read';
  const answered = `${verb} ${spokenValue(rise.role, rise.now)} (quiet ${spokenValue(rise.role, rise.quiet.median)})`;
  return Number.isNaN(connections) ? answered : `${answered}, ${String(Math.round(connections))} conns`;
};

const riseEvidence = (facts: Facts, rise: Rise, power: boolean): Evidence =>
  seriesEvidence(facts, {
    role: rise.role,
    from: rise.from,
    to: rise.to,
    observed: rise.now,
    expected: rise.quiet.high,
    baseline: { until: rise.from, value: rise.quiet.median },
    claim: `${nameOf(rise.role, facts)} ${spokenValue(rise.role, rise.now)}, ${times(rise.ratio)} the quiet ${spokenValue(rise.role, rise.quiet.median)}`,
    supports: rise.explains,
    power,
  });

/** Steps: errors that come with the onset may be those of a dependency that fails at once, without a sign of its own. */
const AT_ONCE = 4;

const mayFailFast = (trouble: Trouble | undefined): boolean =>
  trouble?.failingFrom !== undefined && trouble.failingFrom <= trouble.from + AT_ONCE;

const hasPower = ({ trouble, onset }: Facts, { quiet, points, hasPower: wouldShow }: Rise): boolean =>
  onset !== undefined && quiet.points >= POWER.before && points >= POWER.after && wouldShow && !mayFailFast(trouble);

const riseWhy = (facts: Facts, rise: Rise): string => `${facts.situation.dependency} ${lookedAt(facts, rise)}`;

const risen = (facts: Facts, rise: Rise, named: Cause | undefined): HypothesisJudgement => {
  const base = {
    evidence: [riseEvidence(facts, rise, true)],
    onset: rise.risen?.from,
    subject: facts.situation.dependency,
    wouldChange: `${nameOf(rise.role, facts)} back below ${spokenValue(rise.role, rise.quiet.high)} while the trouble stays`,
  };
  if (named === undefined)
    return { ...base, verdict: 'supported', why: `${riseWhy(facts, rise)}: it alone would slow the service so` };
  return {
    ...base,
    verdict: 'inconclusive',
    why: `${riseWhy(facts, rise)}: which of the two drives the other the numbers do not say`,
    isAlsoLikely: named === 'deploy-regression',
  };
};

/** Steps: what began so lately the median of all the trouble does not show. */
const LATELY = 10;

const isSlowOfLate = ({ risen, to }: Rise): boolean => risen !== undefined && to - risen.to < LATELY;

const undecided = ({ trouble }: Facts, rise: Rise): string => {
  if (mayFailFast(trouble)) return 'requests fail from the start, and one that fails at once has no sign here';
  if (rise.isNormal && isSlowOfLate(rise)) return 'slower of late, for too short a time to be told';
  return rise.isNormal ? 'too little to refute it by' : 'slower, but not by enough to explain the trouble';
};

const notRisen = (facts: Facts, rise: Rise): HypothesisJudgement => {
  const power = hasPower(facts, rise);
  const base = {
    evidence: [riseEvidence(facts, rise, power)],
    subject: facts.situation.dependency,
    wouldChange: `${nameOf(rise.role, facts)} above ${spokenValue(rise.role, rise.quiet.high)}`,
  };
  if (power && rise.isNormal && !isSlowOfLate(rise))
    return { ...base, verdict: 'refuted', why: `${facts.situation.dependency} normal: ${lookedAt(facts, rise)}` };
  if (facts.onset === undefined && rise.isNormal)
    return {
      ...base,
      verdict: 'inconclusive',
      why: `${facts.situation.dependency} normal: ${lookedAt(facts, rise)}; nobody is hurt`,
    };
  return { ...base, verdict: 'inconclusive', why: `${riseWhy(facts, rise)}: ${undecided(facts, rise)}` };
};

const ofIncident = (facts: Facts, incident: OpenIncident, named: Cause | undefined): HypothesisJudgement => {
  const isCause = named === undefined && facts.trouble !== undefined;
  return {
    verdict: isCause ? 'supported' : 'inconclusive',
    why: `${incident.service} has an open incident since ${spokenInstant(facts, incident.since)}`,
    wouldChange: `trouble that goes on after the incident of ${incident.service} has ended`,
    evidence: [
      incidentEvidence(facts, incident),
      ...(facts.rise === undefined ? [] : [riseEvidence(facts, facts.rise, false)]),
    ],
    subject: incident.service,
    isAlsoLikely: named !== undefined && named !== 'memory-leak' && facts.trouble !== undefined,
  };
};

const isMeasured = ({ observed }: Facts): boolean =>
  observed.dependencyReads !== undefined || observed.dependencyWrites !== undefined;

/** It is measured, but not on both sides of the onset: that of a leak may lie days back. */
const notCompared = ({ situation }: Facts): HypothesisJudgement => {
  const why = `how ${situation.dependency} answers is not known both before the onset and after it`;
  return {
    verdict: 'inconclusive',
    why,
    wouldChange: 'values of its latency from before the onset and after it',
    evidence: [absence(why)],
    subject: situation.dependency,
  };
};

/**
 * Latency or errors that come with a rise of the dependency's own latency beyond what traffic explains. One that fails at
 * once shows nothing here and is never refuted; connections only follow.
 */
export const dependency: Hypothesised = {
  cause: 'dependency',
  roles: ['dependencyReads', 'dependencyWrites'],
  judge: (facts, named) => {
    const { rise, situation } = facts;
    if (rise?.explains === true) return risen(facts, rise, named);
    const [incident] = situation.incidents;
    if (incident !== undefined) return ofIncident(facts, incident, named);
    if (rise !== undefined) return notRisen(facts, rise);
    if (isMeasured(facts)) return notCompared(facts);
    const why = `there are no values of how ${situation.dependency} answers`;
    return {
      verdict: 'no-data',
      why,
      wouldChange: 'a latency metric of what the service depends on',
      evidence: [absence(why)],
    };
  },
};
