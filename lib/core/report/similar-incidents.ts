import { type Cause, isCause } from '../cause.ts';
import type { SimilarIncident } from '../context.ts';
import type { IncidentEvent } from '../incident/events.ts';
import type { Incident } from '../incident/incident.ts';
import { linkedLine } from '../page/links.ts';
import { cutWordsToBytes } from '../words.ts';

const NOTE_BYTES = 240;
const LONGEST_NOTE = 240;

/** What it was as far as anybody knows: what a person says counts for more than what was found. */
const knownCauseOf = ({ confirmed, inquiry }: Incident): Cause | undefined => {
  const cause = confirmed?.cause ?? inquiry?.said?.cause;
  return cause !== undefined && isCause(cause) ? cause : undefined;
};

/** Over, of the same cause, and of nobody's exercise. */
export const isSimilar = (past: Incident, now: Incident, cause: Cause): boolean =>
  past.kind === 'real' &&
  past.incidentId !== now.incidentId &&
  past.service === now.service &&
  past.environment === now.environment &&
  past.resolution !== undefined &&
  knownCauseOf(past) === cause;

/** How it went; undefined: it is not over. */
export const similarIncidentOf = (
  { incidentId, openedAt, resolution, confirmed }: Incident,
  timeline: readonly IncidentEvent[],
): SimilarIncident | undefined => {
  if (resolution === undefined) return undefined;
  const note = timeline.findLast((event) => event.type === 'NoteAdded');
  return {
    incidentId,
    openedAt,
    resolvedAt: resolution.at,
    ...(resolution.by === undefined ? {} : { resolvedBy: resolution.by }),
    isConfirmed: confirmed !== undefined,
    ...(note && { note: { by: note.by, text: cutWordsToBytes(linkedLine(note.text, LONGEST_NOTE), NOTE_BYTES) } }),
  };
};
