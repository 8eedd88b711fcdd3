import { DIAGNOSIS } from '../events.ts';
import { answeredAround, asked, askedAround, came, lacking, revised } from '../inquiry.ts';
import type { Folds } from './fold.ts';

type CauseFact =
  | 'ContextAsked'
  | 'ContextRecorded'
  | 'ContextUnavailable'
  | 'DiagnosisAsked'
  | 'DiagnosisRecorded'
  | 'DiagnosisRevised'
  | 'CauseConfirmed';

/** What is found out about the cause. */
export const CAUSE_FOLDS: Folds<CauseFact> = {
  ContextAsked: (incident, { at, cause }) => askedAround(incident, at, cause),
  ContextRecorded: answeredAround,
  ContextUnavailable: (incident, { at, source, reason }) =>
    source === DIAGNOSIS ? lacking(incident, at, reason) : answeredAround(incident),
  DiagnosisAsked: (incident, { at }) => asked(incident, at),
  DiagnosisRecorded: came,
  DiagnosisRevised: revised,
  CauseConfirmed: (incident, { cause, by }) => ({ ...incident, confirmed: { cause, by } }),
};
