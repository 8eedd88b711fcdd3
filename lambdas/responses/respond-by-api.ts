import * as z from 'zod/mini';
import { objectOf, parsedJson } from '../../lib/core/json-value.ts';
import { readFields, requestField } from '../../lib/core/response/read-fields.ts';
import { namingField, readResponse } from '../../lib/core/response/read-response.ts';
import type { Refusal } from '../../lib/core/response/refusal.ts';
import { seenSchema } from '../../lib/core/response/seen-schema.ts';
import { shownValue } from '../../lib/core/safe-text.ts';
import { type GivenResponse, respond } from '../../lib/pipeline/respond.ts';
import { bodyRefusal, jsonReply, problemReply } from './http.ts';
import { shownIncident } from './incidents.ts';
import { operation } from './operation.ts';
import { httpRefusalOf } from './refusals.ts';

/** What is sent to respond: JSON, and how large at most. */
export const RESPONSE_BODY = { contentType: 'application/json', bytes: 16_384 };

const LONGEST_KEY = 128;

/** What makes a request, sent twice, one. */
export const onceKey = requestField(
  { error: 'the key cannot be used', expected: `key: 1 to ${String(LONGEST_KEY)} characters` },
  z.string().check(z.minLength(1), z.maxLength(LONGEST_KEY)),
);

/** Beside the response itself: who responds, and to what. */
export const respondedBy = z.object({
  by: requestField(
    { error: 'nobody said who responds', expected: 'by: the id of a responder' },
    z.string().check(z.minLength(1)),
  ),
  expect: requestField(
    {
      error: 'what was seen cannot be read',
      expected: 'expect: { status?, severity?, level?, round?, owner?, alarms? } as the incident was shown',
    },
    z.optional(seenSchema),
  ),
  key: z.optional(onceKey),
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
  const said = readFields(respondedBy, fields);
  if ('refusal' in said) return said;
  const { by, key, expect } = said.value;
  const { response, note } = read;
  return { response, note, by, expect, ...(key === undefined ? {} : { key }) };
};

/** `POST /incidents/{id}/responses`: the same key twice is the same response, carried out once. */
export const responseOperation = operation(
  () => z.strictObject({}),
  async ({ pipeline }, { request, named: { incidentId } }) => {
    const refused = bodyRefusal(request, RESPONSE_BODY);
    if (refused !== undefined) return problemReply(refused);
    const body = readBody(request.body);
    if ('refusal' in body) return problemReply({ problem: 'invalid-request', ...body });
    const responded = await respond(pipeline, { incidentId, ...body, signedBy: request.caller });
    const now = responded.incident === undefined ? {} : shownIncident(responded.incident);
    if (responded.outcome === 'done') return jsonReply(200, { outcome: 'done', repeated: responded.repeated, ...now });
    return problemReply(httpRefusalOf(responded.rejection), now);
  },
);
