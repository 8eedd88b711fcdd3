import type { Instant } from '../time.ts';
import { withoutOver } from './cover.ts';
import type { IncidentEvent, IncidentOpened } from './events.ts';
import { fromVersion1 } from './events-v1.ts';
import { ALARM_FOLDS } from './folds/alarms.ts';
import { CAUSE_FOLDS } from './folds/causes.ts';
import { type Fold, type Folds, unchanged } from './folds/fold.ts';
import { LEVEL_FOLDS } from './folds/levels.ts';
import { MESSAGE_FOLDS } from './folds/messages.ts';
import { PERSON_FOLDS } from './folds/persons.ts';
import { tallied } from './folds/tally.ts';
import type { Incident } from './incident.ts';
import { AT_REST, restedIfIdle } from './ladder.ts';
import { hasNeed, isStillAsked } from './need.ts';
import { NO_TALLY } from './tally.ts';

/** How each fact changes the head. */
const FOLDS: Folds<Exclude<IncidentEvent['type'], 'IncidentOpened'>> = {
  ...ALARM_FOLDS,
  ...PERSON_FOLDS,
  ...LEVEL_FOLDS,
  ...MESSAGE_FOLDS,
  ...CAUSE_FOLDS,
};

const opened = ({ v: _v, type: _type, at, levels: _levels, rounds: _rounds, ...event }: IncidentOpened): Incident => ({
  ...event,
  v: 4,
  openedAt: at,
  counts: { joined: 0, firing: 0, silent: 0, critical: 0, owned: 0, believed: 0, uncovered: 0 },
  calm: {},
  ladder: AT_REST,
  idleSince: at,
  flaps: 0,
  alarms: [],
  requested: [],
  withdrawn: [],
  paged: {},
  told: [],
  misled: [],
  remindedAt: at,
  joins: { untold: 0, alarmIds: [] },
  returns: { isUntold: false, times: 0 },
  inquiry: event.isDiagnosed && { count: 0, dueAt: [] },
  tally: NO_TALLY,
  version: 1,
  tip: '',
});

/** What time alone has done to an incident since its last fact. */
export const atInstant = (incident: Incident, at: Instant): Incident => restedIfIdle(withoutOver(incident, at), at);

/** What follows from any fact: whether somebody is still asked for, and since when nobody is needed. */
const settled = (after: Incident, at: Instant): Incident => {
  const asked = isStillAsked(after) ? true : undefined;
  const now = { ...after, asked };
  return { ...now, idleSince: hasNeed(now) ? undefined : (after.idleSince ?? at) };
};

/**
 * Folds one stored fact into the incident. Total: history is never refused; a fact of an incident that never opened
 * (a cut timeline) leaves nothing, one of a type that this version does not know only counts.
 */
export const evolve = (before: Incident | undefined, stored: IncidentEvent): Incident | undefined => {
  const event = stored.v === 1 ? fromVersion1(stored, before) : stored;
  if (event.type === 'IncidentOpened') return opened(event);
  if (before === undefined) return undefined;
  const { at } = event;
  const incident = atInstant(before, at);
  const fold = Object.hasOwn(FOLDS, event.type) ? (FOLDS[event.type] as Fold<IncidentEvent['type']>) : unchanged;
  return {
    ...settled(fold(incident, event), at),
    tally: tallied(incident.tally, event, incident.resolution?.at),
    version: incident.version + 1,
  };
};
