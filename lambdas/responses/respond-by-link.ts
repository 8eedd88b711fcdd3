import * as z from 'zod/mini';
import { type Incident, isOpen } from '../../lib/core/incident/incident.ts';
import type { Response, Seen } from '../../lib/core/incident/response.ts';
import { parsedJson } from '../../lib/core/json-value.ts';
import { readResponse } from '../../lib/core/response/read-response.ts';
import type { Refusal } from '../../lib/core/response/refusal.ts';
import { seenSchema } from '../../lib/core/response/seen-schema.ts';
import { respond, type Responded } from '../../lib/pipeline/respond.ts';
import { keptOf } from '../../lib/screens/kept.ts';
import { outcomeQuery } from '../../lib/screens/outcome.ts';
import { notFoundScreen, refusalScreen } from '../../lib/screens/plain-screens.ts';
import { seenInField } from '../../lib/screens/seen-field.ts';
import { goneScreen } from '../../lib/screens/several-screen.ts';
import { bodiless, bodyRefusal, type HttpRefusal, type HttpReply, type HttpRequest, screenReply } from './http.ts';
import { findLink, type Link } from './link.ts';
import { readFields, requestText } from './read-fields.ts';
import { httpRefusalOf, namingField } from './refusals.ts';
import { type LinkPorts, look } from './show-link.ts';

/** A note of 4,000 characters takes nine bytes each where they are Chinese. */
const FORM = { contentType: 'application/x-www-form-urlencoded', bytes: 65_536 };
const NONCE = /^[\w-]{16,64}$/;
const ALL = 'all';

/** A response to one incident of a link, or to all. */
interface LinkResponse {
  readonly response: Response;
  readonly note: string | undefined;
  readonly by: string;
  readonly nonce: string;
  /** What was seen of each incident, by its id. */
  readonly expect: Readonly<Record<string, Seen>>;
  /** An incident's id, or `all`. */
  readonly incident: string;
  /** What it is about, each still within its time. */
  readonly incidents: readonly Incident[];
}

const seenById = z.record(z.string(), seenSchema);

const seenIn = (text: string): z.infer<typeof seenById> | undefined => seenById.safeParse(parsedJson(text)).data;

const form = z.object({
  nonce: requestText(
    { error: 'this form is not one of this link', expected: 'open the link and use its buttons' },
    (nonce) => (NONCE.test(nonce) ? nonce : undefined),
  ),
  incident: z._default(z.string(), ''),
  // A form sent before there was this field saw nothing that could have changed.
  expect: z._default(
    requestText({ error: 'what was seen cannot be read', expected: 'open the link and use its buttons' }, seenIn),
    {},
  ),
  by: z._default(z.string(), ''),
});

/** Of a link for several, a response to all is for those that nobody ended yet; to one beside them by its id alone. */
const incidentsOf = ({ live, over, beside }: Link, incident: string): readonly Incident[] => {
  if (incident === ALL) return live.filter(isOpen);
  if (incident === '' && live.length + over.length === 1) return live;
  return [...live, ...beside].filter(({ incidentId }) => incidentId === incident);
};

const NOBODY = { error: 'nobody said who responds', expected: 'choose your name', given: 'no name' };
const NOTHING = {
  error: 'no incident of this link can be responded to like that',
  expected: 'an open incident of it',
  given: 'none',
};

type Fields = Readonly<Record<string, string>>;

/** One form holds every choice: one that was left empty was not made. */
const chosenIn = ({ cause = '', ...others }: Fields): Fields => (cause === '' ? others : { ...others, cause });

const readForm = (link: Link, fields: Fields): LinkResponse | { readonly refusal: Refusal } => {
  const read = readResponse(chosenIn(fields));
  if ('refusal' in read) return { refusal: namingField(read) };
  const said = readFields(form, fields);
  if ('refusal' in said) return said;
  const { nonce, incident, expect } = said.value;
  // Whoever a link was sent to responds by it; a channel's says nothing of who holds it.
  const by = link.reader.responder ?? said.value.by;
  if (by === '') return { refusal: NOBODY };
  const incidents = incidentsOf(link, incident);
  const { response, note } = read;
  return incidents.length === 0 ? { refusal: NOTHING } : { response, note, by, nonce, incident, incidents, expect };
};

