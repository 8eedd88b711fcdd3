import type { EscalationPolicy } from '../../lib/core/configuration.ts';
import { wakeAt } from '../../lib/core/escalation/wake.ts';
import { seal } from '../../lib/core/incident/chain.ts';
import type { IncidentEvent, IncidentOpened, NewEvent } from '../../lib/core/incident/events.ts';
import { evolve } from '../../lib/core/incident/evolve.ts';
import type { Counts, HeadAlarm, Incident, Member } from '../../lib/core/incident/incident.ts';
import { epochOf, type Instant, instantOf, MINUTE } from '../../lib/core/time.ts';
import type { Append } from '../../lib/ports/incident-store.ts';

/** So many minutes after the reference incident's latency alarm. */
export const minute = (minutes: number): Instant =>
  instantOf(epochOf('2023-08-05T14:15:00.000Z') + Math.round(minutes * MINUTE));

/** That today's configuration gives every incident of this story. */
const POLICY: EscalationPolicy = {
  levels: [
    { page: ['responder:alice'], escalateAfterMs: 15 * MINUTE },
    { page: ['responder:bob'], escalateAfterMs: 20 * MINUTE },
  ],
  repeat: 1,
  acknowledgementTimeoutMs: 30 * MINUTE,
  notify: ['channel:ops'],
  unanswered: ['responder:alice', 'responder:bob'],
  unansweredEveryMs: 60 * MINUTE,
};

export const opening = (incidentId: string, changes: Partial<IncidentOpened> = {}): IncidentOpened => ({
  v: 2,
  at: minute(0),
  type: 'IncidentOpened',
  incidentId,
  kind: 'real',
  group: `group of ${incidentId}`,
  account: '123456789012',
  region: 'eu-west-1',
  service: 'web',
  environment: 'prod',
  severity: 'critical',
  config: '0123456789ab',
  levels: 2,
  rounds: 2,
  recoverAfterMs: 5 * MINUTE,
  cooldownMs: 10 * MINUTE,
  ...changes,
});

export const fact = (at: Instant, event: NewEvent): IncidentEvent => ({ v: 2, at, ...event });

/** Of critical alarms that fire and nobody has; none: everything is over. */
export const firing = (alarms: number, joined: number = alarms): Counts => ({
  joined,
  firing: alarms,
  silent: 0,
  critical: alarms,
  owned: 0,
  believed: 0,
  uncovered: alarms,
});

export const note = (text: string, at: Instant = minute(1)): IncidentEvent =>
  fact(at, { type: 'NoteAdded', by: 'alice', text });

export const headAlarm = (alarmId: string, changes: Partial<HeadAlarm> = {}): HeadAlarm => ({
  alarmId,
  name: `alarm ${alarmId}`,
  state: 'ALARM',
  severity: 'critical',
  silenced: false,
  since: minute(0),
  reason: 'Threshold Crossed',
  ...changes,
});

export const member = (alarmId: string, changes: Partial<Member> = {}): Member => ({
  ...headAlarm(alarmId),
  alarmKey: JSON.stringify([`arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${alarmId}`]),
  alarmArn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${alarmId}`,
  ...changes,
});

export type IncidentAppend = Append & { readonly incident: NonNullable<Append['incident']> };

interface Beside extends Partial<Omit<Append, 'incident'>> {
  readonly members?: readonly Member[];
}

/** Facts appended to an incident as it stands (undefined: they open it), folded, sealed and timed as the pipeline does. */
export const appendTo = (
  before: Incident | undefined,
  events: readonly IncidentEvent[],
  { members = [], register = [], dedups = [], ...beside }: Beside = {},
): IncidentAppend => {
  const after = events.reduce(evolve, before);
  if (after === undefined) throw new Error('the first fact opens the incident');
  const sealed = seal(events, { version: before?.version ?? 0, tip: before?.tip ?? '' });
  const head = { ...after, tip: sealed.at(-1)?.hash ?? after.tip };
  return { ...beside, incident: { head, events: sealed, members, wakeAt: wakeAt(head, POLICY) }, register, dedups };
};
