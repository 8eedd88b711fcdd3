import { isHigher } from '../severity.ts';
import { type Instant, later } from '../time.ts';
import type { Cover, Counts, Incident, Member } from './incident.ts';

/** A word of a person, as the alarms of its incident are compared with it. */
type Word = Pick<Cover, 'version' | 'at'>;

/** What is older than versions of members comes first. */
const before = (version: number | undefined, word: Word): boolean => (version ?? 0) < word.version;

const isLive = ({ state, cleared }: Member): boolean => state !== 'OK' && cleared !== true;

/** Whether it counted when that was said, or had stopped at most so long before. */
const countedThen = (member: Member, word: Word, graceMs: number): boolean => {
  const { counted, stopped, silenced, joined } = member;
  // It never counted, or began only after it was said.
  if (!before(counted, word) || (counted === undefined && joined !== undefined)) return false;
  if (isLive(member) && !silenced) return true;
  return stopped !== undefined && (stopped.version > word.version || later(stopped.at, graceMs) > word.at);
};

const firedMuted = (member: Member, word: Word): boolean =>
  isLive(member) && member.silenced && member.state === 'ALARM' && before(member.changed, word);

/** Whether it fired when a resolution was given, silent or not, or was cleared by it. */
export const firedAt = (member: Member, word: Word): boolean =>
  countedThen(member, word, 0) || firedMuted(member, word) || isClearedBy(member, word);

/** A resolution clears in its own append. */
const isClearedBy = ({ stopped }: Member, { version }: Word): boolean => stopped?.version === version;

/** What counted then is held in any case: a storm shows only its newest alarms. */
const wasShown = (cover: Cover, member: Member, recoverAfterMs: number): boolean =>
  cover.shown === undefined
    ? countedThen(member, cover, recoverAfterMs)
    : cover.shown.includes(member.alarmId) || countedThen(member, cover, 0);

const knows = (cover: Cover, member: Member, recoverAfterMs: number): boolean => {
  if (member.heldBy?.includes(cover.version) === true) return true;
  if (cover.kind === 'snooze') return wasShown(cover, member, recoverAfterMs);
  return countedThen(member, cover, 0) || firedMuted(member, cover);
};

/**
 * Whether a cover holds an alarm. An acknowledgement holds the whole incident, alarms that join later too, at the
 * severity it had; after a recovery only those that were members by then. A snooze holds what counted when it was given
 * and what its author was shown, or, where nobody knows that, what had stopped less than `recoverAfter` before; a
 * resolution what fired, silent or not.
 *
 * @param member as it was before it began to count, if it begins now; undefined: it was no member
 */
export const isHeldBy = (
  cover: Cover,
  member: Member | undefined,
  { severity, recoverAfterMs }: { readonly severity: Member['severity']; readonly recoverAfterMs: number },
): boolean => {
  if (cover.kind !== 'acknowledgement') return member !== undefined && knows(cover, member, recoverAfterMs);
  if (isHigher(severity, cover.severity)) return false;
  return cover.asOf === undefined || (member !== undefined && (member.joined ?? 0) <= cover.asOf);
};

/** The covers that stand: the owner's, and what is left of a resolution. */
export const coversOf = ({ owner, believed }: Incident): readonly Cover[] =>
  [owner, believed].filter((cover) => cover !== undefined);

/** Whether its time is over, and nothing that matters is held by it. */
const isOver = (cover: Cover | undefined, at: Instant, isHolding: boolean): boolean =>
  cover !== undefined && at >= cover.until && !isHolding;

/** An owner's word on what is open ends with a word; on what is resolved, where nothing of it counts. */
const isOwnerOver = ({ owner, counts, resolution }: Incident, at: Instant): boolean =>
  resolution !== undefined && isOver(owner, at, counts.owned > 0);

const isBelievedOver = ({ believed, counts, resolution }: Incident, at: Instant): boolean =>
  isOver(believed, at, resolution === undefined ? counts.believed > 0 : counts.firing > 0);

/** A cover whose time is over and that holds nothing that counts is gone without a word, and with the last the level that was kept for its end. */
export const withoutOver = (incident: Incident, at: Instant): Incident => {
  const [ownerOver, believedOver] = [isOwnerOver(incident, at), isBelievedOver(incident, at)];
  if (!ownerOver && !believedOver) return incident;
  const owner = ownerOver ? undefined : incident.owner;
  const believed = believedOver ? undefined : incident.believed;
  const { ladder } = incident;
  const isForgotten = owner === undefined && believed === undefined;
  return { ...incident, owner, believed, ladder: isForgotten ? { ...ladder, kept: undefined } : ladder };
};

const isCriticalHeld = ({ kind, severity }: Cover): boolean => kind === 'snooze' || severity === 'critical';

/** Somebody has it from now on. */
export const owned = (incident: Incident, owner: Cover): Incident => {
  const { counts } = incident;
  const holdsCritical = isCriticalHeld(owner);
  const now: Counts = {
    ...counts,
    owned: holdsCritical ? counts.critical : 0,
    uncovered: holdsCritical ? 0 : counts.critical - counts.believed,
  };
  return { ...incident, owner, counts: now };
};

/** Nobody has it any more; what a resolution still holds is held. */
export const disowned = (incident: Incident): Incident => {
  const { counts } = incident;
  return {
    ...incident,
    owner: undefined,
    counts: { ...counts, owned: 0, uncovered: counts.critical - counts.believed },
  };
};

/** A person said that it is over: that holds what fires, and ends what was before. */
export const believed = (incident: Incident, resolution: Cover): Incident => {
  const { counts } = incident;
  return {
    ...incident,
    owner: undefined,
    believed: resolution,
    counts: { ...counts, owned: 0, believed: counts.critical, uncovered: 0 },
  };
};

/** It is believed no longer. */
export const disbelieved = (incident: Incident): Incident => {
  const { counts, owner } = incident;
  return {
    ...incident,
    believed: undefined,
    counts: {
      ...counts,
      believed: 0,
      uncovered: owner === undefined ? counts.critical : counts.critical - counts.owned,
    },
  };
};

/** What a person asks for ends every cover. */
export const uncovered = (incident: Incident): Incident => disbelieved(disowned(incident));
