import { type Instant, later, MINUTE } from '../../lib/core/time.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import type { PagerHealth } from '../../lib/ports/pager-health.ts';

/** A question costs; asked each minute these would be half a dollar a month. */
const ASKED_EVERY_MS = 5 * MINUTE;

/** All of these together; what they said holds for five minutes. */
export const askedSeldom = (all: readonly PagerHealth[], clock: Clock): PagerHealth => {
  let last: { readonly at: Instant; readonly said: readonly string[] } | undefined;
  return {
    troubles: async () => {
      const at = clock();
      if (last === undefined || at >= later(last.at, ASKED_EVERY_MS)) {
        last = { at, said: (await Promise.all(all.map((each) => each.troubles()))).flat() };
      }
      return last.said;
    },
  };
};
