import type { Draft } from '../incident/draft.ts';
import type { Member } from '../incident/incident.ts';
import { countsAfter, isCounted } from '../incident/member.ts';
import { earliest, type Instant } from '../time.ts';

/** Alarms that one decision moves at most: it is one event, and an append holds 90 items. */
const MOVED_AT_ONCE = 80;

/** When the first mute among these ends. */
export const mutedUntilOf = (members: readonly Member[]): Instant | undefined =>
  earliest(members.filter(({ silenced }) => silenced).map(({ silencedUntil }) => silencedUntil));

/** Whether alarms of it have joined another incident, and count here still. */
export const isMoving = ({ allMembers, lookups }: Draft): boolean =>
  allMembers.some((member) => isCounted(member) && lookups.elsewhere.has(member.alarmId));

/** Of a resolved incident: alarms that have joined another one since count there, and here no more. */
export const letGo = (draft: Draft): void => {
  const standing = draft.allMembers.filter(isCounted);
  const gone = standing.filter(({ alarmId }) => draft.lookups.elsewhere.has(alarmId)).slice(0, MOVED_AT_ONCE);
  if (gone.length === 0) return;
  const now = gone.map((member) => draft.setMember({ ...member, cleared: true }));
  draft.add({
    type: 'AlarmsMoved',
    counts: countsAfter(draft.incident, gone, now),
    clearedIds: gone.map(({ alarmId }) => alarmId),
    mutedUntil: mutedUntilOf(standing.filter((member) => !gone.includes(member))),
  });
};
