import type { Found } from '../core/diagnosis/finding.ts';
import type { Instant } from '../core/time.ts';

/** A service at an instant, and which of its alarms fire, with CloudWatch's time of each. */
export interface DiagnosisAsked {
  readonly service: string;
  readonly at: Instant;
  readonly firing: readonly { readonly name: string; readonly since: Instant }[];
}

/** Says what is wrong with a service, by the numbers that it can get. */
export interface Diagnoser {
  /** @throws Error nobody can say now: the message says why, for a person. */
  diagnose(asked: DiagnosisAsked): Promise<Found>;
}
