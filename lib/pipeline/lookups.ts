import { otherOpen } from '../core/group/records.ts';
import type { Lookups, IncidentCommand } from '../core/incident/commands.ts';
import { type Incident, isOpen, type Member } from '../core/incident/incident.ts';
import { everyoneIn, onCallAt } from '../core/schedule/on-call.ts';
import type { Instant } from '../core/time.ts';
import type { Pipeline } from './pipeline.ts';

interface Question {
  readonly incidentId: string;
  readonly command: IncidentCommand;
  readonly incident: Incident | undefined;
}

const byId = (members: readonly Member[]): ReadonlyMap<string, Member> =>
  new Map(members.map((member) => [member.alarmId, member]));

const isMuteOver = ({ counts, mutedUntil }: Incident, now: Instant): boolean =>
  counts.silent > 0 && mutedUntil !== undefined && mutedUntil <= now;

/** A mute that ends lets alarms count; a person's resolution clears those without data. */
const asksStanding = (command: IncidentCommand, incident: Incident): boolean =>
  command.type === 'Tick'
    ? isMuteOver(incident, command.at)
    : command.type === 'Respond' && command.response.type === 'resolve' && isOpen(incident);

const membersFor = async (
  { store }: Pipeline,
  { incidentId, command, incident }: Question,
): Promise<readonly Member[]> => {
  if (incident === undefined) return [];
  if (command.type === 'ReceiveAlarm') {
    return store.members(incidentId, [...new Set(command.changes.map(({ alarmId }) => alarmId))]);
  }
  return asksStanding(command, incident) ? store.members(incidentId, 'standing') : [];
};

const otherOpenFor = async ({ register }: Pipeline, { command, incident }: Question): Promise<string | undefined> => {
  const asks = command.type === 'Tick' || (command.type === 'Respond' && command.response.type === 'reopen');
  if (!asks || incident === undefined || isOpen(incident)) return undefined;
  const record = (await register.groups([incident.group])).get(incident.group);
  return otherOpen(record, incident.incidentId);
};

/** Reads what a decision about this command needs to know besides the head. */
export const lookUp = async (pipeline: Pipeline, question: Question): Promise<Lookups> => {
  const [members, otherOpen, unreachable] = await Promise.all([
    membersFor(pipeline, question),
    otherOpenFor(pipeline, question),
    pipeline.unreachable(),
  ]);
  const { configuration } = pipeline;
  return {
    members: byId(members),
    otherOpen,
    unreachable,
    everyone: everyoneIn(configuration),
    onCall: onCallAt(configuration, question.command.at),
  };
};
