import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReleaseVerdict } from '../../lib/core/release/release-verdict.ts';
import { later } from '../../lib/core/time.ts';
import type { ReleaseLog } from '../../lib/ports/release-log.ts';
import { minute } from './incident-story.ts';

/** On a deploy that began so many minutes after the reference incident's latency alarm. */
export const verdictAt = (minutes: number, changes: Partial<ReleaseVerdict> = {}): ReleaseVerdict => ({
  id: 'ecs-svc/1',
  deployedAt: minute(minutes),
  at: minute(minutes + 33),
  verdict: 'worse',
  why: 'latency 50 ms → 98 ms',
  against: null,
  daysBefore: 0,
  compared: [{ what: 'latency', unit: 's', before: 0.05, after: 0.098, says: 'worse' }],
  ...changes,
});

const ALWAYS = { from: minute(-60), to: minute(600) };
const MOST = 100;

/** What each log of releases keeps to. */
export const releaseLogContract = (
  name: string,
  open: () => Promise<{ readonly log: ReleaseLog; readonly close: () => Promise<void> }>,
): void => {
  describe(`the log of releases in ${name}`, () => {
    let log: ReleaseLog;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ log, close } = await open());
    });
    afterEach(() => close());

    const kept = async (verdicts: readonly ReleaseVerdict[], service = 'web'): Promise<void> => {
      for (const one of verdicts) await log.keep(service, one);
    };

    it('gives a verdict back as it was kept, and none where there is none', async () => {
      expect(await log.verdicts('web', ALWAYS, MOST)).toEqual([]);
      await kept([verdictAt(0, { why: 'was "é" \ud83d\ude80', against: 'ecs-svc/0' })]);
      expect(await log.verdicts('web', ALWAYS, MOST)).toEqual([
        verdictAt(0, { why: 'was "é" \ud83d\ude80', against: 'ecs-svc/0' }),
      ]);
    });

    it('keeps one of a deploy, the first', async () => {
      await kept([verdictAt(0), verdictAt(0, { verdict: 'same', at: minute(99) })]);
      expect(await log.verdicts('web', ALWAYS, MOST)).toEqual([verdictAt(0)]);
    });

    it('keeps those of two deploys of one time, and of one id at two times, apart', async () => {
      await kept([verdictAt(0), verdictAt(0, { id: 'ecs-svc/2' }), verdictAt(5)]);
      expect(await log.verdicts('web', ALWAYS, MOST)).toHaveLength(3);
    });

    it('gives those of the very ends of a span, by the time of their deploys, and none beyond', async () => {
      await kept([6, 5, 1, 0, -1].map((minutes) => verdictAt(minutes)));
      await kept([
        verdictAt(0, { deployedAt: later(minute(0), -1) }),
        verdictAt(0, { deployedAt: later(minute(5), 1) }),
      ]);
      const verdicts = await log.verdicts('web', { from: minute(0), to: minute(5) }, MOST);
      expect(verdicts.map(({ deployedAt }) => deployedAt)).toEqual([minute(0), minute(1), minute(5)]);
      const newest = await log.verdicts('web', ALWAYS, 2);
      expect(newest.map(({ deployedAt }) => deployedAt)).toEqual([later(minute(5), 1), minute(6)]);
    });

    it('gives every service its own', async () => {
      await kept([verdictAt(0)]);
      expect(await log.verdicts('api', ALWAYS, MOST)).toEqual([]);
    });
  });
};
