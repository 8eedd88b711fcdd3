import * as z from 'zod/mini';
import type { Seen } from '../incident/response.ts';

const count = z.int().check(z.minimum(0));

/** `expect` of a JSON body, a form and a recording; what it does not know is left out. */
export const seenSchema: z.ZodMiniType<Seen> = z.object({
  status: z.optional(z.enum(['triggered', 'acknowledged', 'resolved'])),
  severity: z.optional(z.enum(['critical', 'warning', 'silent'])),
  level: z.optional(count),
  round: z.optional(count),
  owner: z.optional(z.nullable(z.string())),
  alarms: z.optional(z.array(z.string())),
});
