import { type Incident, isOpen } from './incident.ts';

/** Whether something critical counts that nobody has. */
export const isUncovered = ({ counts }: Incident): boolean => counts.uncovered > 0;

/**
 * Whether somebody has to be paged: the incident is open, and something critical counts that no cover holds, or a person
 * asked for people, which waits while somebody has it.
 */
export const hasNeed = (incident: Incident): boolean =>
  isOpen(incident) && (isUncovered(incident) || (incident.asked === true && incident.owner === undefined));

/** What a person asks for lasts until the resolution, or until nothing counts. */
export const isStillAsked = ({ asked, counts }: Incident): boolean => asked === true && counts.firing > 0;
