import type { FiringAlarm } from './situation.ts';

/** What an alarm of Tocsin's watches that says that somebody is hurt. */
const ABOUT: ReadonlyMap<string, FiringAlarm['about']> = new Map([
  ['latency', 'latency'],
  ['errors', 'errors'],
]);

/** How an alarm that watches this says that somebody is hurt; undefined: it does not. */
export const alarmedAbout = (watches: string): FiringAlarm['about'] | undefined => ABOUT.get(watches);
