import type { Incident } from '../../lib/core/incident/incident.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { isOver, type Reader, readerOf } from '../../lib/screens/incident-view.ts';

/** A link that works, or worked: its incidents, the first opened first, and who holds it. */
export interface Link {
  /** Open, or resolved not long ago. */
  readonly live: readonly Incident[];
  /** Those it no longer works for. */
  readonly over: readonly Incident[];
  readonly reader: Reader;
}

const byOpening = (one: Incident, other: Incident): number => {
  if (one.openedAt !== other.openedAt) return one.openedAt < other.openedAt ? -1 : 1;
  return one.incidentId < other.incidentId ? -1 : 1;
};

/** What a token opens; undefined for one that was never made, whatever is wrong with it. */
export const findLink = async (pipeline: Pipeline, token: string): Promise<Link | undefined> => {
  const found = await pipeline.links.find(token);
  if (found === undefined) return undefined;
  const ids = [...new Set(found.incidentIds)];
  const heads = await Promise.all(ids.map((incidentId) => pipeline.store.head(incidentId)));
  const incidents = heads.filter((head) => head !== undefined).toSorted(byOpening);
  if (incidents.length === 0) return undefined;
  const reader = readerOf(pipeline.configuration, found.responder, pipeline.clock());
  const isGone = (incident: Incident): boolean => isOver(incident, reader.now);
  return { live: incidents.filter((incident) => !isGone(incident)), over: incidents.filter(isGone), reader };
};
