import * as z from 'zod/mini';
import { requestField } from '../../lib/core/response/read-fields.ts';
import { jsonReply } from './http.ts';
import { operation } from './operation.ts';
import { fromField, pageOf } from './page-of.ts';

const anchorsQuery = z.strictObject({
  since: requestField(
    { error: 'since cannot be read', expected: 'since: a day of UTC such as 2026-11-22' },
    z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/u)),
  ),
  from: fromField,
});

/** `GET /incidents/anchors`: those of a day and later, in order, from the how-manieth on. */
export const anchorsOperation = operation(
  () => anchorsQuery,
  async ({ anchors }, { query: { since, from = 1 } }) => {
    const all = (await anchors.since(since)).slice(from - 1);
    const { items, following } = pageOf(all);
    return jsonReply(200, { anchors: items, next: following === undefined ? null : from + items.length });
  },
);
