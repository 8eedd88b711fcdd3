import { MINUTE } from '../../time.ts';
import type { Facts } from '../facts/facts.ts';
import type { RolloutOnWindow } from '../facts/rollouts.ts';
import type { DeploysSaid } from '../verdict/diagnosis.ts';

const implicatedSaid = (rollout: RolloutOnWindow, { onset, window }: Facts): DeploysSaid['implicated'] => {
  const { id, system, revision, url, startedAt, finishedAt, end } = rollout;
  return {
    id,
    system,
    ...(revision !== undefined && { revision }),
    startedAt,
    finishedAt,
    minutesBeforeOnset: Math.round((((onset ?? end) - end) * window.stepMs) / MINUTE),
    ...(url !== undefined && { url }),
  };
};

export const deploysSaid = (facts: Facts): DeploysSaid => {
  const { situation, rollouts, implicated } = facts;
  const seen = rollouts.length === 0 ? 'none-seen' : 'seen';
  return {
    state: situation.deploys === undefined ? 'unavailable' : seen,
    implicated: implicated === undefined ? null : implicatedSaid(implicated, facts),
    others: rollouts.filter((one) => one !== implicated).map(({ id }) => id),
  };
};
