import { notify, toldTargets, withdrawCorrections, withdrawPages } from '../escalation/message.ts';
import type { Draft } from '../incident/draft.ts';
import { BELIEVED_MS } from '../incident/events-v1.ts';
import type { Counts, Member } from '../incident/incident.ts';
import { countsAfter, isCounted, isTrouble } from '../incident/member.ts';
import { later } from '../time.ts';

/** Alarms that one resolution clears at most, with what it tells: an append is bounded. */
const CLEARED_AT_ONCE = 30;

/** What is believed to be over when a person says so: it counts, and its last word is no trouble. */
const isCleared = (member: Member): boolean => isCounted(member) && !isTrouble(member);

interface Cleared {
  readonly counts: Counts;
  readonly clearedIds: readonly string[];
}

/** Clears what has no data any more; undefined: there is none. */
export const clearUntroubled = (draft: Draft): Cleared | undefined => {
  const over = draft.allMembers.filter(isCleared).slice(0, CLEARED_AT_ONCE);
  if (over.length === 0) return undefined;
  const now = over.map((member) => draft.setMember({ ...member, cleared: true }));
  return { counts: countsAfter(draft.incident, over, now), clearedIds: over.map(({ alarmId }) => alarmId) };
};

/** Ends it; `by` undefined: it recovered by itself. */
export const endIncident = (draft: Draft, by: string | undefined): void => {
  const cleared = by === undefined ? undefined : clearUntroubled(draft);
  const { counts } = cleared ?? draft.incident;
  const stillFiring = counts.firing + counts.silent;
  const until = by === undefined ? {} : { until: later(draft.at, BELIEVED_MS) };
  draft.add({ type: 'IncidentResolved', by, stillFiring, counts, ...cleared, ...until });
  withdrawPages(draft, 'resolved');
  withdrawCorrections(draft, 'resolved');
  const actor = `responder:${by ?? ''}`;
  notify(
    draft,
    'resolved',
    toldTargets(draft).filter((target) => target !== actor),
  );
};
