import { type EscalationPolicy, OPS, type Target } from '../configuration.ts';
import type { Lookups } from '../incident/commands.ts';
import type { Draft } from '../incident/draft.ts';
import type { Incident, Passed, Place } from '../incident/incident.ts';
import {
  endingAgainAt,
  FIRST,
  levelOf,
  nextPassAt,
  placeAfter,
  placeOf,
  resumedAt,
  standing,
} from '../incident/ladder.ts';
import { targetsOf } from './targets.ts';
import { type Asking, requestPages, unsentTargets } from './message.ts';

/** Targets that one step pages at most: an append is bounded. */
export const MOST_PAGED = 20;

/** Whom the unanswered ending asks: everybody, where its own targets are none or cannot be reached. */
const unansweredTargets = ({ policy, onCall, unreachable, everyone }: Lookups): readonly Target[] => {
  const named = targetsOf(onCall, policy.unanswered);
  const reached = named.some((target) => !unreachable.has(target));
  return (reached ? named : [...new Set([...named, ...everyone])]).slice(0, MOST_PAGED);
};

const leaveUnanswered = (draft: Draft, place: Place, asking: Asking): void => {
  const targets = unansweredTargets(draft.lookups);
  const ending: Place = { ...place, isUnanswered: true };
  draft.add({ type: 'IncidentUnanswered', ...ending });
  const reason = asking.reason === 'escalation' ? 'unanswered' : asking.reason;
  requestPages(draft, targets, { ...asking, reason, place: ending });
};

/**
 * Nothing of a whole pass was sent, as far as anybody knows: the unanswered targets are asked; everybody, and the ops
 * topic, which has a key of its own, where those too have one unsent or SNS answers for none.
 */
const endPass = (draft: Draft, place: Place): void => {
  const { incident, lookups, at } = draft;
  const again = endingAgainAt(incident.ladder, lookups.policy);
  draft.add({ type: 'NobodyReached', ...placeOf(place), nextAt: nextPassAt(incident.ladder, lookups.policy, at) });
  if (again !== undefined && again > at) return;
  const unsent = unsentTargets(draft);
  const named = targetsOf(lookups.onCall, lookups.policy.unanswered);
  const isUnsure = incident.ladder.step?.isUnsure === true;
  const isFresh = !isUnsure && named.some((target) => !unsent.has(target) && !lookups.unreachable.has(target));
  const ops: readonly Target[] = unsent.size > 0 || isUnsure ? [OPS] : [];
  const targets = isFresh ? named : [...new Set([...named, ...ops, ...lookups.everyone])];
  requestPages(draft, targets.slice(0, MOST_PAGED), { place, reason: 'nobodyReached' });
};

const isEndOfPass = ({ level, isUnanswered }: Place): boolean => level === 1 || isUnanswered === true;

interface AskedAt extends Asking {
  readonly place: Place;
}

/** Asks the targets of a level. One that cannot be reached is paged all the same; where none can, the next is asked at once. */
const ask = (draft: Draft, targets: readonly Target[], asking: AskedAt): void => {
  const place = placeOf(asking.place);
  draft.add({ type: 'LevelReached', ...place, reason: asking.reason });
  requestPages(draft, targets, asking);
  if (targets.every((target) => draft.lookups.unreachable.has(target)))
    draft.add({ type: 'LevelSkipped', ...place, because: 'unreachable' });
};

/** Asks at one place; false where there is nobody to ask. */
const askAt = (draft: Draft, { place, ...asking }: AskedAt): boolean => {
  const { policy, onCall } = draft.lookups;
  if (place.isUnanswered === true) {
    leaveUnanswered(draft, place, asking);
    return true;
  }
  const targets = targetsOf(onCall, levelOf(policy, place)?.page ?? []);
  if (targets.length > 0) ask(draft, targets, { ...asking, place });
  else if (draft.incident.ladder.pass.unheard === 0)
    draft.add({ type: 'LevelSkipped', ...placeOf(place), because: 'no-target' });
  return targets.length > 0;
};

