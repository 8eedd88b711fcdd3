import * as z from 'zod/mini';
import { shownValue } from '../../lib/core/safe-text.ts';
import { readRecord } from '../../lib/pipeline/incident-record.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { type HttpReply, type HttpRequest, jsonReply, refusalReply } from './http.ts';
import { fromField, pageOf } from './page-of.ts';
import { readFields } from '../../lib/core/response/read-fields.ts';
import { httpRefusalOf } from './refusals.ts';

const pageQuery = z.strictObject({ from: fromField });

const fromIn = ({ query }: HttpRequest) => readFields(pageQuery, Object.fromEntries(query));

/** `GET /incidents/{id}/record`: the head, and the events as they are stored, from a version on. */
export const answerRecord = async (
  { store }: Pipeline,
  request: HttpRequest,
  incidentId: string,
): Promise<HttpReply> => {
  const read = fromIn(request);
  if ('refusal' in read) return refusalReply({ statusCode: 400, ...read });
  const record = await readRecord(store, incidentId);
  if (record === undefined) return refusalReply(httpRefusalOf({ reason: 'incident-absent' }));
  const { from = 1 } = read.value;
  const { items, following } = pageOf(record.events.filter(({ version }) => version >= from));
  return jsonReply(200, { head: record.head ?? null, events: items, next: following?.version ?? null });
};

/** `GET /incidents/{id}/diagnoses`: as they are stored, from a number on. */
export const answerStoredDiagnoses = async (
  { store }: Pipeline,
  request: HttpRequest,
  incidentId: string,
): Promise<HttpReply> => {
  const read = fromIn(request);
  if ('refusal' in read) return refusalReply({ statusCode: 400, ...read });
  const { from = 1 } = read.value;
  const stored = await store.diagnoses(incidentId, 'all');
  const { items, following } = pageOf(stored.filter(({ number }) => number >= from));
  return jsonReply(200, { diagnoses: items, next: following?.number ?? null });
};

/** `GET /incidents/{id}/diagnoses/{number}`. */
export const answerStoredDiagnosis = async (
  { store }: Pipeline,
  incidentId: string,
  number: string,
): Promise<HttpReply> => {
  const [stored] = await store.diagnoses(incidentId, [Number(number)]);
  if (stored !== undefined) return jsonReply(200, stored);
  const expected = 'a number that a DiagnosisRecorded of the timeline tells';
  return refusalReply({
    statusCode: 404,
    refusal: { error: 'there is no such diagnosis', expected, given: shownValue(number) },
  });
};
