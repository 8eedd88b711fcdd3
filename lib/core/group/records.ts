import type { AlarmState } from '../alarm/definition.ts';
import type { Incident } from '../incident/incident.ts';
import { type Instant, later } from '../time.ts';

/** What is known of one alarm, by its key: the last writer by CloudWatch's own clock wins. */
export interface RegisterEntry {
  readonly alarmKey: string;
  readonly alarmName: string;
  readonly state: AlarmState;
  /** CloudWatch's time of the last change. */
  readonly at: Instant;
  /** The group it belongs to while that group's incident is open. */
  readonly group: string;
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

/** The group's record after its incident became so; undefined where another incident of the group is newer. */
export const groupRecordAfter = (incident: Incident, before: GroupRecord | undefined): GroupRecord | undefined => {
  const version = (before?.version ?? 0) + 1;
  const { group, incidentId, phase, cooldownMs } = incident;
  if (phase.status !== 'resolved') return { group, incidentId, status: 'open', version };
  if (before?.incidentId !== incidentId) return undefined;
  return { group, incidentId, status: 'resolved', reopenUntil: later(phase.at, cooldownMs), version };
};

/** The open incident of a group, if it is another one than this. */
export const otherOpen = (record: GroupRecord | undefined, incidentId: string): string | undefined =>
  record?.status === 'open' && record.incidentId !== incidentId ? record.incidentId : undefined;
