import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import type { HttpReply, HttpRequest } from './http.ts';
import { findLink, type Link } from './link.ts';
import { outcomeIn } from './outcome.ts';
import { incidentPage, type Outcome } from './page/incident-page.ts';
import { viewOf } from './page/incident-view.ts';
import { notFoundPage } from './page/plain-pages.ts';
import { gonePage, severalPage } from './page/several-page.ts';

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

/** The page of a link as everything stands now. */
export const look = async ({ pipeline, nonce }: LinkPorts, { link, incidentId, outcome }: Look): Promise<HttpReply> => {
  const { live, over, reader } = link;
  if (live.length === 0) return gonePage(over, reader);
  const all = [...live, ...over];
  const asked = all.length === 1 ? live[0] : live.find((incident) => incident.incidentId === incidentId);
  const shown = { outcome, nonce: nonce() };
  if (asked === undefined) return severalPage(all, reader, shown);
  return incidentPage(await viewOf(pipeline, asked, reader), { ...shown, isOneOfSeveral: all.length > 1 });
};

/** Shows what a link is for, and changes nothing: mail scanners and chats open every link they see. */
export const showLink = async (ports: LinkPorts, { query }: HttpRequest, token: string): Promise<HttpReply> => {
  const link = await findLink(ports.pipeline, token);
  if (link === undefined) return notFoundPage();
  const outcome = outcomeIn(query, link.reader.now);
  return look(ports, { link, incidentId: query.get('incident') ?? undefined, outcome });
};
