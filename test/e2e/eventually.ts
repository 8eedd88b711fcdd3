import { setTimeout } from 'node:timers/promises';

const AGAIN_MS = 100;

/**
 * What `probe` comes to once it holds: it is asked again while it throws (an assertion that fails yet), until the
 * deadline.
 *
 * @throws whatever it threw last, when the time is over.
 */
export const eventually = async <T>(probe: () => T | Promise<T>, withinMs = 30_000): Promise<T> => {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await setTimeout(AGAIN_MS);
  }
};
