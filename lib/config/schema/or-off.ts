import * as z from 'zod';
import { expected } from './expected.ts';

/** An alarm, or `false` for none. */
export const orOff = <T>(alarm: z.ZodType<T>): z.ZodType<T | false> =>
  z.union([z.literal(false), alarm], {
    error: ({ input }) =>
      typeof input === 'object' && input !== null ? undefined : expected('a mapping or false', input),
  });
