import type { Incident, IncidentSeverity, Status } from '../incident/incident.ts';
import { phaseOf } from '../incident/phase.ts';
import type { Instant } from '../time.ts';

/** What a list shows of an incident. */
export interface ListEntry {
  readonly incidentId: string;
  readonly service: string;
  readonly environment: string;
  readonly severity: IncidentSeverity;
  readonly status: Status;
  readonly openedAt: Instant;
  readonly acknowledgedAt?: Instant | undefined;
  readonly acknowledgedBy?: string | undefined;
  readonly resolvedAt?: Instant | undefined;
  readonly resolvedBy?: string | undefined;
  /** Name of the newest alarm, and how many there are. */
  readonly alarm: string;
  readonly alarms: number;
  readonly flaps: number;
}

/** What a list can be narrowed to by status; `open` is what is not resolved. */
export const LISTED_STATUSES = ['triggered', 'acknowledged', 'resolved', 'open'];

/** Whether a list narrowed to a status and a service shows the entry; each that is absent narrows nothing. */
export const isListed = (
  entry: ListEntry,
  { status, service }: { readonly status?: string | undefined; readonly service?: string | undefined },
): boolean => {
  const isOfStatus =
    status === undefined || entry.status === status || (status === 'open' && entry.status !== 'resolved');
  return isOfStatus && (service === undefined || entry.service === service);
};

export const listEntryOf = (incident: Incident): ListEntry => {
  const phase = phaseOf(incident);
  return {
    incidentId: incident.incidentId,
    service: incident.service,
    environment: incident.environment,
    severity: incident.severity,
    status: phase.status,
    openedAt: incident.openedAt,
    acknowledgedAt: incident.acknowledgedAt,
    acknowledgedBy: phase.status === 'acknowledged' ? phase.by : undefined,
    resolvedAt: incident.resolution?.at,
    resolvedBy: incident.resolution?.by,
    alarm: incident.alarms[0]?.name ?? '',
    alarms: incident.counts.joined,
    flaps: incident.flaps,
  };
};
