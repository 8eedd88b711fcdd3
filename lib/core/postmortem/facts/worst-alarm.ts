import { alarmsFiringIn } from '../../incident/heard.ts';
import type { HeadAlarm } from '../../incident/incident.ts';
import { rankOf } from '../../severity.ts';
import type { Placed } from './placed.ts';

/** An alarm as it fired. */
export interface Fired extends Pick<Placed, 'version'> {
  readonly alarm: HeadAlarm;
  readonly at: string;
}

/** Every alarm as it came to fire, as often as it did; one that is silenced fires for nobody. */
export const firedIn = (events: readonly Placed[]): readonly Fired[] =>
  events.flatMap((placed) =>
    alarmsFiringIn(placed.event)
      .filter(({ state, silenced }) => state === 'ALARM' && !silenced)
      .map((alarm) => ({ version: placed.version, at: placed.event.at, alarm })),
  );

/** The worst that fired, of several the first. */
export const worstAlarm = (events: readonly Placed[]): Fired | undefined =>
  firedIn(events).toSorted((one, other) => rankOf(other.alarm.severity) - rankOf(one.alarm.severity))[0];
