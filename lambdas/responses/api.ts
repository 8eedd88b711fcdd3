import { shownValue } from '../../lib/core/safe-text.ts';
import { eventOf } from '../../lib/core/incident/chain.ts';
import { later } from '../../lib/core/time.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { respond } from '../../lib/pipeline/respond.ts';
import { bodyRefusal, type HttpReply, type HttpRequest, type Problem, type Refusal } from './http.ts';
import { type Cursor, type ListQuery, readListQuery, writeCursor } from './list-query.ts';
import { type Fields, readAction, refusalOf } from './read-action.ts';

const JSON_TYPE = 'application/json';
const LONGEST_KEY = 128;
/** Entries looked at for one answer. */
const MOST_SCANNED = 2_000;

const HEADERS = {
  'Content-Type': `${JSON_TYPE}; charset=utf-8`,
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
} as const;

const json = (statusCode: number, value: unknown): HttpReply => ({
  statusCode,
  headers: HEADERS,
  body: JSON.stringify(value),
});

export const problemJson = ({ statusCode, problem }: Refusal, beside: object = {}): HttpReply =>
  json(statusCode, { ...problem, ...beside });

export const absent = (given: string): HttpReply =>
  problemJson({
    statusCode: 404,
    problem: {
      error: 'there is nothing at this address',
      expected: '/incidents, /incidents/{id} or /incidents/{id}/responses',
      given: shownValue(given),
    },
  });

/** Entries after the cursor: at its instant, those that come behind it. */
async function* behind(
  entries: ReturnType<Pipeline['index']['list']>,
  { openedAt, incidentId }: Cursor,
): ReturnType<Pipeline['index']['list']> {
  let isPast = false;
  for await (const entry of entries) {
    isPast ||= entry.openedAt !== openedAt;
    if (isPast) yield entry;
    isPast ||= entry.incidentId === incidentId;
  }
}

const entriesFor = ({ index }: Pipeline, { since, until, after }: ListQuery): ReturnType<Pipeline['index']['list']> => {
  if (after !== undefined) return behind(index.list({ since, until: later(after.openedAt, 1) }), after);
  return index.list(until === undefined ? { since } : { since, until });
};

/** `GET /incidents`: newest first; `next` is there while there may be more. */
export const listIncidents = async (pipeline: Pipeline, { query }: HttpRequest): Promise<HttpReply> => {
  const wanted = readListQuery(query, pipeline.clock());
  if ('problem' in wanted) return problemJson({ statusCode: 400, problem: wanted.problem });
  const incidents: Cursor[] = [];
  let scanned = 0;
  let next: string | undefined;
  for await (const entry of entriesFor(pipeline, wanted)) {
    scanned += 1;
    if (wanted.isWanted(entry)) incidents.push(entry);
    if (incidents.length < wanted.limit && scanned < MOST_SCANNED) continue;
    next = writeCursor(entry);
    break;
  }
  return json(200, { incidents, next });
};

/** `GET /incidents/{id}`. */
export const showIncident = async ({ store }: Pipeline, incidentId: string): Promise<HttpReply> => {
  const incident = await store.head(incidentId);
  if (incident === undefined) return problemJson(refusalOf({ reason: 'incident-absent' }));
  return json(200, { incident, timeline: (await store.timeline(incidentId)).map(eventOf) });
};

const fieldsIn = (body: string): Fields | undefined => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
};

const malformed = (error: string, expected: string, given: unknown): { readonly problem: Problem } => ({
  problem: { error, expected, given: shownValue(given) },
});

const isKey = (key: unknown): key is string | undefined =>
  key === undefined || (typeof key === 'string' && key !== '' && key.length <= LONGEST_KEY);

type Asked = Omit<Parameters<typeof respond>[1], 'incidentId'>;

const readResponse = (body: string): Asked | { readonly problem: Problem } => {
  const fields = fieldsIn(body);
  if (fields === undefined)
    return malformed('the body is no JSON object', '{ action, by, text?, for?, to?, key? }', body);
  const read = readAction(fields);
  if ('problem' in read) return read;
  const { by, key } = fields;
  if (typeof by !== 'string' || by === '') return malformed('nobody said who acts', 'by: the id of a responder', by);
  if (!isKey(key)) return malformed('the key cannot be used', `key: 1 to ${String(LONGEST_KEY)} characters`, key);
  return { action: read.action, by, ...(key === undefined ? {} : { key }) };
};

/** `POST /incidents/{id}/responses`: the same key twice is the same response, carried out once. */
export const addResponse = async (pipeline: Pipeline, request: HttpRequest, incidentId: string): Promise<HttpReply> => {
  const bodyProblem = bodyRefusal(request, JSON_TYPE);
  if (bodyProblem !== undefined) return problemJson(bodyProblem);
  const asked = readResponse(request.body);
  if ('problem' in asked) return problemJson({ statusCode: 400, problem: asked.problem });
  const responded = await respond(pipeline, { incidentId, ...asked });
  const { incident } = responded;
  if (responded.outcome === 'done') return json(200, { outcome: 'done', repeated: responded.repeated, incident });
  return problemJson(refusalOf(responded.rejection), { incident });
};
