import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { type HttpReply, type HttpRequest, screenReply } from './http.ts';
import { eventOf } from '../../lib/core/incident/chain.ts';
import { incidentScreen } from '../../lib/screens/incident-screen.ts';
import { viewOf } from '../../lib/screens/incident-view.ts';
import { type Outcome, outcomeIn } from '../../lib/screens/outcome.ts';
import { notFoundScreen } from '../../lib/screens/plain-screens.ts';
import { goneScreen, severalScreen } from '../../lib/screens/several-screen.ts';
import { findLink, type Link } from './link.ts';

export interface LinkPorts {
  readonly pipeline: Pipeline;
  /** A text that nobody can guess: what makes a form, sent twice, one response. */
  readonly nonce: () => string;
}

export interface Look {
  readonly link: Link;
  /** The incident asked for; undefined: whatever there is. */
  readonly incidentId: string | undefined;
  readonly outcome: Outcome | undefined;
}

/** The screen of a link as everything stands now. */
export const look = async ({ pipeline, nonce }: LinkPorts, { link, incidentId, outcome }: Look): Promise<HttpReply> => {
  const { live, over, reader } = link;
  if (live.length === 0) return screenReply(410, goneScreen(over, reader));
  const statusCode = outcome?.isRefused === true ? 409 : 200;
  const all = [...live, ...over];
  const asked = all.length === 1 ? live[0] : live.find((incident) => incident.incidentId === incidentId);
  const shown = { outcome, nonce: nonce() };
  if (asked === undefined) return screenReply(statusCode, severalScreen(all, reader, shown));
  const timeline = (await pipeline.store.timeline(asked.incidentId)).map(eventOf);
  const isOneOfSeveral = all.length > 1;
  return screenReply(statusCode, incidentScreen(viewOf(asked, timeline, reader), { ...shown, isOneOfSeveral }));
};

/** Shows what a link is for, and changes nothing: mail scanners and chats open every link they see. */
export const showLink = async (ports: LinkPorts, { query }: HttpRequest, token: string): Promise<HttpReply> => {
  const link = await findLink(ports.pipeline, token);
  if (link === undefined) return screenReply(404, notFoundScreen());
  const outcome = outcomeIn(query, link.reader.now);
  return look(ports, { link, incidentId: query.get('incident') ?? undefined, outcome });
};
