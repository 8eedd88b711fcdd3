import type { Missing } from '../core/diagnosis/facts/situation.ts';
import type { Found } from '../core/diagnosis/finding.ts';
import type { Instant } from '../core/time.ts';

/** A service of an account and Region at an instant, and which of its alarms fire, with CloudWatch's time of each. */
export interface DiagnosisAsked {
  readonly service: string;
  readonly account: string;
  readonly region: string;
  readonly at: Instant;
  readonly firing: readonly { readonly name: string; readonly since: Instant }[];
}

/** A diagnosis, and what its sources did not give. */
export interface DiagnoserAnswer extends Found {
  readonly missing?: readonly Missing[] | undefined;
}

/** Says what is wrong with a service, by the numbers that it can get. */
export interface Diagnoser {
  /** @throws NoDiagnosisError nobody can say now. */
  diagnose(asked: DiagnosisAsked): Promise<DiagnoserAnswer>;
}

/** Nobody can say what is wrong; the message says why, for a person. */
export class NoDiagnosisError extends Error {
  override readonly name = 'NoDiagnosisError';
}
