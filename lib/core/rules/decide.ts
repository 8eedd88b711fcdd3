import { holdFirstPage } from '../escalation/hold.ts';
import { decideResponse, unacknowledge } from './respond.ts';
import type { Lookups, CommandOf, IncidentCommand } from '../incident/commands.ts';
import { Draft } from '../incident/draft.ts';
import type { IncidentEvent } from '../incident/events.ts';
import { evolve } from '../incident/evolve.ts';
import type { Incident, Member } from '../incident/incident.ts';
import { openingOf, receiveChanges } from './receive-alarm.ts';
import type { Rejection } from '../incident/rejection.ts';
import { recordContext, recordPage } from './record.ts';
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
  Unacknowledge: always(unacknowledge),
  RecordPage: always(recordPage),
  RecordContext: always(recordContext),
  Tick: always(tick),
};

const accepted = (draft: Draft): Decision => ({
  outcome: 'accepted',
  events: draft.events,
  incident: draft.incident,
  members: draft.changedMembers,
});

const decideNew = (command: IncidentCommand, lookups: Lookups): Decision => {
  if (command.type !== 'ReceiveAlarm') return { outcome: 'rejected', rejection: { reason: 'incident-absent' } };
  const opened = openingOf(command);
  const incident = opened && evolve(undefined, opened);
  if (opened === undefined || incident === undefined) {
    return { outcome: 'accepted', events: [], incident: undefined, members: [] };
  }
  const draft = new Draft(command.at, lookups, incident);
  draft.events.push(opened);
  if (incident.severity !== 'silent') holdFirstPage(draft, 'escalation');
  receiveChanges(draft, command.changes);
  return accepted(draft);
};

/**
 * Decides what a command does to an incident (undefined: none yet). Holds every rule and changes nothing; the same
 * arguments give the same decision.
 */
export const decide = (command: IncidentCommand, incident: Incident | undefined, lookups: Lookups): Decision => {
  if (incident === undefined) return decideNew(command, lookups);
  const draft = new Draft(command.at, lookups, incident);
  const rejection = (RULES[command.type] as Rule<IncidentCommand['type']>)(draft, command);
  return rejection === undefined ? accepted(draft) : { outcome: 'rejected', rejection };
};
