import * as z from 'zod';

/** A value as a message shows it: text quoted and cut, the rest by its kind. */
export const shown = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'a mapping';
};

/** `expected <what>, got 5`; `missing: expected <what>`. */
export const expected = (what: string, value: unknown): string => {
  if (value === undefined) return `missing: expected ${what}`;
  const hint = value === null ? ' (quote a value that begins with #, or leave the key out)' : '';
  return `expected ${what}, got ${shown(value)}${hint}`;
};

/** What a piece of text becomes: its value, or what to add to the message about it. */
export type Reading<T> = { readonly value: T } | { readonly advice?: string; readonly instead?: string };

/** A text field with a meaning: `advice` follows the standard message, `instead` replaces it; `ofNumber` advises on a bare number. */
export const textField = <T>(
  what: string,
  read: (text: string) => Reading<T>,
  ofNumber: (value: number) => string = () => '',
): z.ZodType<T, string> =>
  z
    .string({
      error: ({ input }) => `${expected(what, input)}${typeof input === 'number' ? ofNumber(input) : ''}`,
    })
    .transform((text, context): T => {
      const reading = read(text);
      if ('value' in reading) return reading.value;
      const advice = reading.advice === undefined ? '' : `: ${reading.advice}`;
      context.addIssue({ code: 'custom', message: reading.instead ?? `${expected(what, text)}${advice}` });
      return z.NEVER;
    });
