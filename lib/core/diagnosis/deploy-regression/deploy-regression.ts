import type { Facts } from '../facts/facts.ts';
import { deployName, type RolloutOnWindow } from '../facts/rollouts.ts';
import type { Evidence } from '../verdict/diagnosis.ts';
import { absence } from '../verdict/evidence.ts';
import type { Hypothesised, HypothesisJudgement } from '../verdict/judge.ts';
import { timeOf } from '../verdict/role-words.ts';
import { troubleEvidence } from '../verdict/trouble-evidence.ts';

const FATES: Readonly<Partial<Record<RolloutOnWindow['status'], readonly [string]>>> = {
  STARTED: ['still rolling'],
  FAILED: ['failed'],
  ROLLED_BACK: ['rolled back'],
};

const deployEvidence = (rollout: RolloutOnWindow, facts: Facts, supports: boolean): Evidence => {
  const { id, system, status, revision, startedAt, finishedAt, start, end } = rollout;
  const { onset } = facts;
  const what = facts.trouble === undefined ? 'memory began to grow' : 'trouble began';
  const relation = onset === undefined ? '' : `; ${what} ${gapOf(onset, facts)(start, end)}`;
  const said = revision === undefined || revision === id ? [] : [revision];
  return {
    kind: 'deploy',
    claim: `deploy ${id} (${[system, ...(FATES[status] ?? []), ...said].join(', ')})${relation}`,
    supports,
    ...(startedAt !== null && { from: startedAt }),
    ...(finishedAt !== null && { to: finishedAt }),
    observed: id,
    expected: 'a deploy right before the onset',
  };
};

const minutesOf = (steps: number, { window }: Facts): string =>
  `${String(Math.round((steps * window.stepMs) / 60_000))} min`;

const gapOf =
  (onset: number, facts: Facts) =>
  (start: number, end: number): string => {
    if (onset < start) return `${minutesOf(start - onset, facts)} before it`;
    return onset <= end ? 'while it rolled' : `${minutesOf(onset - end, facts)} after it`;
  };

const isLeak = (named: string | undefined): boolean => named === 'memory-leak';

const beside = (facts: Facts, rollout: RolloutOnWindow, named: string | undefined): HypothesisJudgement => {
  const { trouble, onset } = facts;
  const name = deployName(rollout);
  const evidence = [
    deployEvidence(rollout, facts, true),
    ...(trouble === undefined ? [] : [troubleEvidence(facts, trouble)]),
  ];
  const base = {
    evidence,
    subject: rollout.id,
    onset,
    wouldChange:
      rollout.status === 'ROLLED_BACK' || rollout.status === 'FAILED'
        ? `trouble that goes on long after ${rollout.id} was taken back`
        : `trouble that began before ${rollout.id} did, or goes on after it is rolled back`,
  };
  if (isLeak(named))
    return {
      ...base,
      verdict: 'inconclusive',
      why: `memory has grown since deploy ${name}: the leak came with it`,
    };
  if (trouble === undefined) return { ...base, verdict: 'inconclusive', why: `deploy ${name}, and nobody is hurt` };
  return {
    ...base,
    verdict: 'supported',
    why: `trouble began with deploy ${name}, at ${timeOf(facts, trouble.from)}`,
  };
};

/**
 * Trouble that begins right after a deploy, or while it rolls, whatever else it makes slow. Sources of deploys are best
 * effort: one that nobody saw is not one that was not, so it is never refuted by their absence.
 */
export const deployRegression: Hypothesised = {
  cause: 'deploy-regression',
  roles: ['latency', 'tailLatency', 'serverErrors', 'balancerErrors'],
  judge: (facts, named) => {
    const { implicated, rollouts, trouble, situation } = facts;
    if (implicated !== undefined) return beside(facts, implicated, named);
    const wouldChange = 'word of a deploy in the minutes before the onset';
    if (situation.deploys === undefined) {
      const why = 'nobody could be asked for deploys';
      return { verdict: 'no-data', why, wouldChange, evidence: [absence(why)] };
    }
    if (rollouts.length === 0) {
      const why = 'no deploy was seen; one that nobody reported would not be';
      return { verdict: 'inconclusive', why, wouldChange, evidence: [absence(why)] };
    }
    const evidence = rollouts.map((rollout) => deployEvidence(rollout, facts, false));
    const seen = rollouts.map(({ id }) => id).join(', ');
    const why =
      trouble === undefined && facts.onset === undefined
        ? `nobody is hurt since ${seen}`
        : `trouble did not begin with ${seen}; a deploy that nobody reported would not be seen`;
    return { verdict: 'inconclusive', why, wouldChange, evidence };
  },
};
