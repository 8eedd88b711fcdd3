import type { FiringAlarm } from './situation.ts';

/** What an alarm of Tocsin's watches that says that somebody is hurt. */
const ABOUT: ReadonlyMap<string, FiringAlarm['about']> = new Map([
  ['latency', 'latency'],
  ['errors', 'errors'],
]);

/** How an alarm that watches this says that somebody is hurt; undefined: it does not. */
export const alarmedAbout = (watches: string): FiringAlarm['about'] | undefined => ABOUT.get(watches);

/** Of alarms that fire, those that say that somebody is hurt; `watches`: what each alarm of the service watches, by name. */
export const tellingAlarms = (
  firing: readonly Omit<FiringAlarm, 'about'>[],
  watches: ReadonlyMap<string, string>,
): readonly FiringAlarm[] =>
  firing.flatMap((alarm) => {
    const about = alarmedAbout(watches.get(alarm.name) ?? '');
    return about === undefined ? [] : [{ ...alarm, about }];
  });
