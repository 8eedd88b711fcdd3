import { type Incident, isOpen } from '../../lib/core/incident/incident.ts';
import { type Refusal, refusalOf } from '../../lib/core/response/refusal.ts';
import { respond, type Responded } from '../../lib/pipeline/respond.ts';
import { keptOf } from '../../lib/screens/kept.ts';
import { outcomeQuery } from '../../lib/screens/outcome.ts';
import { notFoundScreen, refusalScreen } from '../../lib/screens/plain-screens.ts';
import {
  askedOf,
  FORM_RULE,
  type FormFields,
  formFields,
  type FormResponse,
  invalidWords,
  readForm,
  refusedWords,
} from '../../lib/screens/read-form.ts';
import { goneScreen } from '../../lib/screens/several-screen.ts';
import { bodiless, bodyRefusal, type HttpRefusal, type HttpReply, type HttpRequest, screenReply } from './http.ts';
import { findLink, type Link } from './link.ts';
import { PROBLEMS } from './problems.ts';
import { httpRefusalOf } from './refusals.ts';
import { type LinkPorts, look, optionOf } from './show-link.ts';

const ALL = 'all';

/** A response to one incident of a link, or to all. */
interface LinkResponse extends FormResponse {
  /** What it is about, each still within its time. */
  readonly incidents: readonly Incident[];
}

/** Of a link for several, a response to all is for those that nobody ended yet; to one beside them by its id alone. */
const incidentsOf = ({ live, over, beside }: Link, incident: string): readonly Incident[] => {
  if (incident === ALL) return live.filter(isOpen);
  if (incident === '' && live.length + over.length === 1) return live;
  return [...live, ...beside].filter(({ incidentId }) => incidentId === incident);
};

const NOTHING = {
  error: 'no incident of this link can be responded to like that',
  expected: 'an open incident of it',
  given: 'none',
};

const readLinkForm = (link: Link, fields: FormFields): LinkResponse | { readonly refusal: Refusal } => {
  // Whoever a link was sent to responds by it; a channel's says nothing of who holds it.
  const read = readForm(fields, link.reader.responder);
  if ('refusal' in read) return read;
  const incidents = incidentsOf(link, read.incident);
  return incidents.length === 0 ? { refusal: NOTHING } : { ...read, incidents };
};

const respondToAll = async ({ pipeline }: LinkPorts, given: LinkResponse): Promise<readonly Responded[]> => {
  const responded: Responded[] = [];
  for (const incident of given.incidents) responded.push(await respond(pipeline, askedOf(given, incident)));
  return responded;
};

const seeOther = (ports: LinkPorts, { response, incident, incidents }: LinkResponse, isAgain: boolean): HttpReply => {
  const about: Record<string, string> = incident === ALL ? {} : { incident: incidents[0]?.incidentId ?? '' };
  const did = { response, isAgain, isAfterwards: !isAgain && !incidents.some(isOpen) };
  const query = new URLSearchParams({ ...about, ...outcomeQuery(did, ports.pipeline.clock()) });
  return bodiless(303, { Location: `?${query.toString()}` });
};

const refused = ({ problem, refusal }: HttpRefusal): Promise<HttpReply> =>
  screenReply(PROBLEMS[problem].status, refusalScreen(refusal));

/** What was refused, with how everything stands now and whatever was typed and chosen. */
interface Refused {
  readonly statusCode: number;
  readonly words: string;
  readonly fields: FormFields;
}

const showRefused = (ports: LinkPorts, link: Link, { statusCode, words, fields }: Refused): Promise<HttpReply> =>
  look(ports, link, {
    statusCode,
    incidentId: fields['incident'],
    outcome: { isRefused: true, words },
    kept: keptOf(fields),
  });

type RefusedResponse = Extract<Responded, { outcome: 'refused' }>;

/** What was asked for can never be done, or conflicts with how the incident stands: shown as it stands now. */
const explain = async (
  ports: LinkPorts,
  token: string,
  { responded, fields }: { readonly responded: readonly Responded[]; readonly fields: FormFields },
): Promise<HttpReply> => {
  const refusals = responded.filter((one): one is RefusedResponse => one.outcome === 'refused');
  const rejection = refusals[0]?.rejection ?? ({ reason: 'incident-absent' } as const);
  const why = httpRefusalOf(rejection);
  const link = await findLink(ports.pipeline, token);
  if (link === undefined) return refused(why);
  const all = responded.length;
  const words = refusedWords(refusalOf(rejection), all - refusals.length, all);
  const statusCode = PROBLEMS[why.problem].status;
  return showRefused(ports, link, { statusCode, words, fields });
};

/** Carries out a form of the screen behind a link, once, and sends the reader back to it. */
export const respondByLink = async (ports: LinkPorts, request: HttpRequest, token: string): Promise<HttpReply> => {
  const unreadable = bodyRefusal(request, FORM_RULE);
  if (unreadable !== undefined) return refused(unreadable);
  const link = await findLink(ports.pipeline, token);
  if (link === undefined) return screenReply(404, notFoundScreen());
  const fields = formFields(request.body);
  if (link.live.length === 0)
    return screenReply(410, goneScreen(link.over, link.reader, { kept: keptOf(fields), option: optionOf(ports) }));
  const given = readLinkForm(link, fields);
  if ('refusal' in given)
    return showRefused(ports, link, { statusCode: 400, words: invalidWords(given.refusal), fields });
  const responded = await respondToAll(ports, given);
  if (responded.some(({ outcome }) => outcome === 'refused')) return explain(ports, token, { responded, fields });
  return seeOther(
    ports,
    given,
    responded.every((one) => one.outcome === 'done' && one.repeated),
  );
};
