import type { AlarmState } from '../alarm/definition.ts';
import { type Incident, isOpen } from '../incident/incident.ts';
import { type Instant, later, latest } from '../time.ts';

/** What is known of one alarm, by its key: the last writer by CloudWatch's own clock wins. */
export interface RegisterEntry {
  readonly alarmKey: string;
  readonly alarmName: string;
  readonly state: AlarmState;
  /** What it said was wrong with that state. */
  readonly symptom?: string | undefined;
  /** CloudWatch's time of the last change. */
  readonly at: Instant;
  /** The group it belongs to while that group's incident counts it or may be reopened by it. */
  readonly group: string;
  /** The incident that it joined last. */
  readonly incidentId?: string | undefined;
  /** CloudWatch's time of the last OK on real data, or of the deletion. */
  readonly clearedAt?: Instant | undefined;
  /** What a look-up found it tagged with, where its events do not say; absent: nobody has found out. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** When its tags are next to be looked up; absent: its events say them, or they decide nothing. */
  readonly tagsDueAt?: Instant | undefined;
  /** When it lost its data, the first time in a day. */
  readonly noDataAt?: Instant | undefined;
  /** When people were told so last. */
  readonly noDataToldAt?: Instant | undefined;
  /** Without data: when they are to be told so, if it has not come back. */
  readonly noDataDueAt?: Instant | undefined;
  /** Writes so far: 1 for the first. */
  readonly version: number;
}

/** The one door to a group: at most one open incident at any time. */
export interface GroupRecord {
  readonly group: string;
  readonly incidentId: string;
  readonly status: 'open' | 'resolved';
  /** Until then an alarm reopens the resolved incident. */
  readonly reopenUntil?: Instant | undefined;
  /** The last resolution by a person: what fired before it is over. */
  readonly resolvedByPerson?:
    { readonly incidentId: string; readonly at: Instant; readonly version: number } | undefined;
  readonly version: number;
}

/** A thing that happened once: an alarm change taken in, or a response carried out. */
export interface DedupRecord {
  readonly key: string;
  /** Where the duplicate belongs; undefined: it concerned no incident. */
  readonly incidentId?: string | undefined;
}

/** The incident that an alarm of this group joins or reopens at this instant; undefined: it would open a new one. */
export const incidentBehind = (record: GroupRecord | undefined, now: Instant): string | undefined => {
  if (record === undefined) return undefined;
  const { incidentId, status, reopenUntil } = record;
  return status === 'open' || (reopenUntil !== undefined && now <= reopenUntil) ? incidentId : undefined;
};

/** Resolved within the cool-down, or with the end of a cover ahead, it reopens. */
const reopenUntil = ({ resolution, cooldownMs, owner, believed }: Incident): Instant | undefined =>
  resolution &&
  [owner?.until, believed?.until]
    .filter((until) => until !== undefined)
    .reduce(latest, later(resolution.at, cooldownMs));

/** The last resolution by a person; of an earlier incident where this one has none. */
const lastWord = (
  { incidentId, believed }: Incident,
  before: GroupRecord | undefined,
): Pick<GroupRecord, 'resolvedByPerson'> => {
  if (believed !== undefined) return { resolvedByPerson: { incidentId, at: believed.at, version: believed.version } };
  return before?.resolvedByPerson === undefined ? {} : { resolvedByPerson: before.resolvedByPerson };
};

/** The group's record after its incident became so; undefined where another incident of the group is newer. */
export const groupRecordAfter = (incident: Incident, before: GroupRecord | undefined): GroupRecord | undefined => {
  const version = (before?.version ?? 0) + 1;
  const { group, incidentId } = incident;
  const word = lastWord(incident, before);
  if (isOpen(incident)) return { group, incidentId, status: 'open', version, ...word };
  if (before?.incidentId !== incidentId) return undefined;
  return { group, incidentId, status: 'resolved', reopenUntil: reopenUntil(incident), version, ...word };
};

/** The open incident of a group, if it is another one than this. */
export const otherOpen = (record: GroupRecord | undefined, incidentId: string): string | undefined =>
  record?.status === 'open' && record.incidentId !== incidentId ? record.incidentId : undefined;
