import * as z from 'zod';
import type { Configuration } from '../../core/configuration.ts';
import { LONGEST_READ_MS } from '../../core/escalation/wake.ts';
import { SECOND } from '../../core/time.ts';
import { duration } from './fields.ts';

/** Less than a call takes: nothing would ever be read. */
const SHORTEST_READ_MS = 200;

const [LEAST, MOST] = [`${String(SHORTEST_READ_MS)}ms`, `${String(LONGEST_READ_MS / SECOND)}s`];

/** What the first page's diagnosis may take. */
export const diagnosis: z.ZodType<Configuration['diagnosis']> = z
  .strictObject({
    within: duration({
      example: '1.5s',
      least: LEAST,
      most: MOST,
      because: 'a page waits 5s at most, and the diagnosis has to be recorded in that time',
    }).meta({
      description: `How long the first page waits for metrics and deploys, ${LEAST} to ${MOST}; it goes with what has come by then. Default: 1.5s.`,
    }),
  })
  .transform(({ within }) => ({ withinMs: within }))
  .optional()
  .meta({ description: 'What the first page says of the cause.' });
