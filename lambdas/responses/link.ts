import type { Incident } from '../../lib/core/incident/incident.ts';
import { downstreamOf, upstreamOf } from '../../lib/core/service/neighbours.ts';
import { openIncidentsOf } from '../../lib/pipeline/open-incidents.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { isOver, type Reader, readerOf } from '../../lib/screens/incident-view.ts';

/** A link that works, or worked: its incidents, the first opened first, and who holds it. */
export interface Link {
  /** Open, or resolved not long ago. */
  readonly live: readonly Incident[];
  /** Those it no longer works for. */
  readonly over: readonly Incident[];
  /** Open incidents of services that those depend on, or that depend on those: it opens them too. */
  readonly beside: readonly Incident[];
  readonly reader: Reader;
}

const byOpening = (one: Incident, other: Incident): number => {
  if (one.openedAt !== other.openedAt) return one.openedAt < other.openedAt ? -1 : 1;
  return one.incidentId < other.incidentId ? -1 : 1;
};

/** Those of one account and Region are asked for at once: in a storm many depend on one. */
const openBeside = async (pipeline: Pipeline, live: readonly Incident[]): Promise<readonly Incident[]> => {
  const { configuration } = pipeline;
  const beside = ({ service }: Incident): readonly string[] => [
    ...upstreamOf(configuration, service),
    ...downstreamOf(configuration, service),
  ];
  const places = Map.groupBy(live, ({ account, region }) => `${account} ${region}`);
  const found = await Promise.all(
    [...places.values()].flatMap((together) => {
      const [place] = together;
      return place === undefined ? [] : openIncidentsOf(pipeline, [...new Set(together.flatMap(beside))], place);
    }),
  );
  const known = new Set(live.map(({ incidentId }) => incidentId));
  return found.flat().filter(({ incidentId }) => !known.has(incidentId));
};

/** Without them a screen says less, and is shown. */
const besideOf = async (pipeline: Pipeline, live: readonly Incident[]): Promise<readonly Incident[]> => {
  try {
    return await openBeside(pipeline, live);
  } catch (error) {
    pipeline.report?.('a screen without the incidents beside it', error);
    return [];
  }
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
  const live = incidents.filter((incident) => !isGone(incident));
  return { live, over: incidents.filter(isGone), beside: await besideOf(pipeline, live), reader };
};
