import type { AlarmState } from '../alarm/definition.ts';
import type { ReceivedChange } from './commands.ts';
import type { HeadAlarm, Member } from './incident.ts';

/** Bytes that a head spends on the texts of one of its 20 alarms, at most. */
const HEAD_NAME_BYTES = 128;
const HEAD_REASON_BYTES = 240;

/** The least code points of two, three and four bytes. */
const LONGER_FROM = [0x80, 0x800, 0x10000];

const jsonLength = (character: string): number => {
  if (character === '"' || character === '\\') return 2;
  const codePoint = character.codePointAt(0) ?? 0;
  // Almost all of them: counted for every character of every alarm.
  return codePoint < 0x80 ? 1 : 1 + LONGER_FROM.filter((least) => codePoint >= least).length;
};

/** Cuts at a whole code point so that the text takes at most so many bytes of JSON in UTF-8. */
export const cutToBytes = (text: string, bytes: number): string => {
  let kept = 0;
  let used = 0;
  for (const character of text) {
    used += jsonLength(character);
    if (used > bytes) return text.slice(0, kept);
    kept += character.length;
  }
  return text;
};

const nameOf = ({ change }: ReceivedChange): string =>
  change.contributor === undefined
    ? change.alarmName
    : `${change.alarmName} (${Object.values(change.contributor.attributes).join(', ') || change.contributor.id})`;

/** What the head keeps of this alarm in its new state. */
export const headAlarmOf = (received: ReceivedChange, state: AlarmState): HeadAlarm => ({
  alarmId: received.alarmId,
  name: cutToBytes(nameOf(received), HEAD_NAME_BYTES),
  state,
  severity: received.severity,
  silenced: state !== 'OK' && received.change.silenced !== undefined,
  since: received.change.at,
  reason: cutToBytes(received.change.reason, HEAD_REASON_BYTES),
});

/** The stored item of this alarm in its new state. */
export const memberOf = (received: ReceivedChange, state: AlarmState): Member => {
  const alarm = headAlarmOf(received, state);
  const until = received.change.silenced?.until;
  return {
    ...alarm,
    alarmKey: received.alarmKey,
    alarmArn: received.change.alarmArn,
    ...(alarm.silenced && until !== undefined ? { silencedUntil: until } : {}),
  };
};
