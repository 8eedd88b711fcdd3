import { responderOf } from '../configuration.ts';
import type { IncidentEvent } from './events.ts';
import type { HeadAlarm } from './incident.ts';

/** Alarms that begin to fire, or go on, with a fact; of very many a sample. Silenced ones may be among them. */
export const alarmsFiringIn = (event: IncidentEvent): readonly HeadAlarm[] => {
  if (event.type === 'AlarmsJoined') return event.sample;
  if (event.type === 'SilenceEnded') return event.alarms;
  return event.type === 'AlarmJoined' || event.type === 'AlarmReraised' ? [event.alarm] : [];
};

/** Whom a page reached: a notification wakes nobody, and a chat is no person. */
export const personPagedIn = (event: IncidentEvent): string | undefined =>
  event.type === 'PageSent' && event.kind === 'page' ? responderOf(event.target) : undefined;
