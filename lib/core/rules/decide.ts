import { holdFirstPage } from '../escalation/hold.ts';
import type { CommandOf, IncidentCommand, Lookups } from '../incident/commands.ts';
import { Draft } from '../incident/draft.ts';
import type { IncidentEvent, IncidentOpened } from '../incident/events.ts';
import { atInstant, evolve } from '../incident/evolve.ts';
import type { Incident, Member } from '../incident/incident.ts';
import type { Rejection } from '../incident/rejection.ts';
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

const RULES: { readonly [T in IncidentCommand['type']]: Rule<T> } = {
  ReceiveAlarm: always((draft, { changes }) => {
    receiveChanges(draft, changes);
  }),
  Respond: decideResponse,
  RecordPage: always(recordPage),
  RecordContext: always(recordContext),
  Tick: always(tick),
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

const decideNew = (command: IncidentCommand, lookups: Lookups): Decision => {
  if (command.type !== 'ReceiveAlarm') return { outcome: 'rejected', rejection: { reason: 'incident-absent' } };
  const opened = openedBy(command, lookups);
  const incident = opened && evolve(undefined, opened);
  if (opened === undefined || incident === undefined) {
    return { outcome: 'accepted', events: [], incident: undefined, members: [] };
  }
  const draft = new Draft(command.at, lookups, incident);
  draft.events.push(opened);
  if (lookups.older !== undefined) continueLadder(draft, lookups.older);
  if (incident.severity !== 'silent') holdFirstPage(draft, 'escalation');
  openWith(draft, command);
  return accepted(draft, undefined, command);
};

/**
 * Decides what a command does to an incident (undefined: none yet). Holds every rule and changes nothing; the same
 * arguments give the same decision.
 */
export const decide = (command: IncidentCommand, incident: Incident | undefined, lookups: Lookups): Decision => {
  if (incident === undefined) return decideNew(command, lookups);
  const draft = new Draft(command.at, lookups, incident);
  const rejection = (RULES[command.type] as Rule<IncidentCommand['type']>)(draft, command);
  return rejection === undefined ? accepted(draft, incident, command) : { outcome: 'rejected', rejection };
};
