import { LOGS, SIMILAR } from '../../context.ts';
import { DIAGNOSIS } from '../events.ts';
import type { Incident } from '../incident.ts';
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

/** What a diagnosis lacks of its own sources answers nothing else. */
const withoutContext = (incident: Incident, source: string): Incident =>
  source === LOGS || source === SIMILAR ? answeredAround(incident) : incident;

/** What is found out about the cause. */
export const CAUSE_FOLDS: Folds<CauseFact> = {
  ContextAsked: (incident, { at, cause }) => askedAround(incident, at, cause),
  ContextRecorded: answeredAround,
  ContextUnavailable: (incident, { at, source, reason }) =>
    source === DIAGNOSIS ? lacking(incident, at, reason) : withoutContext(incident, source),
  DiagnosisAsked: (incident, { at }) => asked(incident, at),
  DiagnosisRecorded: came,
  DiagnosisRevised: revised,
  CauseConfirmed: (incident, { cause, by }) => ({ ...incident, confirmed: { cause, by } }),
};
