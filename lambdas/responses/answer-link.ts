import type { Incident } from '../../lib/core/incident/incident.ts';
import { type Action, respond, type Responded } from '../../lib/pipeline/respond.ts';
import { bodyRefusal, type HttpReply, type HttpRequest, type Refusal } from './http.ts';
import { findLink, type Link } from './link.ts';
import { outcomeQuery } from './outcome.ts';
import { bodiless } from './page/document.ts';
import { notFoundPage, problemPage } from './page/plain-pages.ts';
import { gonePage } from './page/several-page.ts';
import { type Fields, readAction, refusalOf } from './read-action.ts';
import { type LinkPorts, look } from './show-link.ts';

const FORM = 'application/x-www-form-urlencoded';
const NONCE = /^[\w-]{16,64}$/;
const ALL = 'all';

interface Form {
  readonly action: Action;
  readonly by: string;
  readonly nonce: string;
  /** An incident's id, or `all`. */
  readonly incident: string;
  /** What it is about, each still within its time. */
  readonly incidents: readonly Incident[];
}

const refused = (error: string, expected: string, given: string): Refusal => ({
  statusCode: 400,
  problem: { error, expected, given },
});

/** Of a link for several, an answer to all is for those that nobody ended yet. */
const incidentsOf = ({ live, over }: Link, incident: string): readonly Incident[] => {
  if (incident === ALL) return live.filter(({ phase }) => phase.status !== 'resolved');
  if (incident === '' && live.length + over.length === 1) return live;
  return live.filter(({ incidentId }) => incidentId === incident);
};

/** Whoever a link was sent to acts by it; a channel's says nothing of who holds it. */
const actorOf = ({ reader }: Link, { by }: Fields): string => reader.responder ?? (typeof by === 'string' ? by : '');

const readForm = (link: Link, fields: Readonly<Record<string, string>>): Form | Refusal => {
  const { nonce = '', incident = '' } = fields;
  const read = readAction(fields);
  if ('problem' in read) return { statusCode: 400, problem: read.problem };
  if (!NONCE.test(nonce)) return refused('it is no form of this page', 'open the link and use its buttons', 'no nonce');
  const by = actorOf(link, fields);
  if (by === '') return refused('nobody said who acts', 'choose your name', 'no name');
  const incidents = incidentsOf(link, incident);
  if (incidents.length === 0)
    return refused('nothing of this link can be answered so', 'an open incident of it', 'none');
  return { action: read.action, by, nonce, incident, incidents };
};

/** One button, one response: what else was typed into the same page makes another. */
const keyOf = ({ nonce, action }: Form): string => JSON.stringify([nonce, action]);

const respondToAll = async ({ pipeline }: LinkPorts, form: Form): Promise<readonly Responded[]> => {
  const responded: Responded[] = [];
  for (const { incidentId } of form.incidents) {
    const { by, action } = form;
    responded.push(await respond(pipeline, { incidentId, by, action, key: keyOf(form) }));
  }
  return responded;
};

const seeOther = (ports: LinkPorts, { action, incident, incidents }: Form, again: boolean): HttpReply => {
  const about: Record<string, string> = incident === ALL ? {} : { incident: incidents[0]?.incidentId ?? '' };
  const query = new URLSearchParams({ ...about, ...outcomeQuery(action, ports.pipeline.clock(), again) });
  return bodiless(303, { Location: `?${query.toString()}` });
};

type Refused = Extract<Responded, { outcome: 'refused' }>;

const conflictWords = (refusal: Refusal, done: number, all: number): string => {
  const recorded = done === 0 ? 'Nothing was recorded' : `Recorded for ${String(done)} of ${String(all)}`;
  return `${recorded}: ${refusal.problem.error}.`;
};

/** What was asked for conflicts with how the incident stands: shown as it stands now. */
const explain = async (ports: LinkPorts, token: string, responded: readonly Responded[]): Promise<HttpReply> => {
  const refused = responded.filter((one): one is Refused => one.outcome === 'refused');
  const refusal = refusalOf(refused[0]?.rejection ?? { reason: 'incident-absent' });
  const link = refusal.statusCode === 409 ? await findLink(ports.pipeline, token) : undefined;
  if (link === undefined) return problemPage(refusal);
  const all = responded.length;
  const incidentId = all === 1 ? refused[0]?.incident?.incidentId : undefined;
  const words = conflictWords(refusal, all - refused.length, all);
  return look(ports, { link, incidentId, outcome: { statusCode: 409, words } });
};

/** Carries out a form of the page behind a link, once, and sends the reader back to it. */
export const answerLink = async (ports: LinkPorts, request: HttpRequest, token: string): Promise<HttpReply> => {
  const bodyProblem = bodyRefusal(request, FORM);
  if (bodyProblem !== undefined) return problemPage(bodyProblem);
  const link = await findLink(ports.pipeline, token);
  if (link === undefined) return notFoundPage();
  if (link.live.length === 0) return gonePage(link.over, link.reader);
  const form = readForm(link, Object.fromEntries(new URLSearchParams(request.body)));
  if ('problem' in form) return problemPage(form);
  const responded = await respondToAll(ports, form);
  if (responded.some(({ outcome }) => outcome === 'refused')) return explain(ports, token, responded);
  return seeOther(
    ports,
    form,
    responded.every((one) => one.outcome === 'done' && one.repeated),
  );
};
