import { DIAGNOSIS } from '../events.ts';
import { asked, came, lacking, revised } from '../inquiry.ts';
import { type Folds, unchanged } from './fold.ts';

type CauseFact =
  | 'ContextRecorded'
  | 'ContextUnavailable'
  | 'DiagnosisAsked'
  | 'DiagnosisRecorded'
  | 'DiagnosisRevised'
  | 'CauseConfirmed';

/** What is found out about the cause. */
export const CAUSE_FOLDS: Folds<CauseFact> = {
  ContextRecorded: unchanged,
  ContextUnavailable: (incident, { at, source, reason }) =>
    source === DIAGNOSIS ? lacking(incident, at, reason) : incident,
  DiagnosisAsked: (incident, { at }) => asked(incident, at),
  DiagnosisRecorded: came,
  DiagnosisRevised: revised,
  CauseConfirmed: (incident, { cause, by }) => ({ ...incident, confirmed: { cause, by } }),
};
