import type { Target, TargetName } from '../configuration.ts';
import type { Lookups } from '../incident/commands.ts';
import type { Draft } from '../incident/draft.ts';
import type { Incident, PageReason, PolicyCopy } from '../incident/incident.ts';
import { later } from '../time.ts';
import { requestPages } from './message.ts';

/** Targets that the unanswered ending pages at most: an append is bounded. */
const MOST_UNANSWERED = 20;

interface Step {
  readonly level: number;
  readonly round: number;
}

type OnCall = Lookups['onCall'];

const targetOf = (onCall: OnCall, name: TargetName): Target | undefined => {
  if (!name.startsWith('schedule:')) return name as Target;
  const responder = onCall(name.slice('schedule:'.length));
  return responder === undefined ? undefined : `responder:${responder}`;
};

/** Whom these names mean at this instant: each once, in order; a schedule with nobody on call means nobody. */
const targetsOf = (onCall: OnCall, names: readonly TargetName[]): readonly Target[] => [
  ...new Set(names.map((name) => targetOf(onCall, name)).filter((target) => target !== undefined)),
];

const stepAfter = (policy: PolicyCopy, { level, round }: Step): Step | undefined => {
  if (level < policy.levels.length) return { level: level + 1, round };
  return round <= policy.repeat ? { level: 1, round: round + 1 } : undefined;
};

/** Pages the `unanswered` targets (everyone, where those reach nobody) and sets when to do so again. */
export const leaveUnanswered = (draft: Draft): void => {
  const { policy, level, round } = draft.incident;
  const { unreachable, everyone } = draft.lookups;
  const named = targetsOf(draft.lookups.onCall, policy.unanswered);
  const reached = named.some((target) => !unreachable.has(target));
  const targets = reached ? named : [...new Set([...named, ...everyone])];
  const nextAt = later(draft.at, policy.unansweredEveryMs);
  draft.add({ type: 'IncidentUnanswered', level: Math.max(1, level), round: Math.max(1, round), nextAt });
  requestPages(draft, targets.slice(0, MOST_UNANSWERED), 'unanswered');
};

/** Pages these at the level reached. One that cannot be reached is paged all the same, and the level is over at once. */
export const pageTargets = (draft: Draft, targets: readonly Target[], reason: PageReason): void => {
  requestPages(draft, targets, reason);
  const { level, round } = draft.incident;
  const isMissed = targets.some((target) => draft.lookups.unreachable.has(target));
  if (isMissed && draft.status === 'triggered')
    draft.add({ type: 'LevelSkipped', level, round, because: 'unreachable' });
};

/** Pages one level; false when it has no target. */
const pageLevel = (draft: Draft, { level, round }: Step, reason: PageReason): boolean => {
  const targets = targetsOf(draft.lookups.onCall, draft.incident.policy.levels[level - 1]?.page ?? []);
  if (targets.length === 0) {
    draft.add({ type: 'LevelSkipped', level, round, because: 'no-target' });
    return false;
  }
  draft.add({ type: 'LevelReached', level, round, reason });
  pageTargets(draft, targets, reason);
  return true;
};

/** Pages from this step on. A whole round without a target ends the levels: another would have none either. */
const pageFrom = (draft: Draft, from: Step, reason: PageReason): void => {
  let step: Step | undefined = from;
  for (let tried = 0; tried < draft.incident.policy.levels.length && step !== undefined; tried += 1) {
    if (pageLevel(draft, step, reason)) return;
    step = stepAfter(draft.incident.policy, step);
  }
  leaveUnanswered(draft);
};

/** Whom the next level pages, were it due when this is who is on call: levels with nobody are passed over. */
export const nextTargets = (
  { policy, level, round }: Incident,
  { onCall, everyone }: Pick<Lookups, 'onCall' | 'everyone'>,
): readonly Target[] => {
  let step = stepAfter(policy, { level, round });
  for (let tried = 0; tried < policy.levels.length && step !== undefined; tried += 1) {
    const targets = targetsOf(onCall, policy.levels[step.level - 1]?.page ?? []);
    if (targets.length > 0) return targets;
    step = stepAfter(policy, step);
  }
  const unanswered = targetsOf(onCall, policy.unanswered);
  return (unanswered.length > 0 ? unanswered : everyone).slice(0, MOST_UNANSWERED);
};

/** Level 1 of round 1. */
export const startLevels = (draft: Draft, reason: PageReason): void => {
  pageFrom(draft, { level: 1, round: 1 }, reason);
};

/** The level at hand once more, in the same round. */
export const pageLevelAgain = (draft: Draft, level: number, reason: PageReason): void => {
  pageFrom(draft, { level: Math.max(1, level), round: Math.max(1, draft.incident.round) }, reason);
};

/** The next level; after the last the next round; after all of them the unanswered ending, and again that. */
export const nextLevel = (draft: Draft, reason: PageReason): void => {
  const { level, round, unanswered } = draft.incident;
  const step = level === 0 ? { level: 1, round: 1 } : stepAfter(draft.incident.policy, { level, round });
  if (step === undefined || unanswered !== undefined) leaveUnanswered(draft);
  else pageFrom(draft, step, reason);
};
