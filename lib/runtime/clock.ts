import { instantOf } from '../core/time.ts';
import type { Clock, Pause } from '../ports/clock.ts';

export const systemClock: Clock = () => instantOf(Date.now());

export const pause: Pause = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Full jitter: any time up to that long, so that those who lost one race together do not meet again. */
export const jitter: Pause = (ms) => pause(Math.random() * ms);

/** What takes longer than so many milliseconds is rejected, and goes on unheard. */
export const within =
  (ms: number) =>
  async <T>(work: Promise<T>): Promise<T> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`no answer within ${String(ms)} ms`));
      }, ms);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  };
