import { eventOf } from '../../core/incident/chain.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { alarmsAsked } from '../../core/page/page-facts-of.ts';
import { shownValue } from '../../core/safe-text.ts';
import { downstreamOf, upstreamOf } from '../../core/service/neighbours.ts';
import { openIncidentsOf } from '../../pipeline/open-incidents.ts';
import { readPostmortem } from '../../pipeline/read-postmortem.ts';
import { incidentScreen } from '../../screens/incident-screen.ts';
import { type IncidentView, viewOf } from '../../screens/incident-view.ts';
import { type Kept, NOTHING_KEPT } from '../../screens/kept.ts';
import { type Outcome, outcomeIn } from '../../screens/outcome.ts';
import { postmortemScreen } from '../../screens/postmortem/postmortem-screen.ts';
import { timelineScreen } from '../../screens/timeline.ts';
import { postmortemPlace } from '../../screens/web/web-site.ts';
import type { Nonces } from './nonces.ts';
import { seeOtherAt, troubleReply, webReply } from './replies.ts';
import { pipelineOn, readerAt, type ServedFolder } from './served-folder.ts';

const lastDiagnosis = async ({ incidents }: ServedFolder, { incidentId, inquiry }: Incident) => {
  if (inquiry === undefined || inquiry.count === 0) return undefined;
  const [last] = await incidents.diagnoses(incidentId, [inquiry.count]);
  return last?.body;
};

const openAround = (served: ServedFolder, incident: Incident): Promise<readonly Incident[]> => {
  const pipeline = pipelineOn(served, []);
  const { configuration } = pipeline;
  const services = [...upstreamOf(configuration, incident.service), ...downstreamOf(configuration, incident.service)];
  return openIncidentsOf(pipeline, services, incident);
};

const viewIn = async (served: ServedFolder, incident: Incident): Promise<IncidentView> => {
  const { incidents } = served;
  const { incidentId } = incident;
  const read = {
    timeline: (await incidents.timeline(incidentId)).map(eventOf),
    members: await incidents.members(incidentId, alarmsAsked(incident, [])),
    diagnosis: await lastDiagnosis(served, incident),
    around: await openAround(served, incident),
  };
  return viewOf(incident, read, readerAt(served));
};

/** No incident begins so, or several do. */
const notOne = ({ folder }: ServedFolder, id: string, found: readonly string[]): Promise<Response> =>
  troubleReply(404, {
    folder,
    title: found.length === 0 ? 'There is no such incident' : 'That is the beginning of several',
    words:
      found.length === 0
        ? [`No incident of ${folder} begins with ${shownValue(id)}. The list shows those there are.`]
        : [
            `${shownValue(id)} means ${String(found.length)} incidents: give more of the id.`,
            found.slice(0, 5).join(', '),
          ],
  });

const lost = ({ folder, option }: ServedFolder, incidentId: string): Promise<Response> =>
  troubleReply(500, {
    folder,
    title: 'This incident cannot be shown',
    words: [
      `Incident ${incidentId} is listed and what stands of it is not whole: npx tocsin incidents verify ${option}`,
    ],
  });

/** What an address names: a whole id, or the beginning of one, which leads to the whole. */
const named = async (
  served: ServedFolder,
  id: string,
  rest: string,
): Promise<{ readonly incident: Incident } | { readonly reply: Response }> => {
  const incident = await served.incidents.head(id);
  if (incident !== undefined) return { incident };
  const found: string[] = [];
  for await (const { incidentId } of served.incidents.list({}))
    if (incidentId.startsWith(id.toUpperCase())) found.push(incidentId);
  const [only] = found;
  if (only === undefined || found.length > 1) return { reply: await notOne(served, id, found) };
  return { reply: only === id ? await lost(served, only) : seeOtherAt(`/incidents/${only}${rest}`) };
};

export interface Looking {
  readonly served: ServedFolder;
  readonly nonces: Nonces;
}

/** How an incident stands now, its forms new; after one that was refused with what it held. */
export const lookAt = async (
  { served, nonces }: Looking,
  incident: Incident,
  after: { readonly status: number; readonly outcome: Outcome | undefined; readonly kept: Kept },
): Promise<Response> => {
  const { status, outcome, kept } = after;
  const shown = { outcome, kept, nonce: nonces.make(), isOneOfSeveral: false };
  return webReply(status, incidentScreen(await viewIn(served, incident), shown));
};

/** `GET /incidents/{id}`; with `before` the older part of its timeline. */
export const showIncidentAt = async (looking: Looking, id: string, query: URLSearchParams): Promise<Response> => {
  const { served } = looking;
  const found = await named(served, id, '');
  if ('reply' in found) return found.reply;
  const before = /^\d{1,6}$/.exec(query.get('before') ?? '')?.[0];
  if (before !== undefined) return webReply(200, timelineScreen(await viewIn(served, found.incident), Number(before)));
  const by = query.get('by') ?? served.responder;
  const outcome = outcomeIn(query, served.now());
  return lookAt(looking, found.incident, { status: 200, outcome, kept: { ...NOTHING_KEPT, by } });
};

/** `GET /incidents/{id}/postmortem`. */
export const showPostmortemAt = async (served: ServedFolder, id: string): Promise<Response> => {
  const found = await named(served, id, '/postmortem');
  if ('reply' in found) return found.reply;
  const { incidentId } = found.incident;
  const postmortem = await readPostmortem(served.incidents, incidentId, served);
  if (postmortem === undefined) return lost(served, incidentId);
  return webReply(200, postmortemScreen(postmortem, postmortemPlace(served.folder, incidentId)));
};
