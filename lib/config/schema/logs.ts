import * as z from 'zod';
import type { Configuration } from '../../core/configuration.ts';
import { textField } from './expected.ts';
import { orOff } from './or-off.ts';

const UNITS = { MB: 1e6, GB: 1e9, TB: 1e12 } as const;
const DEFAULT = '20GB';
const LEAST = 1e8;
const MOST = 1e13;

/** For editors; the function decides. */
const SIZE = '^ *[0-9]+(\\.[0-9]+)? *(MB|GB|TB) *$';

const unitAdvice = (number: number | string): string => `write a unit: ${String(number)}GB`;

/** Bytes out of `20GB`, as AWS counts what it scans: a gigabyte is a thousand megabytes. */
const bytes = textField<number>(
  'a size such as 20GB',
  (text) => {
    const [, number, unit] = /^\s*(\d{1,6}(?:\.\d{1,3})?)\s*(MB|GB|TB)\s*$/.exec(text) ?? [];
    if (number === undefined) return /^[\d.]+$/.test(text) ? { advice: unitAdvice(text) } : {};
    const value = Number(number) * UNITS[unit as keyof typeof UNITS];
    return value < LEAST || value > MOST ? { instead: `expected from 100MB to 10TB, got ${text}` } : { value };
  },
  (number) => `: ${unitAdvice(number)}`,
).meta({ pattern: SIZE, examples: [DEFAULT, '500MB'] });

/** What looking at logs may cost. */
export const logs: z.ZodType<Configuration['logs']> = orOff(
  z
    .strictObject({
      scanPerDay: bytes.prefault(DEFAULT).meta({
        description: 'Logs scanned on one day of UTC at most, which AWS charges; of it one incident a fifth.',
      }),
    })
    .transform(({ scanPerDay }) => ({ scanPerDayBytes: scanPerDay })),
)
  .prefault({})
  .meta({
    description: 'Logs of a service are looked at around its incidents, by Logs Insights; false: nobody does.',
  });