/** Pages from this place on: a level with nobody is passed at once, a pass with nobody ends. */
const stepTo = (draft: Draft, from: Place, asking: Asking): void => {
  const { policy } = draft.lookups;
  let at: AskedAt = { ...asking, place: from };
  for (let tried = 0; tried <= policy.levels.length; tried += 1) {
    if (askAt(draft, at)) return;
    const next = placeAfter(policy, at.place);
    if (isEndOfPass(next) && !draft.incident.ladder.pass.isHeard) break;
    at = { ...asking, place: next, passed: 'no-target' };
  }
  endPass(draft, at.place);
};

/** Why nothing was heard of the level at hand before the next is asked; undefined: nobody answered. */
const passedBecause = ({ ladder: { step } }: Incident): Passed | undefined => {
  if (step?.isPassed === true) return 'unreachable';
  return step !== undefined && step.sentAt === undefined ? 'not-sent' : undefined;
};

/**
 * The step that is due: level 1 from rest, the level at hand where nothing of it was sent, else the next one; after the
 * last the next round, after all rounds the unanswered ending, and again that. A pass in which nothing was sent uses up
 * no round.
 */
export const nextStep = (draft: Draft, asking: Asking): void => {
  const { incident, lookups } = draft;
  const { step, pass } = incident.ladder;
  if (step === undefined) stepTo(draft, FIRST, asking);
  else if (pass.overUntil !== undefined) stepTo(draft, { level: 1, round: step.round }, asking);
  else if (step.isWithdrawn === true) stepTo(draft, placeOf(step), asking);
  else {
    const passed = passedBecause(incident);
    if (passed === 'not-sent') draft.add({ type: 'LevelSkipped', ...placeOf(step), because: passed });
    const next = placeAfter(lookups.policy, step);
    if (isEndOfPass(next) && !pass.isHeard) endPass(draft, placeOf(step));
    else stepTo(draft, next, passed === undefined ? asking : { ...asking, passed });
  }
};

/** The end of somebody's word. */
export const resume = (
  draft: Draft,
  { by, kept }: { readonly by: string; readonly kept: Place | undefined },
  asking: Asking,
): void => {
  stepTo(draft, resumedAt(draft.incident, by, kept), { ...asking, by });
};

/** A person wants the next step now. */
export const escalate = (draft: Draft, from: Place | undefined, by: string): void => {
  stepTo(draft, from === undefined ? FIRST : placeAfter(draft.lookups.policy, from), { reason: 'requested', by });
};

/** A person wants level 1. */
export const beginAnew = (draft: Draft, by: string): void => {
  stepTo(draft, FIRST, { reason: 'reopened', by });
};

/** A person wants somebody, where the levels stand. */
export const hand = (
  draft: Draft,
  to: Target,
  { at, by }: { readonly at: Place | undefined; readonly by: string },
): void => {
  ask(draft, [to], { place: at ?? FIRST, reason: 'reassigned', by });
};

/** Whom the next step pages, were it due when this is who is on call: levels with nobody are passed over. */
export const nextTargets = (
  { ladder }: Incident,
  policy: EscalationPolicy,
  { onCall, everyone }: Pick<Lookups, 'onCall' | 'everyone'>,
): readonly Target[] => {
  let place = placeAfter(policy, standing(ladder) ?? { level: 0, round: 1 });
  for (let tried = 0; tried < policy.levels.length && place.isUnanswered !== true; tried += 1) {
    const targets = targetsOf(onCall, levelOf(policy, place)?.page ?? []);
    if (targets.length > 0) return targets;
    place = placeAfter(policy, place);
  }
  const unanswered = targetsOf(onCall, policy.unanswered);
  return (unanswered.length > 0 ? unanswered : everyone).slice(0, MOST_PAGED);
};
