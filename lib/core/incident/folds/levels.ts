import type { Incident } from '../incident.ts';
import { placeOf, stepped } from '../ladder.ts';
import { awaited, wentAhead } from '../inquiry.ts';
import type { EventOf, Folds } from './fold.ts';

const reached = (incident: Incident, event: EventOf<'LevelReached' | 'IncidentUnanswered'>): Incident => {
  const isReassigned = event.type === 'LevelReached' && event.reason === 'reassigned';
  const step = { ...placeOf(event), askedAt: event.at };
  const begins = event.type === 'LevelReached' && event.level === 1 && !isReassigned;
  return { ...wentAhead(incident), held: undefined, ladder: stepped(incident.ladder, step, begins) };
};

const skipped = (incident: Incident, { level, because }: EventOf<'LevelSkipped'>): Incident => {
  const { ladder } = incident;
  const { step, pass } = ladder;
  if (because === 'no-target' && level === 1)
    return { ...incident, ladder: { ...ladder, pass: { ...pass, isHeard: false } } };
  if (because !== 'unreachable' || step === undefined) return incident;
  return { ...incident, ladder: { ...ladder, step: { ...step, isPassed: true }, pass: { ...pass, isHeard: true } } };
};

const nobodyReached = (incident: Incident, event: EventOf<'NobodyReached'>): Incident => {
  const { ladder } = incident;
  const step = ladder.step ?? { ...placeOf(event), askedAt: event.at };
  const { pass } = ladder;
  return {
    ...incident,
    ladder: {
      ...ladder,
      step: { ...step, ...placeOf(event) },
      kept: undefined,
      pass: { ...pass, unheard: pass.unheard + 1, overUntil: event.nextAt },
    },
  };
};

type LevelFact =
  | 'PageHeld'
  | 'HoldEnded'
  | 'LevelReached'
  | 'LevelSkipped'
  | 'NobodyReached'
  | 'IncidentUnanswered'
  | 'LadderContinued'
  | 'SeverityRaised'
  | 'SeverityLowered'
  | 'ConfigurationApplied';

/** What the incident itself decides. */
export const LEVEL_FOLDS: Folds<LevelFact> = {
  PageHeld: (incident, { reason, diagnoseUntil }) => ({ ...awaited(incident), held: { reason, diagnoseUntil } }),
  HoldEnded: (incident) => ({
    ...wentAhead(incident),
    held: undefined,
    joins: { ...incident.joins, untold: 0, alarmIds: [] },
  }),
  LevelReached: reached,
  LevelSkipped: skipped,
  NobodyReached: nobodyReached,
  IncidentUnanswered: reached,
  LadderContinued: (incident, { ladder, paged, idleSince }) => ({ ...incident, ladder, paged, idleSince }),
  SeverityRaised: (incident, { to }) => ({ ...incident, severity: to }),
  SeverityLowered: (incident, { to }) => ({ ...incident, severity: to }),
  ConfigurationApplied: (incident, { config }) => ({ ...incident, config }),
};
