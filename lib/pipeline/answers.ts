import type { Target } from '../core/configuration.ts';
import type { Answers, IncidentCommand } from '../core/incident/commands.ts';
import { type Incident, isOpen, type Member } from '../core/incident/incident.ts';
import { onCall } from '../core/schedule/on-call.ts';
import type { Pipeline } from './pipeline.ts';

interface Question {
  readonly incidentId: string;
  readonly command: IncidentCommand;
  readonly incident: Incident | undefined;
}

const byId = (members: readonly Member[]): ReadonlyMap<string, Member> =>
  new Map(members.map((member) => [member.alarmId, member]));

const membersFor = async (
  { store }: Pipeline,
  { incidentId, command, incident }: Question,
): Promise<readonly Member[]> => {
  if (incident === undefined) return [];
  if (command.type === 'ReceiveAlarm') {
    return store.members(incidentId, [...new Set(command.changes.map(({ alarmId }) => alarmId))]);
  }
  const isMuteOver =
    incident.counts.silent > 0 && incident.mutedUntil !== undefined && incident.mutedUntil <= command.at;
  return command.type === 'Tick' && isMuteOver ? store.members(incidentId, 'standing') : [];
};

const otherOpenFor = async ({ register }: Pipeline, { command, incident }: Question): Promise<string | undefined> => {
  const asks = command.type === 'Reopen' || command.type === 'Tick';
  if (!asks || incident === undefined || isOpen(incident)) return undefined;
  const record = (await register.groups([incident.group])).get(incident.group);
  return record?.status === 'open' && record.incidentId !== incident.incidentId ? record.incidentId : undefined;
};

const everyone = ({ configuration }: Pipeline): readonly Target[] => [
  ...Object.keys(configuration.responders).map((name): Target => `responder:${name}`),
  ...Object.keys(configuration.channels).map((name): Target => `channel:${name}`),
];

/** Reads what a decision about this command needs to know besides the head. */
export const answersFor = async (pipeline: Pipeline, question: Question): Promise<Answers> => {
  const [members, otherOpen, unreachable] = await Promise.all([
    membersFor(pipeline, question),
    otherOpenFor(pipeline, question),
    pipeline.unreachable(),
  ]);
  const { schedules } = pipeline.configuration;
  return {
    members: byId(members),
    otherOpen,
    unreachable,
    everyone: everyone(pipeline),
    onCall: (name) => {
      const schedule = Object.hasOwn(schedules, name) ? schedules[name] : undefined;
      return schedule && onCall(schedule, question.command.at);
    },
  };
};
