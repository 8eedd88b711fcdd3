import * as z from 'zod/mini';
import { eventOf } from '../../lib/core/incident/chain.ts';
import type { Incident } from '../../lib/core/incident/incident.ts';
import { seenOf } from '../../lib/core/incident/response.ts';
import { objectOf, parsedJson } from '../../lib/core/json-value.ts';
import { readFields, requestField, requestText } from '../../lib/core/response/read-fields.ts';
import { namingField, readResponse } from '../../lib/core/response/read-response.ts';
import type { Refusal } from '../../lib/core/response/refusal.ts';
import { seenSchema } from '../../lib/core/response/seen-schema.ts';
import { listedFields } from '../../lib/core/report/list-entry.ts';
import { shownValue } from '../../lib/core/safe-text.ts';
import { writeCursor } from '../../lib/core/report/list-cursor.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { queryIncidents } from '../../lib/pipeline/query-incidents.ts';
import { type GivenResponse, respond } from '../../lib/pipeline/respond.ts';
import { bodyRefusal, type HttpReply, type HttpRequest, jsonReply, refusalReply } from './http.ts';
import { readListQuery } from './list-query.ts';
import { httpRefusalOf } from './refusals.ts';

const BODY = { contentType: 'application/json', bytes: 16_384 };
const LONGEST_KEY = 128;
/** Entries looked at for one answer. */
const MOST_SCANNED = 2_000;

/** `GET /incidents`: newest first; `next` is there while there may be more, `damaged` where an entry could not be read. */
export const answerList = async (pipeline: Pipeline, { query }: HttpRequest): Promise<HttpReply> => {
  const wanted = readListQuery(query, pipeline.clock());
  if ('refusal' in wanted) return refusalReply({ statusCode: 400, ...wanted });
  const incidents: object[] = [];
  const damaged = new Set<string>();
  const told = { ...wanted, damaged: (incidentId: string) => void damaged.add(incidentId) };
  let scanned = 0;
  let next: string | null = null;
  for await (const { entry, isListed } of queryIncidents(pipeline.index, told)) {
    scanned += 1;
    if (isListed) incidents.push(listedFields(entry));
    if (incidents.length < wanted.limit && scanned < MOST_SCANNED) continue;
    next = writeCursor(entry);
    break;
  }
  return jsonReply(200, { incidents, next, ...(damaged.size > 0 && { damaged: [...damaged] }) });
};

/** An incident, and what may be sent back as `expect` by whoever has seen it so. */
const shown = (incident: Incident): object => ({ incident, seen: seenOf(incident) });

/** `GET /incidents/{id}`. */
export const answerIncident = async ({ store }: Pipeline, incidentId: string): Promise<HttpReply> => {
  const incident = await store.head(incidentId);
  if (incident === undefined) return refusalReply(httpRefusalOf({ reason: 'incident-absent' }));
  return jsonReply(200, { ...shown(incident), timeline: (await store.timeline(incidentId)).map(eventOf) });
};

const WRONG_EXPECT = {
  error: 'what was seen cannot be read',
  expected: 'expect: { status?, severity?, level?, round?, owner?, alarms? } as the incident was shown',
};

const asked = z.object({
  by: requestText(
    { error: 'nobody said who responds', expected: 'by: the id of a responder' },
    (by) => by || undefined,
  ),
  expect: z.optional(requestField(WRONG_EXPECT, (seen) => seenSchema.safeParse(seen).data)),
  key: z.optional(
    requestText({ error: 'the key cannot be used', expected: `key: 1 to ${String(LONGEST_KEY)} characters` }, (key) =>
      key !== '' && key.length <= LONGEST_KEY ? key : undefined,
    ),
  ),
});

type Asked = Omit<GivenResponse, 'incidentId'>;

const readBody = (body: string): Asked | { readonly refusal: Refusal } => {
  const fields = objectOf(parsedJson(body));
  if (fields === undefined) {
    const expected = '{ action, by, text?, for?, to?, cause?, expect?, key? }';
    return { refusal: { error: 'the body is not a JSON object', expected, given: shownValue(body) } };
  }
  const read = readResponse(fields);
  if ('refusal' in read) return { refusal: namingField(read) };
  const said = readFields(asked, fields);
  if ('refusal' in said) return said;
  const { by, key, expect } = said.value;
  const { response, note } = read;
  return { response, note, by, expect, ...(key === undefined ? {} : { key }) };
};

/** `POST /incidents/{id}/responses`: the same key twice is the same response, carried out once. */
export const takeResponse = async (
  pipeline: Pipeline,
  request: HttpRequest,
  incidentId: string,
): Promise<HttpReply> => {
  const refused = bodyRefusal(request, BODY);
  if (refused !== undefined) return refusalReply(refused);
  const body = readBody(request.body);
  if ('refusal' in body) return refusalReply({ statusCode: 400, ...body });
  const responded = await respond(pipeline, { incidentId, ...body, signedBy: request.caller });
  const now = responded.incident === undefined ? {} : shown(responded.incident);
  if (responded.outcome === 'done') return jsonReply(200, { outcome: 'done', repeated: responded.repeated, ...now });
  return refusalReply(httpRefusalOf(responded.rejection), now);
};
