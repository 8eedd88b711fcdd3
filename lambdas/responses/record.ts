import * as z from 'zod/mini';
import { shownValue } from '../../lib/core/safe-text.ts';
import { readRecord } from '../../lib/pipeline/incident-record.ts';
import { jsonReply, problemReply } from './http.ts';
import { operation } from './operation.ts';
import { fromQuery, pageOf } from './page-of.ts';
import { httpRefusalOf } from './refusals.ts';

/** `GET /incidents/{id}/record`: the head, and the events as they are stored, from a version on. */
export const recordOperation = operation(
  () => fromQuery,
  async ({ pipeline: { store } }, { named: { incidentId }, query: { from = 1 } }) => {
    const record = await readRecord(store, incidentId);
    if (record === undefined) return problemReply(httpRefusalOf({ reason: 'incident-absent' }));
    const { items, following } = pageOf(record.events.filter(({ version }) => version >= from));
    return jsonReply(200, { head: record.head ?? null, events: items, next: following?.version ?? null });
  },
);

/** `GET /incidents/{id}/diagnoses`: as they are stored, from a number on. */
export const diagnosesOperation = operation(
  () => fromQuery,
  async ({ pipeline: { store } }, { named: { incidentId }, query: { from = 1 } }) => {
    const stored = await store.diagnoses(incidentId, 'all');
    const { items, following } = pageOf(stored.filter(({ number }) => number >= from));
    return jsonReply(200, { diagnoses: items, next: following?.number ?? null });
  },
);

/** `GET /incidents/{id}/diagnoses/{number}`. */
export const diagnosisOperation = operation(
  () => z.strictObject({}),
  async ({ pipeline: { store } }, { named: { incidentId, number } }) => {
    const [stored] = await store.diagnoses(incidentId, [Number(number)]);
    if (stored !== undefined) return jsonReply(200, stored);
    const expected = 'a number that a DiagnosisRecorded of the timeline tells';
    const refusal = { error: 'there is no such diagnosis', expected, given: shownValue(number) };
    return problemReply({ problem: 'no-such-diagnosis', refusal });
  },
);
