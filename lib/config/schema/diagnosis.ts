import * as z from 'zod';
import type { Configuration } from '../../core/configuration.ts';
import { LONGEST_READ_MS } from '../../core/escalation/wake.ts';
import { spokenDuration } from '../../core/time.ts';
import { duration } from './fields.ts';

/** Less than a call takes: nothing would ever be read. */
const SHORTEST_READ_MS = 200;

const RANGE = `${String(SHORTEST_READ_MS)}ms to ${spokenDuration(LONGEST_READ_MS)}`;

/** What the first page's diagnosis may take. */
export const diagnosis: z.ZodType<Configuration['diagnosis']> = z
  .strictObject({
    within: duration('1.5s')
      .refine((ms) => ms >= SHORTEST_READ_MS && ms <= LONGEST_READ_MS, {
        error: `expected ${RANGE}: a page waits 5s at most, and the diagnosis has to be recorded in that time`,
      })
      .meta({
        description: `How long the first page waits for metrics and deploys, ${RANGE}; it goes with what has come by then. Default: 1.5s.`,
      }),
  })
  .transform(({ within }) => ({ withinMs: within }))
  .optional()
  .meta({ description: 'What the first page says of the cause.' });
