import * as z from 'zod/mini';
import { requestText } from '../../lib/core/response/read-fields.ts';

/** Lambda answers with 6 MB, in which each quote and backslash of this counts twice. */
export const PAGE_BYTES = 3_000_000;

export interface Page<T> {
  readonly items: readonly T[];
  /** Undefined: these are the last. */
  readonly following: T | undefined;
}

/** As many as fit, and one at least. */
export const pageOf = <T>(items: readonly T[]): Page<T> => {
  let bytes = 0;
  const end = items.findIndex((item, index) => {
    bytes += Buffer.byteLength(JSON.stringify(item));
    return index > 0 && bytes > PAGE_BYTES;
  });
  return end < 0 ? { items, following: undefined } : { items: items.slice(0, end), following: items[end] };
};

/** Where a page begins: the next of an earlier answer. */
export const fromField = z.optional(
  requestText(
    { error: 'from cannot be read', expected: 'from: the next of an earlier answer' },
    z.string().check(z.regex(/^[1-9]\d{0,8}$/u)),
    Number,
  ),
);

/** The parameters of whatever is told in pages, and takes no other. */
export const fromQuery = z.strictObject({ from: fromField });
