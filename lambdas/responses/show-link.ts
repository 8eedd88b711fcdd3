import { eventOf } from '../../lib/core/incident/chain.ts';
import type { Incident, Member } from '../../lib/core/incident/incident.ts';
import { alarmsAsked } from '../../lib/core/page/page-facts-of.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { errorText, type Telemetry } from '../../lib/ports/telemetry.ts';
import { incidentScreen } from '../../lib/screens/incident-screen.ts';
import { type IncidentView, viewOf } from '../../lib/screens/incident-view.ts';
import { type Kept, NOTHING_KEPT } from '../../lib/screens/kept.ts';
import { type Outcome, outcomeIn } from '../../lib/screens/outcome.ts';
import { notFoundScreen } from '../../lib/screens/plain-screens.ts';
import { goneScreen, severalScreen } from '../../lib/screens/several-screen.ts';
import { timelineScreen } from '../../lib/screens/timeline.ts';
import { type HttpReply, type HttpRequest, screenReply } from './http.ts';
import { findLink, type Link } from './link.ts';

export interface LinkPorts {
  readonly pipeline: Pipeline;
  readonly telemetry: Telemetry;
  /** A text that nobody can guess: what makes a form, sent twice, one response. */
  readonly nonce: () => string;
}

/** Where a command has to look for what a link no longer shows. */
export const optionOf = ({ pipeline }: LinkPorts): string => pipeline.respondWith ?? '--stack NAME';

export interface Look {
  readonly statusCode: number;
  /** The incident asked for; undefined: whatever there is. */
  readonly incidentId: string | undefined;
  readonly outcome: Outcome | undefined;
  /** What the form held that was refused. */
  readonly kept: Kept;
}

/** Of the alarms at hand: without them a screen says less, and is shown. */
const membersOf = async ({ pipeline, telemetry }: LinkPorts, incident: Incident): Promise<readonly Member[]> => {
  try {
    return await pipeline.store.members(incident.incidentId, alarmsAsked(incident, []));
  } catch (error) {
    telemetry.log('warn', 'a screen without what its alarms hold', { error: errorText(error) });
    return [];
  }
};

/** The body of the last diagnosis: without it a screen says less, and is shown. */
const diagnosisOf = async ({ pipeline, telemetry }: LinkPorts, incident: Incident): Promise<string | undefined> => {
  const { incidentId, inquiry } = incident;
  if (inquiry === undefined || inquiry.count === 0) return undefined;
  try {
    const [last] = await pipeline.store.diagnoses(incidentId, [inquiry.count]);
    return last?.body;
  } catch (error) {
    telemetry.log('warn', 'a screen without what was found of the cause', { error: errorText(error) });
    return undefined;
  }
};

const readView = async (ports: LinkPorts, { reader, ...link }: Link, incident: Incident): Promise<IncidentView> => {
  const [timeline, members, diagnosis] = await Promise.all([
    ports.pipeline.store.timeline(incident.incidentId),
    membersOf(ports, incident),
    diagnosisOf(ports, incident),
  ]);
  return viewOf(incident, { timeline: timeline.map(eventOf), members, diagnosis, around: shownBy(link) }, reader);
};

const all = ({ live, over }: Link): readonly Incident[] => [...live, ...over];

/** What a link opens. */
const shownBy = ({ live, beside }: Pick<Link, 'live' | 'beside'>): readonly Incident[] => [...live, ...beside];

/** The incident that was asked for; undefined: none of those that the link works for, or the link is for several. */
const askedFor = (link: Link, incidentId: string | undefined): Incident | undefined =>
  shownBy(link).find((incident) => incident.incidentId === incidentId) ??
  (all(link).length === 1 ? link.live[0] : undefined);

/** The screen of a link as everything stands now, its forms new: what was refused was not carried out. */
export const look = async (ports: LinkPorts, link: Link, { statusCode, ...asked }: Look): Promise<HttpReply> => {
  const { outcome, kept, incidentId } = asked;
  const { live, over, reader } = link;
  if (live.length === 0) return screenReply(410, goneScreen(over, reader, { kept, option: optionOf(ports) }));
  const shown = { outcome, kept, nonce: ports.nonce() };
  const incident = askedFor(link, incidentId);
  if (incident === undefined) return screenReply(statusCode, severalScreen(all(link), reader, shown));
  const isOneOfSeveral = all(link).length > 1 || link.beside.includes(incident);
  return screenReply(statusCode, incidentScreen(await readView(ports, link, incident), { ...shown, isOneOfSeveral }));
};

const showTimeline = async (
  ports: LinkPorts,
  link: Link,
  { incident, before }: { readonly incident: Incident; readonly before: number },
): Promise<HttpReply> => screenReply(200, timelineScreen(await readView(ports, link, incident), before));

/** Shows what a link is for, and changes nothing: mail scanners and chats open every link they see. */
export const showLink = async (ports: LinkPorts, { query }: HttpRequest, token: string): Promise<HttpReply> => {
  const link = await findLink(ports.pipeline, token);
  if (link === undefined) return screenReply(404, notFoundScreen());
  const incidentId = query.get('incident') ?? undefined;
  const before = /^\d{1,6}$/.exec(query.get('before') ?? '')?.[0];
  const incident = askedFor(link, incidentId);
  if (before !== undefined && incident !== undefined)
    return showTimeline(ports, link, { incident, before: Number(before) });
  const outcome = outcomeIn(query, link.reader.now);
  return look(ports, link, { statusCode: 200, incidentId, outcome, kept: NOTHING_KEPT });
};
