import * as z from 'zod';
import { quotedText } from '../yaml/quoted-text.ts';

/** A value as a message shows it: text quotedText and cut, the rest by its kind. */
export const shown = (value: unknown): string => {
  if (typeof value === 'string') return quotedText(value);
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'a mapping';
};

const hintOnNothing = (what: string): string =>
  /mapping|list/u.test(what)
    ? 'indent what belongs to it, or leave the key out'
    : 'quote a value that begins with #, or leave the key out';

/** `expected <what>, got 5`; `missing: expected <what>`. */
export const expected = (what: string, value: unknown): string => {
  if (value === undefined) return `missing: expected ${what}`;
  return `expected ${what}, got ${shown(value)}${value === null ? ` (${hintOnNothing(what)})` : ''}`;
};

/** What a piece of text becomes: its value, or why it is none; `advice` counts where nothing that was meant is found. */
export type Reading<T> =
  { readonly value: T } | { readonly advice?: string | undefined; readonly instead?: string };

/** A text field with a meaning; `instead` replaces the standard message, `advice` follows it. */
export const textField = <T>(what: string, read: (text: string) => Reading<T>): z.ZodType<T, string> =>
  z.string({ error: ({ input }) => expected(what, input) }).transform((text, context): T => {
    const reading = read(text);
    if ('value' in reading) return reading.value;
    const { instead, advice } = reading;
    context.addIssue({ code: 'custom', message: instead ?? expected(what, text), params: { advice } });
    return z.NEVER;
  });
