import { type Incident, type Phase, type Place, type Status } from './incident.ts';
import { standing } from './ladder.ts';
import { hasNeed } from './need.ts';

/** Resolved; acknowledged while somebody has it and nobody is needed; else triggered. */
export const phaseOf = (incident: Incident): Phase => {
  const { resolution, owner } = incident;
  if (resolution !== undefined) return { status: 'resolved', ...resolution };
  if (owner === undefined || hasNeed(incident)) return { status: 'triggered' };
  const { by, at, until, kind } = owner;
  return { status: 'acknowledged', by, at, until, isSnoozed: kind === 'snooze' };
};

export const statusOf = (incident: Incident): Status => phaseOf(incident).status;

/** Where the levels stand, or are kept; level 0 while they are at rest. */
export const levelReached = ({ ladder }: Incident): Place => standing(ladder) ?? { level: 0, round: 0 };
