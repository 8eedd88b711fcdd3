import type { Severity } from '../severity.ts';
import type { IncidentEvent } from '../incident/events.ts';
import { alarmsFiringIn, personPagedIn } from '../incident/heard.ts';
import type { HeadAlarm } from '../incident/incident.ts';
import type { Instant } from '../time.ts';

/** An alarm that began to fire and was heard: silenced ones disturb nobody. */
export interface Firing {
  readonly alarmId: string;
  readonly name: string;
  readonly severity: Severity;
  /** CloudWatch's time of it; of one that was muted until then the end of that. */
  readonly since: Instant;
}

/** An incident from its opening, or a reopening, to the resolution that follows. */
export interface IncidentRun {
  readonly from: Instant;
  /** When it was critical first: from then on somebody was to be paged. */
  readonly criticalAt?: Instant | undefined;
  /** First page that went out to a responder; a notification is none. */
  readonly firstPageAt?: Instant | undefined;
  /** First acknowledgement or snooze. */
  readonly acknowledgedAt?: Instant | undefined;
  readonly acknowledgedBy?: string | undefined;
  /** When somebody acknowledged, snoozed or resolved it after that page first. */
  readonly answeredAt?: Instant | undefined;
  /** Undefined: it goes on. */
  readonly resolvedAt?: Instant | undefined;
  /** Undefined: it recovered by itself, or goes on. */
  readonly resolvedBy?: string | undefined;
  readonly firings: readonly Firing[];
}

/** A person acknowledged, snoozed or resolved it. */
export const isActedOn = ({ acknowledgedAt, resolvedBy }: IncidentRun): boolean =>
  acknowledgedAt !== undefined || resolvedBy !== undefined;

const heard = (alarms: readonly HeadAlarm[]): readonly Firing[] =>
  alarms
    .filter(({ state, silenced }) => state !== 'OK' && !silenced)
    .map(({ alarmId, name, severity, since }) => ({ alarmId, name, severity, since }));

/** What begins to fire with a fact. */
const firingsOf = (event: IncidentEvent): readonly Firing[] => {
  const firings = heard(alarmsFiringIn(event));
  return event.type === 'SilenceEnded' ? firings.map((one) => ({ ...one, since: event.at })) : firings;
};

type Taken = Extract<IncidentEvent, { type: 'IncidentAcknowledged' | 'IncidentSnoozed' }>;

const isTaken = (event: IncidentEvent): event is Taken =>
  event.type === 'IncidentAcknowledged' || event.type === 'IncidentSnoozed';

/** A person took it, or ended it. */
const isAnswer = (event: IncidentEvent): boolean =>
  isTaken(event) || (event.type === 'IncidentResolved' && event.by !== undefined);

/** What a fact adds to its run; what is there already stays. */
const addedBy = (event: IncidentEvent): Partial<IncidentRun> => {
  const { at } = event;
  if (isTaken(event)) return { acknowledgedAt: at, acknowledgedBy: event.by };
  if (event.type === 'IncidentResolved') return { resolvedAt: at, resolvedBy: event.by };
  if (event.type === 'SeverityRaised' && event.to === 'critical') return { criticalAt: at };
  return personPagedIn(event) === undefined ? {} : { firstPageAt: at };
};

/** While its facts are read. */
interface Growing extends IncidentRun {
  readonly firings: Firing[];
}

const begun = (event: IncidentEvent): Growing | undefined => {
  if (event.type !== 'IncidentOpened' && event.type !== 'IncidentReopened') return undefined;
  return { from: event.at, firings: [], ...(event.severity === 'critical' && { criticalAt: event.at }) };
};

/** A run ends once: what is recorded after its resolution (a page that was in flight) is no part of its times. */
const goesOn = (run: Growing, event: IncidentEvent): Growing => {
  run.firings.push(...firingsOf(event));
  if (run.resolvedAt !== undefined) return run;
  const answer = run.firstPageAt !== undefined && isAnswer(event) ? { answeredAt: event.at } : {};
  return { ...addedBy(event), ...answer, ...run };
};

/** Of a timeline, in order: the first from its opening. */
export const runsOf = (timeline: readonly IncidentEvent[]): readonly IncidentRun[] => {
  const runs: Growing[] = [];
  for (const event of timeline) {
    const [next, last] = [begun(event), runs.at(-1)];
    if (next !== undefined) runs.push(next);
    else if (last !== undefined) runs[runs.length - 1] = goesOn(last, event);
  }
  return runs;
};
