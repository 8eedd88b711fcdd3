import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Digest, digestOf } from '../../lib/core/digest/digest.ts';
import { lastDigestWeek } from '../../lib/core/digest/week.ts';
import type { DigestLog, DigestSent } from '../../lib/ports/digest-log.ts';

/** Of the week of the reference incident, in which nothing happened. */
export const quietDigest = (changes: Partial<Digest> = {}): Digest => ({
  ...digestOf({
    week: lastDigestWeek('2023-08-07T07:00:00.000Z', 'UTC'),
    madeAt: '2023-08-07T07:00:20.000Z',
    environment: 'prod',
    counts: { total: 0, open: 0, byService: [] },
    before: { total: 0 },
    figures: undefined,
    figuresBefore: undefined,
    openNow: [],
    worse: [],
    unread: 0,
    anchor: { day: '2023-08-06', hash: 'ab'.repeat(32) },
  }),
  ...changes,
});

const sentTo = (target: DigestSent['target'], changes: Partial<DigestSent> = {}): DigestSent => ({
  target,
  at: '2023-08-07T07:00:40.000Z',
  outcome: 'sent',
  ...changes,
});

/** What every log of digests keeps to. */
export const digestLogContract = (
  name: string,
  open: () => Promise<{ readonly log: DigestLog; readonly close: () => Promise<void> }>,
): void => {
  describe(`digests in ${name}`, () => {
    let log: DigestLog;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ log, close } = await open());
    });
    afterEach(() => close());

    it('are none before one was to be sent', async () => {
      expect(await log.find('2023-W31')).toBeUndefined();
    });

    it('come back as they were put, each by its week', async () => {
      const [one, other] = [quietDigest({ environment: 'é "\\ud83d' }), quietDigest({ week: '2023-W32' })];
      await log.intend(one);
      await log.intend(other);
      expect(await log.find('2023-W31')).toEqual({ digest: one, sent: [] });
      expect(await log.find('2023-W32')).toEqual({ digest: other, sent: [] });
    });

    it('are of a week the first that was put', async () => {
      await log.intend(quietDigest());
      await log.intend(quietDigest({ unread: 3 }));
      expect((await log.find('2023-W31'))?.digest.unread).toBe(0);
    });

    it('keep of each channel what became of it first, and of no other week', async () => {
      await log.intend(quietDigest());
      await log.intend(quietDigest({ week: '2023-W32' }));
      const failed = sentTo('channel:ops', { outcome: 'failed', error: 'InvalidParameter' });
      await log.record('2023-W31', sentTo('channel:team'));
      await log.record('2023-W31', failed);
      await log.record('2023-W31', sentTo('channel:ops'));
      const kept = await log.find('2023-W31');
      expect(kept?.sent).toHaveLength(2);
      expect(kept?.sent).toEqual(expect.arrayContaining([sentTo('channel:team'), failed]));
      expect((await log.find('2023-W32'))?.sent).toEqual([]);
    });
  });
};
