import type { EscalationPolicy } from '../configuration.ts';
import { earliest, HOUR, type Instant, later, MINUTE, SECOND } from '../time.ts';
import type { Incident, Ladder, Place, Requested, Step } from './incident.ts';

/** A level none of whose pages is sent after so long is followed by the next. */
const UNSENT_MS = MINUTE;

/** Between two passes through the levels in which nothing was sent; the last goes on. */
const PASSES_APART_MS = [30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE] as const;

const SHORTEST_REST_MS = 15 * MINUTE;
const LONGEST_REST_MS = HOUR;

export const AT_REST: Ladder = { pass: { isHeard: false, unheard: 0 } };

export const FIRST: Place = { level: 1, round: 1 };

/** A policy that has become shorter: a level beyond its end is its last. */
export const levelOf = (
  { levels }: EscalationPolicy,
  { level }: Place,
): EscalationPolicy['levels'][number] | undefined => levels[Math.min(level, levels.length) - 1];

/** After the last level the next round, after all rounds the unanswered ending, and that again. */
export const placeAfter = ({ levels, repeat }: EscalationPolicy, place: Place): Place => {
  const { level, round, isUnanswered } = place;
  if (isUnanswered === true) return place;
  if (level < levels.length) return { level: level + 1, round };
  return round <= repeat ? { level: 1, round: round + 1 } : { level: levels.length, round, isUnanswered: true };
};

export const placeOf = ({ level, round, isUnanswered }: Place): Place => ({
  level,
  round,
  ...(isUnanswered === true ? { isUnanswered } : {}),
});

/** Whether a request is a page of that step. */
export const isPageOf = (one: Requested, { level, round }: Step): boolean =>
  one.kind === 'page' && one.level === level && one.round === round && one.reason !== 'nobodyReached';

/** Where it stands, or what it kept for the end of a cover; undefined: it begins at level 1. */
export const standing = ({ step, kept }: Ladder): Place | undefined => (step === undefined ? kept : placeOf(step));

/** Where the levels go on at the end of somebody's word: where they were last paged, else where the levels stood, in the same round. */
export const resumedAt = ({ paged }: Incident, by: string, kept: Place | undefined): Place => {
  const { round, ...place } = kept ?? FIRST;
  return placeOf({ ...(paged[`responder:${by}`] ?? place), round });
};

const waitOf = (policy: EscalationPolicy, step: Step): number =>
  step.isUnanswered === true ? policy.unansweredEveryMs : (levelOf(policy, step)?.escalateAfterMs ?? 0);

/** Of a level of which nothing was sent: withdrawn, it is asked again at once; nobody of it can be reached, it is passed at once. */
const unsentDue = (policy: EscalationPolicy, step: Step): Instant => {
  if (step.isWithdrawn === true || step.isPassed === true) return step.askedAt;
  return later(step.askedAt, step.isUnanswered === true ? policy.unansweredEveryMs : UNSENT_MS);
};

/** When the next step is due while somebody is needed; undefined: at once, from rest. The wait runs from the page really sent. */
export const stepDue = ({ step, pass }: Ladder, policy: EscalationPolicy): Instant | undefined => {
  if (step === undefined) return undefined;
  if (pass.overUntil !== undefined) return pass.overUntil;
  return step.sentAt === undefined || step.isPassed === true
    ? unsentDue(policy, step)
    : later(step.sentAt, waitOf(policy, step));
};

/** When the wait of the level at hand is over: what a page and a screen say of who is next. */
export const waitOver = ({ step }: Ladder, policy: EscalationPolicy, now: Instant): Instant | undefined =>
  step && later(step.sentAt ?? now, waitOf(policy, step));

/** When the unanswered targets may be asked once more at the end of a pass in which nothing was sent. */
export const endingAgainAt = ({ pass }: Ladder, policy: EscalationPolicy): Instant | undefined =>
  pass.endingSentAt && later(pass.endingSentAt, policy.unansweredEveryMs);

/** When the next pass begins after one in which nothing was sent. */
export const nextPassAt = (ladder: Ladder, policy: EscalationPolicy, at: Instant): Instant => {
  const apart = PASSES_APART_MS[Math.min(ladder.pass.unheard, PASSES_APART_MS.length - 1)] ?? 0;
  const again = endingAgainAt(ladder, policy);
  const next = later(at, apart);
  return again !== undefined && again > at ? (earliest([next, again]) ?? next) : next;
};

/** A level is asked. Each pass begins unheard. */
export const stepped = (ladder: Ladder, step: Step, begins: boolean): Ladder => ({
  ...ladder,
  step,
  kept: undefined,
  pass: { ...ladder.pass, overUntil: undefined, ...(begins ? { isHeard: false } : {}) },
});

/** Of which nothing was sent. */
export const unsent = ({ sentAt: _sent, isUnsure: _unsure, ...step }: Step): Step => step;

/** A page may have gone out: the standing level's wait begins with it, though it be a late one of a level before. */
export const unsure = (ladder: Ladder, at: Instant): Ladder => {
  const { step } = ladder;
  if (step === undefined || step.sentAt !== undefined) return ladder;
  return { ...ladder, step: { ...step, sentAt: at, isUnsure: true } };
};

/** A page went out: the standing level's wait begins with it, where it has not yet. */
export const heard = (ladder: Ladder, at: Instant): Ladder => {
  const { step, pass } = ladder;
  return {
    ...ladder,
    step: step && { ...unsent(step), sentAt: step.sentAt ?? at },
    pass: { ...pass, isHeard: true, unheard: 0, overUntil: undefined },
  };
};

/** To rest; a cover keeps the place for its end. */
export const rested = (ladder: Ladder, keeps: boolean): Ladder => ({
  ...ladder,
  step: undefined,
  kept: keeps ? standing(ladder) : undefined,
  pass: { ...ladder.pass, overUntil: undefined },
});

/** Nobody was needed for so long: whoever is needed after that begins at level 1. */
export const restAt = ({ ladder, idleSince, recoverAfterMs, cooldownMs }: Incident): Instant | undefined =>
  ladder.step === undefined || idleSince === undefined
    ? undefined
    : later(idleSince, Math.min(LONGEST_REST_MS, Math.max(SHORTEST_REST_MS, recoverAfterMs + cooldownMs)));

export const restedIfIdle = (incident: Incident, at: Instant): Incident => {
  const rest = restAt(incident);
  return rest !== undefined && at >= rest ? { ...incident, ladder: rested(incident.ladder, false) } : incident;
};
