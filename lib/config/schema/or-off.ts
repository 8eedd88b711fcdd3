import * as z from 'zod';
import { expected } from './expected.ts';

/** Whether it is a mapping, of which its keys tell what is wrong. */
export const isWritten = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && !Array.isArray(input);

/** An alarm, or `false` for none. */
export const orOff = <T>(alarm: z.ZodType<T>): z.ZodType<T | false> =>
  z.union([z.literal(false), alarm], {
    error: ({ input }) => (isWritten(input) ? undefined : expected('a mapping or false', input)),
  });
