import type { Facts } from '../../core/diagnosis/facts/facts.ts';
import type { Diagnosis } from '../../core/diagnosis/verdict/diagnosis.ts';
import { localClock } from '../../core/report/local-clock.ts';
import type { Instant } from '../../core/time.ts';

export interface DiagnosisShown {
  readonly diagnosis: Diagnosis;
  /** What it was made of. */
  readonly facts: Facts;
}

export type SayTime = (at: Instant) => string;

export const UTC = localClock('UTC');

/** The day only where it is another one. */
export const clockBeside =
  (of: Instant): SayTime =>
  (at) =>
    at.slice(0, 10) === of.slice(0, 10) ? UTC.minute(at) : UTC.stamp(at);