/** One button, one response: what else was typed into the same screen makes another. */
const keyOf = ({ nonce, response, note }: LinkResponse): string =>
  JSON.stringify(note === undefined ? [nonce, response] : [nonce, response, note]);

const respondToAll = async ({ pipeline }: LinkPorts, given: LinkResponse): Promise<readonly Responded[]> => {
  const responded: Responded[] = [];
  for (const incident of given.incidents) {
    const { incidentId } = incident;
    const { by, response, note } = given;
    const expect = seenInField(incident, given.expect[incidentId]);
    responded.push(await respond(pipeline, { incidentId, by, response, note, expect, key: keyOf(given) }));
  }
  return responded;
};

const seeOther = (ports: LinkPorts, { response, incident, incidents }: LinkResponse, isAgain: boolean): HttpReply => {
  const about: Record<string, string> = incident === ALL ? {} : { incident: incidents[0]?.incidentId ?? '' };
  const did = { response, isAgain, isAfterwards: !isAgain && !incidents.some(isOpen) };
  const query = new URLSearchParams({ ...about, ...outcomeQuery(did, ports.pipeline.clock()) });
  return bodiless(303, { Location: `?${query.toString()}` });
};

const refused = ({ statusCode, refusal }: HttpRefusal): Promise<HttpReply> =>
  screenReply(statusCode, refusalScreen(refusal));

/** What a body of a form says; of anything else whatever can be read. */
export const formFields = (body: string): Fields => Object.fromEntries(new URLSearchParams(body));

/** What was refused, with how everything stands now and whatever was typed and chosen. */
interface Refused {
  readonly statusCode: HttpRefusal['statusCode'];
  readonly words: string;
  readonly fields: Fields;
}

const showRefused = (ports: LinkPorts, link: Link, { statusCode, words, fields }: Refused): Promise<HttpReply> =>
  look(ports, link, {
    statusCode,
    incidentId: fields['incident'],
    outcome: { isRefused: true, words },
    kept: keptOf(fields),
  });

const invalidWords = ({ error, expected, given }: Refusal): string =>
  `Nothing was recorded: ${error}. Expected: ${expected}. Given: ${given}.`;

const conflictWords = ({ error }: Refusal, done: number, all: number): string => {
  const recorded = done === 0 ? 'Nothing was recorded' : `Recorded for ${String(done)} of ${String(all)}`;
  return `${recorded}: ${error}.`;
};

type RefusedResponse = Extract<Responded, { outcome: 'refused' }>;

/** What was asked for can never be done, or conflicts with how the incident stands: shown as it stands now. */
const explain = async (
  ports: LinkPorts,
  token: string,
  { responded, fields }: { readonly responded: readonly Responded[]; readonly fields: Fields },
): Promise<HttpReply> => {
  const refusals = responded.filter((one): one is RefusedResponse => one.outcome === 'refused');
  const why = httpRefusalOf(refusals[0]?.rejection ?? { reason: 'incident-absent' });
  const link = await findLink(ports.pipeline, token);
  if (link === undefined) return refused(why);
  const { statusCode, refusal } = why;
  const all = responded.length;
  const words = statusCode === 409 ? conflictWords(refusal, all - refusals.length, all) : invalidWords(refusal);
  return showRefused(ports, link, { statusCode, words, fields });
};

/** Carries out a form of the screen behind a link, once, and sends the reader back to it. */
export const respondByLink = async (ports: LinkPorts, request: HttpRequest, token: string): Promise<HttpReply> => {
  const unreadable = bodyRefusal(request, FORM);
  if (unreadable !== undefined) return refused(unreadable);
  const link = await findLink(ports.pipeline, token);
  if (link === undefined) return screenReply(404, notFoundScreen());
  const fields = formFields(request.body);
  if (link.live.length === 0) return screenReply(410, goneScreen(link.over, link.reader, keptOf(fields)));
  const given = readForm(link, fields);
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
