import { isHigher } from '../severity.ts';
import { type Instant, later } from '../time.ts';
import { type Incident, type IncidentSeverity, isOpen } from './incident.ts';

/** The highest severity among the alarms that count. */
export const countingSeverity = ({ counts }: Incident): IncidentSeverity => {
  if (counts.critical > 0) return 'critical';
  return counts.firing > 0 ? 'warning' : 'silent';
};

/** When its severity falls: nothing of it has counted for `recoverAfter`, while something milder does or is silent. */
export const fallsAt = (incident: Incident): Instant | undefined => {
  const { severity, counts, calm, recoverAfterMs } = incident;
  if (!isOpen(incident) || counts.firing + counts.silent === 0) return undefined;
  if (!isHigher(severity, countingSeverity(incident))) return undefined;
  const since = severity === 'critical' ? calm.critical : calm.firing;
  return since === undefined ? incident.openedAt : later(since, recoverAfterMs);
};

/** The highest severity among the alarms that counted within the last `recoverAfter`. */
export const lateSeverity = (incident: Incident, at: Instant): IncidentSeverity => {
  const { calm, recoverAfterMs } = incident;
  const isLate = (since: Instant | undefined): boolean => since !== undefined && later(since, recoverAfterMs) > at;
  const now = countingSeverity(incident);
  if (now === 'critical' || isLate(calm.critical)) return 'critical';
  return now === 'warning' || isLate(calm.firing) ? 'warning' : 'silent';
};
