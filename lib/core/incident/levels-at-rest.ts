import { HOUR, type Instant, later, MINUTE } from '../time.ts';
import type { Incident } from './incident.ts';
import { presses } from './need.ts';

const SHORTEST_REST_MS = 15 * MINUTE;
const LONGEST_REST_MS = HOUR;

/** When levels that keep their place go to rest: what presses after that begins at level 1. */
const restAt = ({ idleSince, recoverAfterMs, cooldownMs }: Incident): Instant | undefined =>
  idleSince && later(idleSince, Math.min(LONGEST_REST_MS, Math.max(SHORTEST_REST_MS, recoverAfterMs + cooldownMs)));

/** A person acts or the incident begins anew: what was waiting for an answer waits no more. */
export const SETTLED = { held: undefined, escalateAt: undefined, unanswered: undefined } as const;

/** Levels at rest begin at the first. */
export const AT_REST = { ...SETTLED, level: 0, round: 0, idleSince: undefined } as const;

/** The levels keep their place while nobody is needed, and not for long: what presses later begins at level 1. */
export const atPlace = (before: Incident, after: Incident, at: Instant): Incident => {
  if (!presses(after)) {
    const kept = after.level > 0 || after.unanswered !== undefined;
    return { ...after, asked: undefined, idleSince: kept ? (before.idleSince ?? at) : undefined };
  }
  const rest = restAt(before);
  return rest !== undefined && at >= rest ? { ...after, ...AT_REST } : { ...after, idleSince: undefined };
};
