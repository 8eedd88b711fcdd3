import { otherOpen } from '../core/group/records.ts';
import { policyOf } from '../core/escalation/policy.ts';
import { disbelievedAt } from '../core/escalation/wake.ts';
import type { Lookups, IncidentCommand } from '../core/incident/commands.ts';
import { type Incident, isOpen, type Member } from '../core/incident/incident.ts';
import type { Response } from '../core/incident/response.ts';
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

const isBeliefOver = (incident: Incident, now: Instant): boolean => {
  const at = disbelievedAt(incident);
  return at !== undefined && at <= now;
};

const asksStandingToRespond = ({ type }: Response, incident: Incident): boolean =>
  isOpen(incident) ? type === 'resolve' : type === 'reopen';

/**
 * A mute that ends lets alarms count; a person's resolution clears those without data, at once or when it ends; what is
 * reopened lets go of those that joined another incident.
 */
const asksStanding = (command: IncidentCommand, incident: Incident): boolean => {
  if (command.type === 'Tick') return isMuteOver(incident, command.at) || isBeliefOver(incident, command.at);
  return command.type === 'Respond' && asksStandingToRespond(command.response, incident);
};

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

/** The register says which incident counts an alarm. */
const elsewhereOf = async (
  { register }: Pipeline,
  { incidentId, command, incident }: Question,
  members: readonly Member[],
): Promise<ReadonlySet<string>> => {
  const asks = incident !== undefined && !isOpen(incident) && command.type !== 'ReceiveAlarm';
  if (!asks || members.length === 0) return new Set();
  const entries = await register.entries(members.map(({ alarmKey }) => alarmKey));
  const isElsewhere = ({ alarmKey }: Member): boolean =>
    (entries.get(alarmKey)?.incidentId ?? incidentId) !== incidentId;
  return new Set(members.filter(isElsewhere).map(({ alarmId }) => alarmId));
};

const otherOpenFor = async ({ register }: Pipeline, { command, incident }: Question): Promise<string | undefined> => {
  const asks = command.type === 'Respond' && command.response.type === 'reopen';
  if (!asks || incident === undefined || isOpen(incident)) return undefined;
  const record = (await register.groups([incident.group])).get(incident.group);
  return otherOpen(record, incident.incidentId);
};

/** The incident whose ladder a new one of its group goes on with. */
const olderFor = async ({ store }: Pipeline, { command, incident }: Question): Promise<Incident | undefined> =>
  command.type === 'ReceiveAlarm' && command.olderId !== undefined && incident === undefined
    ? store.head(command.olderId)
    : undefined;

const openingIn = ({ command, incident }: Question): Pick<Incident, 'escalation' | 'service'> => {
  if (incident !== undefined) return incident;
  return 'opening' in command ? command.opening : { service: '' };
};

/** Reads what a decision about this command needs to know besides the head. */
export const lookUp = async (pipeline: Pipeline, question: Question): Promise<Lookups> => {
  const [members, otherOpen, unreachable, older] = await Promise.all([
    membersFor(pipeline, question),
    otherOpenFor(pipeline, question),
    pipeline.unreachable(),
    olderFor(pipeline, question),
  ]);
  const { configuration } = pipeline;
  const everyone = everyoneIn(configuration);
  return {
    members: byId(members),
    elsewhere: await elsewhereOf(pipeline, question, members),
    otherOpen,
    unreachable,
    everyone,
    isConfigured: (target) => everyone.includes(target),
    onCall: onCallAt(configuration, question.command.at),
    policy: policyOf(configuration, openingIn(question)),
    config: configuration.hash,
    older,
  };
};
