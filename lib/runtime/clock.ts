import { instantOf } from '../core/time.ts';
import type { Clock, Pause } from '../ports/clock.ts';

export const systemClock: Clock = () => instantOf(Date.now());

export const pause: Pause = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Full jitter: any time up to that long, so that those who lost one race together do not meet again. */
export const jitter: Pause = (ms) => pause(Math.random() * ms);
