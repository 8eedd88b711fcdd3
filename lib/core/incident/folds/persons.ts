import type { Target } from '../../configuration.ts';
import type { Instant } from '../../time.ts';
import { believed, disbelieved, disowned, owned, uncovered, withoutOver } from '../cover.ts';
import { type Cover, type Incident } from '../incident.ts';
import { begunAgain, endedInquiry, takenMeanwhile } from '../inquiry.ts';
import { rested } from '../ladder.ts';
import { isUncovered } from '../need.ts';
import { withCounts, withoutCleared } from './alarms.ts';
import { type EventOf, type Folds, REMEMBERED_TARGETS, unchanged } from './fold.ts';

const covered = (
  incident: Incident,
  { at, by, until }: EventOf<'IncidentAcknowledged' | 'IncidentSnoozed'>,
  what: Pick<Cover, 'kind' | 'severity' | 'shown'>,
): Incident => ({
  ...owned(takenMeanwhile(incident, at), { ...what, by, at, until, version: incident.version + 1 }),
  ladder: rested(incident.ladder, true),
  held: undefined,
  acknowledgedAt: incident.acknowledgedAt ?? at,
});

const renewed = (incident: Incident, { until }: EventOf<'AcknowledgementRenewed'>): Incident =>
  incident.owner === undefined ? incident : { ...incident, owner: { ...incident.owner, until } };

/** The end of a cover is the last that asks for the place it kept. */
const letGo = ({ ladder, ...incident }: Incident): Incident => ({
  ...incident,
  ladder: { ...ladder, kept: undefined },
});

/** A person wants people: every cover ends. */
const askedFor = (incident: Incident): Incident => {
  const bare = letGo(uncovered(incident));
  return { ...bare, asked: isUncovered(bare) ? incident.asked : true };
};

const resolvedByPerson = (
  incident: Incident,
  { at, by, until }: { readonly at: Instant; readonly by: string; readonly until: Instant },
): Incident => ({
  ...believed(incident, { kind: 'resolution', by, at, until, version: incident.version + 1, severity: 'critical' }),
  ladder: rested(incident.ladder, true),
});

/** What recovers by itself keeps its cover for whoever was a member by then, and its ladder. */
const recoveredByItself = (incident: Incident): Incident => {
  const { owner } = incident;
  if (owner?.kind !== 'acknowledgement' || owner.asOf !== undefined) return incident;
  return { ...incident, owner: { ...owner, asOf: incident.version + 1 } };
};

const resolved = (
  incident: Incident,
  { at, by, counts, clearedIds, until = at }: EventOf<'IncidentResolved'>,
): Incident => {
  const ended: Incident = {
    ...endedInquiry(withoutCleared(withCounts(incident, counts, at), clearedIds)),
    resolution: by === undefined ? { at } : { at, by },
    held: undefined,
    asked: undefined,
    recoverAt: undefined,
    joins: { ...incident.joins, untold: 0, alarmIds: [] },
    returns: { ...incident.returns, isUntold: false },
  };
  return by === undefined ? recoveredByItself(ended) : resolvedByPerson(ended, { at, by, until });
};

/** Whoever heard of it takes it for over, whoever said so included, until they hear that it is open again. */
const misledBy = ({ misled, told }: Incident): readonly Target[] =>
  [...new Set([...misled, ...told])].slice(-REMEMBERED_TARGETS);

const reopened = (incident: Incident, { at, because, severity }: EventOf<'IncidentReopened'>): Incident => {
  const open: Incident = {
    ...begunAgain(incident, at, because === 'person'),
    resolution: undefined,
    held: undefined,
    severity,
    flaps: incident.flaps + (because === 'alarm' ? 1 : 0),
    misled: misledBy(incident),
    told: [],
    remindedAt: at,
    returns: { ...incident.returns, alarmId: undefined, isUntold: because === 'alarm' },
  };
  if (because === 'alarm') return withoutOver(open, at);
  const bare = because === 'person' ? askedFor(open) : disbelieved(open);
  return because === 'person' ? { ...bare, ladder: rested(bare.ladder, false) } : bare;
};

type PersonFact =
  | 'IncidentAcknowledged'
  | 'AcknowledgementRenewed'
  | 'AcknowledgementOffered'
  | 'IncidentSnoozed'
  | 'AcknowledgementEnded'
  | 'ResolutionEnded'
  | 'IncidentEscalated'
  | 'IncidentReassigned'
  | 'IncidentResolved'
  | 'IncidentReopened'
  | 'NoteAdded'
  | 'TestPageAcknowledged'
  | 'DrillEnded';

/** What people say, and how it ends. */
export const PERSON_FOLDS: Folds<PersonFact> = {
  IncidentAcknowledged: (incident, event) =>
    covered(incident, event, { kind: 'acknowledgement', severity: event.severity }),
  AcknowledgementRenewed: renewed,
  AcknowledgementOffered: unchanged,
  IncidentSnoozed: (incident, event) =>
    covered(incident, event, { kind: 'snooze', severity: incident.severity, shown: event.shown }),
  AcknowledgementEnded: (incident, { at }) => ({ ...letGo(disowned(incident)), remindedAt: at }),
  ResolutionEnded: disbelieved,
  IncidentEscalated: askedFor,
  IncidentReassigned: askedFor,
  IncidentResolved: resolved,
  IncidentReopened: reopened,
  NoteAdded: unchanged,
  TestPageAcknowledged: unchanged,
  DrillEnded: (incident, { at }) => ({ ...incident, resolution: { at } }),
};
