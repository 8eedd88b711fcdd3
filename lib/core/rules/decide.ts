import { isDrill } from '../incident/drill.ts';
import { holdFirstPage } from '../escalation/hold.ts';
import type { CommandOf, IncidentCommand, Lookups } from '../incident/commands.ts';
import { Draft } from '../incident/draft.ts';
import type { IncidentEvent, IncidentOpened } from '../incident/events.ts';
import { atInstant, evolve } from '../incident/evolve.ts';
import { type Incident, type Member } from '../incident/incident.ts';
import type { Rejection } from '../incident/rejection.ts';
import { acknowledgeDrill, drillOpened, recordTestPage, requestTestPages, tickDrill } from './drill.ts';
import { openingSeverity, openWith, receiveChanges } from './receive-alarm.ts';
import { recordPage } from './record.ts';
import { recordContext } from './record-context.ts';
import { decideResponse } from './respond.ts';
import { tick } from './tick.ts';

export type Decision =
  | {
      readonly outcome: 'accepted';
      /** Empty: the command repeats what is already so. */
      readonly events: readonly IncidentEvent[];
      /** The incident after these events; undefined where there is none. Not sealed: its tip is the old one. */
      readonly incident: Incident | undefined;
      /** Member items that changed. */
      readonly members: readonly Member[];
    }
  | { readonly outcome: 'rejected'; readonly rejection: Rejection };

type Rule<T extends IncidentCommand['type']> = (draft: Draft, command: CommandOf<T>) => Rejection | undefined;

/** A rule that refuses nothing. */
const always =
  <T extends IncidentCommand['type']>(rule: (draft: Draft, command: CommandOf<T>) => void): Rule<T> =>
  (draft, command) => {
    rule(draft, command);
    return undefined;
  };

type Rules = { readonly [T in IncidentCommand['type']]: Rule<T> };

const nothing = (): undefined => undefined;

const RULES: Rules = {
  OpenDrill: nothing,
  ReceiveAlarm: always((draft, { changes }) => {
    receiveChanges(draft, changes);
  }),
  Respond: decideResponse,
  RecordPage: always(recordPage),
  RecordContext: always(recordContext),
  Tick: always(tick),
};

/** Of a drill: no alarm, level, cover or cause is ever looked at. */
const DRILL_RULES: Rules = {
  OpenDrill: nothing,
  ReceiveAlarm: nothing,
  Respond: acknowledgeDrill,
  RecordPage: always(recordTestPage),
  RecordContext: nothing,
  Tick: always(tickDrill),
};

/** What somebody did says who signed for it; whom that asked for needs not say it again. */
const signed = (events: readonly IncidentEvent[], command: IncidentCommand): readonly IncidentEvent[] => {
  if (command.type !== 'Respond' || command.signedBy === undefined) return events;
  const { by, signedBy } = command;
  const isTheirs = (event: IncidentEvent): boolean =>
    event.type !== 'PageRequested' && 'by' in event && event.by === by;
  return events.map((event) => (isTheirs(event) ? { ...event, signedBy } : event));
};

const accepted = (draft: Draft, before: Incident | undefined, command: IncidentCommand): Decision => ({
  outcome: 'accepted',
  events: signed(draft.events, command),
  incident: draft.events.length === 0 ? before : draft.incident,
  members: draft.changedMembers,
});

/** The ladder is the group's: a newer incident goes on with one that is not at rest. */
const continueLadder = (draft: Draft, older: Incident): void => {
  const { incidentId, ladder, paged, idleSince } = atInstant(older, draft.at);
  if (ladder.step !== undefined) draft.add({ type: 'LadderContinued', from: incidentId, ladder, paged, idleSince });
};

const openedBy = (command: CommandOf<'ReceiveAlarm'>, { policy }: Lookups): IncidentOpened | undefined => {
  const severity = openingSeverity(command);
  const { levels, repeat } = policy;
  return (
    severity && {
      v: 2,
      at: command.at,
      type: 'IncidentOpened',
      ...command.opening,
      severity,
      levels: levels.length,
      rounds: repeat + 1,
    }
  );
};

/** The incident that this opens, and the draft that goes on from there. */
const draftFrom = (opened: IncidentOpened, lookups: Lookups): Draft | undefined => {
  const incident = evolve(undefined, opened);
  const draft = incident && new Draft(opened.at, lookups, incident);
  draft?.events.push(opened);
  return draft;
};

const NOTHING: Decision = { outcome: 'accepted', events: [], incident: undefined, members: [] };

const decideFirst = (command: CommandOf<'ReceiveAlarm'>, lookups: Lookups): Decision => {
  const opened = openedBy(command, lookups);
  const draft = opened && draftFrom(opened, lookups);
  if (draft === undefined) return NOTHING;
  if (lookups.older !== undefined) continueLadder(draft, lookups.older);
  if (draft.incident.severity !== 'silent') holdFirstPage(draft, 'escalation');
  openWith(draft, command);
  return accepted(draft, undefined, command);
};

const decideDrill = (command: CommandOf<'OpenDrill'>, lookups: Lookups): Decision => {
  const draft = draftFrom(drillOpened(command), lookups);
  if (draft === undefined) return NOTHING;
  requestTestPages(draft, command);
  return accepted(draft, undefined, command);
};

const decideNew = (command: IncidentCommand, lookups: Lookups): Decision => {
  if (command.type === 'ReceiveAlarm') return decideFirst(command, lookups);
  if (command.type === 'OpenDrill') return decideDrill(command, lookups);
  return { outcome: 'rejected', rejection: { reason: 'incident-absent' } };
};

/**
 * Decides what a command does to an incident (undefined: none yet). Holds every rule and changes nothing; the same
 * arguments give the same decision.
 */
export const decide = (command: IncidentCommand, incident: Incident | undefined, lookups: Lookups): Decision => {
  if (incident === undefined) return decideNew(command, lookups);
  const draft = new Draft(command.at, lookups, incident);
  const rules = isDrill(incident) ? DRILL_RULES : RULES;
  const rejection = (rules[command.type] as Rule<IncidentCommand['type']>)(draft, command);
  return rejection === undefined ? accepted(draft, incident, command) : { outcome: 'rejected', rejection };
};
