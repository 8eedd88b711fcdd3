import type { Cause, ConfirmedCause } from '../../../lib/core/cause.ts';
import type { Configuration } from '../../../lib/core/configuration.ts';
import { type Figures, type FiguresAsked, figuresOf } from '../../../lib/core/figures/figures.ts';
import { type IncidentFigures, incidentFiguresOf } from '../../../lib/core/figures/incident-figures.ts';
import type { IncidentEvent, IncidentOpened } from '../../../lib/core/incident/events.ts';
import type { HeadAlarm, IncidentSeverity } from '../../../lib/core/incident/incident.ts';
import { fact, firing, headAlarm, minute, opening } from '../../support/incident-story.ts';
import { leakSaid } from '../../support/said-diagnosis.ts';

/** What happens at a minute after 14:15 UTC on Saturday 5 August 2023: 10:15 in New York, 15:15 in London. */
export const opens = (id: string, changes: Partial<IncidentOpened> = {}): IncidentEvent => opening(id, changes);

export const fires = (minutes: number, alarm = 'latency', changes: Partial<HeadAlarm> = {}): IncidentEvent =>
  fact(minute(minutes), {
    type: 'AlarmJoined',
    alarm: headAlarm(alarm, { since: minute(minutes), ...changes }),
    counts: firing(1),
  });

export const firesAgain = (minutes: number, alarm = 'latency'): IncidentEvent =>
  fact(minute(minutes), {
    type: 'AlarmReraised',
    alarm: headAlarm(alarm, { since: minute(minutes) }),
    counts: firing(1),
  });

const message = { type: 'PageSent', pageId: 'p', subject: 's', text: 't' } as const;

export const pages = (
  minutes: number,
  target: 'responder:alice' | 'responder:bob' | 'channel:ops' = 'responder:alice',
): IncidentEvent =>
  fact(minute(minutes), { ...message, kind: 'page', target, level: 1, round: 1, reason: 'escalation' });

export const notifies = (minutes: number): IncidentEvent =>
  fact(minute(minutes), { ...message, kind: 'notification', target: 'responder:alice', about: 'opened' });

export const acknowledges = (minutes: number, by = 'alice'): IncidentEvent =>
  fact(minute(minutes), { type: 'IncidentAcknowledged', by, until: minute(minutes + 30), severity: 'critical' });

export const resolves = (minutes: number, by?: string): IncidentEvent =>
  fact(minute(minutes), { type: 'IncidentResolved', by, stillFiring: 0, counts: firing(0) });

export const reopens = (minutes: number, severity: IncidentSeverity = 'critical'): IncidentEvent =>
  fact(minute(minutes), { type: 'IncidentReopened', because: 'alarm', severity });

export const raises = (minutes: number): IncidentEvent =>
  fact(minute(minutes), { type: 'SeverityRaised', from: 'warning', to: 'critical' });

export const diagnoses = (minutes: number, cause: Cause | 'unknown', afterOnset: number | null = null): IncidentEvent =>
  fact(minute(minutes), {
    type: 'DiagnosisRecorded',
    number: 1,
    hash: '',
    isForPage: true,
    said: { ...leakSaid, at: minute(minutes), cause, minutesAfterOnset: afterOnset },
  });

export const confirms = (minutes: number, cause: ConfirmedCause): IncidentEvent =>
  fact(minute(minutes), { type: 'CauseConfirmed', by: 'alice', cause });

export const measured = (timeline: readonly IncidentEvent[], isDeployImplicated = false): IncidentFigures => {
  const measures = incidentFiguresOf(timeline, { isDeployImplicated });
  if (measures === undefined) throw new Error('the first fact opens the incident');
  return measures;
};

/** From an hour before 14:15 to a day after. */
export const span = { from: minute(-60), to: minute(24 * 60) };

export const figured = (
  timelines: readonly (readonly IncidentEvent[])[],
  asked: Partial<FiguresAsked> & { readonly configuration?: Configuration } = {},
): Figures =>
  figuresOf(
    timelines.map((timeline) => measured(timeline)),
    { span, homeTimeZone: 'UTC', ...asked },
  );
