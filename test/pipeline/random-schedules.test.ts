import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judged } from '../support/judge.ts';
import { schedules } from '../support/random-world.ts';

/** Random schedules, several faults in one run. More of them: `SCHEDULES=20000 npm run test:properties`. */
const RUNS = Number(process.env['SCHEDULES'] ?? 500);

describe('whatever alarms and people do, and whatever fails', () => {
  it(
    'nobody is left asleep, nobody is woken for nothing or for what they have, and everything can end',
    async () => {
      await fc.assert(
        fc.asyncProperty(schedules, async (schedule) => {
          expect(await judged(schedule)).toEqual([]);
        }),
        { numRuns: RUNS, interruptAfterTimeLimit: Math.max(120_000, RUNS * 300), markInterruptAsFailure: true },
      );
    },
    Math.max(180_000, RUNS * 400),
  );
});
