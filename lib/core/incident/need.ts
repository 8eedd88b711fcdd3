import { type Incident, isOpen } from './incident.ts';

/** Alarms that fire and are critical. A head of before they were counted says it by its alarms, and where it names too few, by its severity. */
const criticalFiring = ({ counts, alarms, severity }: Incident): number => {
  if (counts.critical !== undefined) return counts.critical;
  if (severity !== 'critical' || counts.firing === 0) return 0;
  const firing = alarms.filter(({ state, silenced }) => state !== 'OK' && !silenced);
  const named = firing.filter((alarm) => alarm.severity === 'critical').length;
  return counts.firing > firing.length ? Math.max(1, named) : named;
};

/** Whether something critical counts. */
export const isCritical = (incident: Incident): boolean => criticalFiring(incident) > 0;

/** Whether people are needed but for an acknowledgement: something critical counts, or somebody asked for them while anything does. */
export const presses = (incident: Incident): boolean =>
  isOpen(incident) && (isCritical(incident) || (incident.asked === true && incident.counts.firing > 0));

/** Whether somebody has to be paged: what presses, and nobody has it. */
export const hasNeed = (incident: Incident): boolean => incident.phase.status === 'triggered' && presses(incident);
