import type { AlarmState } from '../alarm/definition.ts';
import type { Instant } from '../time.ts';
import { briefReason } from '../alarm/brief-reason.ts';
import { cutToBytes, cutWordsToBytes } from '../words.ts';
import type { ReceivedChange } from './commands.ts';
import { coversOf, isHeldBy } from './cover.ts';
import type { Counts, Cover, HeadAlarm, Incident, Member } from './incident.ts';

/** Bytes that a head spends on the texts of one of its 20 alarms, at most. */
const HEAD_NAME_BYTES = 96;
const HEAD_REASON_BYTES = 240;
const MARK_LENGTH = 6;

const nameOf = ({ change }: ReceivedChange): string =>
  change.contributor === undefined
    ? change.alarmName
    : `${change.alarmName} (${Object.values(change.contributor.attributes).join(', ') || change.contributor.id})`;

/** What was seen is compared by name: one that is cut stays its own. */
const headNameOf = (received: ReceivedChange): string => {
  const name = nameOf(received);
  const cut = cutToBytes(name, HEAD_NAME_BYTES);
  return cut === name
    ? name
    : `${cutToBytes(name, HEAD_NAME_BYTES - MARK_LENGTH - 1)}~${received.alarmId.slice(0, MARK_LENGTH)}`;
};

/** What the head keeps of this alarm in its new state. */
export const headAlarmOf = (received: ReceivedChange, state: AlarmState): HeadAlarm => ({
  alarmId: received.alarmId,
  name: headNameOf(received),
  state,
  severity: received.severity,
  silenced: state !== 'OK' && received.change.silenced !== undefined,
  since: received.change.at,
  reason: cutWordsToBytes(briefReason(received.change.reason), HEAD_REASON_BYTES),
  ...(received.change.symptom === undefined ? {} : { symptom: received.change.symptom }),
  ...(received.change.untagged === undefined ? {} : { untagged: received.change.untagged }),
});

/** What the head has no room for. */
const writtenOf = ({ description, logGroup }: ReceivedChange['change']): Pick<Member, 'description' | 'logGroup'> => ({
  ...(description === undefined ? {} : { description }),
  ...(logGroup === undefined ? {} : { logGroup }),
});

/** What it is to have no data. */
const withoutDataOf = ({ change, insufficientData, loss }: ReceivedChange): Pick<Member, 'pagesWithoutData'> => {
  if (change.kind !== 'state') return {};
  if (loss !== undefined) return { pagesWithoutData: false };
  return insufficientData === 'page' ? { pagesWithoutData: true } : {};
};

/** The stored item of this alarm in its new state. */
export const memberOf = (received: ReceivedChange, state: AlarmState): Member => {
  const alarm = headAlarmOf(received, state);
  const until = received.change.silenced?.until;
  return {
    ...alarm,
    alarmKey: received.alarmKey,
    alarmArn: received.change.alarmArn,
    ...writtenOf(received.change),
    ...(alarm.silenced && until !== undefined ? { silencedUntil: until } : {}),
    ...withoutDataOf(received),
  };
};

/** Whether this alarm counts, silent or not: it has fired, and neither an OK nor a resolution has cleared it. */
export const isCounted = (member: Member | undefined): member is Member =>
  member !== undefined && member.state !== 'OK' && member.cleared !== true;

/** Whether it counts, and is not silent. */
export const counts = (member: Member | undefined): member is Member => isCounted(member) && !member.silenced;

/** Whether its last word is trouble, silent or not: what a resolution does not clear. */
export const isTrouble = (member: Member): boolean =>
  member.state === 'ALARM' || (member.state === 'INSUFFICIENT_DATA' && member.pagesWithoutData === true);

interface Moment {
  readonly incident: Incident;
  readonly at: Instant;
}

/** Snooze and resolution hold what fired when they were given: what they hold now stays theirs when it comes back. */
const marksOf = (was: Member | undefined, { severity }: Member, incident: Incident): Pick<Member, 'heldBy'> => {
  const held = { severity, recoverAfterMs: incident.recoverAfterMs };
  const marks = coversOf(incident)
    .filter((cover) => cover.kind !== 'acknowledgement' && isHeldBy(cover, was, held))
    .map(({ version }) => version);
  return marks.length === 0 ? {} : { heldBy: marks };
};

type Spell = Pick<Member, 'counted' | 'stopped'>;

const spellBefore = ({ counted, stopped }: Spell = {}): Spell => ({
  ...(counted === undefined ? {} : { counted }),
  ...(stopped === undefined ? {} : { stopped }),
});

/** When it last began to count, and stopped. */
const spellOf = (was: Member | undefined, now: Member, stop: NonNullable<Member['stopped']>): Spell => {
  if (counts(now)) return counts(was) ? spellBefore(was) : { counted: stop.version };
  return counts(was) ? { ...spellBefore(was), stopped: stop } : spellBefore(was);
};

const joinedOf = (was: Member | undefined, version: number): Pick<Member, 'joined'> => {
  if (was === undefined) return { joined: version };
  return was.joined === undefined ? {} : { joined: was.joined };
};

/**
 * The alarm after it became so with the next fact, with what it remembers: since when it is a member, when it began to
 * count and stopped.
 */
export const moved = (was: Member | undefined, now: Member, { incident, at }: Moment): Member => {
  const { joined: _joined, counted: _counted, stopped: _stopped, heldBy: _held, ...state } = now;
  const version = incident.version + 1;
  return {
    ...state,
    changed: version,
    ...joinedOf(was, version),
    ...spellOf(was, now, { version, at }),
    ...marksOf(was, now, incident),
  };
};

type Counted = readonly (Member | undefined)[];

const times = (members: Counted, is: (member: Member) => boolean): number =>
  members.filter((member) => isCounted(member) && is(member)).length;

/** The counts after these alarms went from what they were (undefined: not of this incident) to what they are now. */
export const countsAfter = (incident: Incident, was: Counted, now: Counted): Counts => {
  const { counts: before, owner, believed, recoverAfterMs } = incident;
  const difference = (is: (member: Member) => boolean): number => times(now, is) - times(was, is);
  const critical = (member: Member): boolean => counts(member) && member.severity === 'critical';
  const under =
    (cover: Cover | undefined) =>
    (member: Member): boolean =>
      cover !== undefined && critical(member) && isHeldBy(cover, member, { severity: member.severity, recoverAfterMs });
  const isHeld = (member: Member): boolean => under(owner)(member) || under(believed)(member);
  return {
    joined: before.joined + was.filter((member) => member === undefined).length,
    firing: before.firing + difference(counts),
    silent: before.silent + difference(({ silenced }) => silenced),
    critical: before.critical + difference(critical),
    owned: before.owned + difference(under(owner)),
    believed: before.believed + difference(under(believed)),
    uncovered: before.uncovered + difference((member) => critical(member) && !isHeld(member)),
  };
};
