import { z } from 'zod';
import { CAUSES } from '../../lib/core/cause.ts';
import type { Diagnosis } from '../../lib/core/diagnosis/verdict/diagnosis.ts';
import { epochOf, MINUTE } from '../../lib/core/time.ts';

export type Said = Diagnosis['cause'];

/** For so long after the end the cause may still be told: the values of the trouble are those just seen. */
const FADING = 10 * MINUTE;
const SHORT = 8 * MINUTE;

const moment = z
  .string()
  .refine((text) => Number.isFinite(epochOf(text)), 'expected an instant')
  .nullish()
  .transform((text) => (text == null ? undefined : epochOf(text)));

/** What was really the matter, times in epoch ms; what a recording of others leaves out was not. */
export const truthSchema = z.object({
  kind: z.string().optional(),
  cause: z.enum([...CAUSES, 'none', 'unknown']).default('none'),
  onset: moment,
  end: moment,
  surge: z.object({ since: moment }).nullish(),
  deploy: z.string().nullish(),
  isMild: z.boolean().default(false),
  exhaustedAt: moment,
  /** Milliseconds after its end. */
  lasting: z.number().default(FADING),
});

export type Truth = z.infer<typeof truthSchema>;
export type Phase = 'before' | 'during' | 'fading' | 'over';

export const phaseAt = ({ onset, end, lasting }: Truth, at: number): Phase => {
  if (onset === undefined || at < onset) return 'before';
  if (end === undefined || at <= end) return 'during';
  return at <= end + lasting ? 'fading' : 'over';
};

export const isShort = ({ onset, end }: Truth): boolean =>
  onset !== undefined && end !== undefined && end - onset <= SHORT;

export type Outcome = 'right' | 'abstained' | 'wrong';

/** Whoever says that nothing is the matter, or that they do not know, accuses nobody. */
export const outcomeOf = (truth: Truth, at: number, said: Said): Outcome => {
  const phase = phaseAt(truth, at);
  const isTroubled = phase === 'during' || phase === 'fading';
  if (said === (isTroubled ? truth.cause : 'none')) return 'right';
  return said === 'none' || said === 'unknown' ? 'abstained' : 'wrong';
};

/** Whether there is a surge; undefined while it fades, when either may be said. */
export const hasSurge = (truth: Truth, at: number): boolean | undefined => {
  const phase = phaseAt(truth, at);
  if (phase === 'fading' && truth.surge != null) return undefined;
  return phase === 'during' && truth.surge != null && at >= (truth.surge.since ?? truth.onset ?? 0);
};

/** The deploy at fault, null where none is; undefined while its trouble fades. */
export const deployAtFault = (truth: Truth, at: number): string | null | undefined => {
  const phase = phaseAt(truth, at);
  if (phase === 'fading' && truth.deploy != null) return undefined;
  return phase === 'during' ? (truth.deploy ?? null) : null;
};
