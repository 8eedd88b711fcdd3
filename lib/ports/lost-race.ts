import type { Append } from './incident-store.ts';

/** What stands, as far as an append may be overtaken by it; 0 is the version of what is not there. */
export interface Standing {
  incidentVersion(incidentId: string): number;
  groupVersion(group: string): number;
  alarmVersion(alarmKey: string): number;
  isSeen(dedupKey: string): boolean;
}

const overtaken = (incident: Append['incident'], standing: Standing): string | undefined => {
  if (incident === undefined) return undefined;
  const { head, events } = incident;
  const isNext = standing.incidentVersion(head.incidentId) === head.version - events.length;
  return isNext ? undefined : `incident ${head.incidentId}`;
};

/** Where another writer was first, so that this append may not be written; undefined: it may. */
export const lostRaceOf = ({ incident, group, register, dedups }: Append, standing: Standing): string | undefined => {
  const alarm = register.find(({ alarmKey, version }) => standing.alarmVersion(alarmKey) !== version - 1);
  const dedup = dedups.find(({ key }) => standing.isSeen(key));
  return (
    overtaken(incident, standing) ??
    (group && standing.groupVersion(group.group) !== group.version - 1 ? `group ${group.group}` : undefined) ??
    (alarm && `alarm ${alarm.alarmKey}`) ??
    (dedup && `dedup ${dedup.key}`)
  );
};
