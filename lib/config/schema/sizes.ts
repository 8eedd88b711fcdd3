import type * as z from 'zod';
import { quotedText } from '../yaml/quoted-text.ts';
import { textField } from './expected.ts';

const STEPS = { MB: 2, GB: 3, TB: 4 } as const;

/** For editors; the function decides. */
const SIZE = '^ *[0-9]+(\\.[0-9]+)? *(MB|GB|TB) *$';

interface Size {
  readonly example: string;
  readonly least: string;
  readonly most: string;
  /** What AWS takes for a kilobyte there: it counts what it scans by 1,000, and storage by 1,024. */
  readonly base: 1_000 | 1_024;
}

const bytesIn = (text: string, base: number): number | undefined => {
  const [, number, unit] = /^\s*(\d{1,6}(?:\.\d{1,3})?)\s*(MB|GB|TB)\s*$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * base ** STEPS[unit as keyof typeof STEPS];
};

/** Bytes out of `20GB`. */
export const bytes = ({ example, least, most, base }: Size): z.ZodType<number, string> =>
  textField<number>(`a size such as ${example}`, (text) => {
    const value = bytesIn(text, base);
    if (value === undefined) return {};
    const isWithin = value >= (bytesIn(least, base) ?? 0) && value <= (bytesIn(most, base) ?? Infinity);
    return isWithin ? { value } : { instead: `expected from ${least} to ${most}, got ${quotedText(text)}` };
  }).meta({ pattern: SIZE, examples: [example] });
