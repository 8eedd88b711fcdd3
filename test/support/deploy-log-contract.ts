import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeployWord } from '../../lib/core/deploy/deploy-word.ts';
import { later } from '../../lib/core/time.ts';
import type { DeployLog } from '../../lib/ports/deploy-log.ts';
import { minute } from './incident-story.ts';

/** So many minutes after the reference incident's latency alarm. */
export const word = (minutes: number, changes: Partial<DeployWord> = {}): DeployWord => ({
  at: minute(minutes),
  id: 'ecs-svc/1',
  system: 'ecs',
  status: 'STARTED',
  ...changes,
});

const ALWAYS = { from: minute(-60), to: minute(600) };
const MOST = 100;

/** What each log of deploys keeps to. */
export const deployLogContract = (
  name: string,
  open: () => Promise<{ readonly log: DeployLog; readonly close: () => Promise<void> }>,
): void => {
  describe(`the log of deploys in ${name}`, () => {
    let log: DeployLog;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ log, close } = await open());
    });
    afterEach(() => close());

    const recorded = async (words: readonly DeployWord[], service: string | undefined = 'web'): Promise<void> => {
      for (const one of words) await log.record({ service, word: one });
    };

    it('gives a word back as it was told', async () => {
      const told = word(0, {
        revision: 'web:42 — "é"\ud800',
        url: 'https://example.com/?a=1&b=#2',
        actor: 'alice',
        subject: 'service prod/web',
      });
      await recorded([told]);
      expect(await log.words('web', ALWAYS, MOST)).toEqual([told]);
    });

    it('gives words by their time, whatever order they come in', async () => {
      await recorded([word(7, { status: 'SUCCEEDED' }), word(0), word(3, { id: 'another' })]);
      const words = await log.words('web', ALWAYS, MOST);
      expect(words?.map(({ at }) => at)).toEqual([minute(0), minute(3), minute(7)]);
    });

    it('keeps the same word once, as it came first', async () => {
      await recorded([word(0, { revision: 'first' }), word(0, { revision: 'again' }), word(0)]);
      expect(await log.words('web', ALWAYS, MOST)).toEqual([word(0, { revision: 'first' })]);
    });

    it('keeps start and end apart, and words of one time', async () => {
      const told = [word(0), word(0, { status: 'SUCCEEDED' }), word(0, { id: 'ecs-svc/2' })];
      await recorded(told);
      expect(await log.words('web', ALWAYS, MOST)).toHaveLength(3);
    });

    it('gives words of the very ends of a span, and none beyond', async () => {
      await recorded([-1, 0, 1, 5, 6].map((minutes) => word(minutes)));
      await recorded([word(0, { at: later(minute(0), -1) }), word(0, { at: later(minute(5), 1) })]);
      const words = await log.words('web', { from: minute(0), to: minute(5) }, MOST);
      expect(words?.map(({ at }) => at)).toEqual([minute(0), minute(1), minute(5)]);
    });

    it('gives the newest where there are more than are wanted', async () => {
      await recorded(Array.from({ length: 12 }, (_, index) => word(index)));
      const words = await log.words('web', ALWAYS, 3);
      expect(words?.map(({ at }) => at)).toEqual([minute(9), minute(10), minute(11)]);
    });

    it('gives every service its own, and what is nobody’s apart', async () => {
      await recorded([word(0, { id: 'of web' })]);
      await recorded([word(0, { id: 'of api' })], 'api');
      await log.record({ service: undefined, word: word(0, { id: 'nobody’s' }) });
      const ids = async (service: string | undefined) => (await log.words(service, ALWAYS, MOST))?.map(({ id }) => id);
      expect(await ids('web')).toEqual(['of web']);
      expect(await ids('api')).toEqual(['of api']);
      expect(await ids(undefined)).toEqual(['nobody’s']);
    });

    it('does not know of a service of which it was never told a word', async () => {
      await recorded([word(0)]);
      expect(await log.words('api', ALWAYS, MOST)).toBeUndefined();
      expect(await log.words(undefined, ALWAYS, MOST)).toBeUndefined();
    });

    it('knows of none in a span where it was told of others', async () => {
      await recorded([word(0)]);
      expect(await log.words('web', { from: minute(1), to: minute(2) }, MOST)).toEqual([]);
      expect(await log.words('web', { from: minute(-2), to: minute(-1) }, MOST)).toEqual([]);
    });

    it.each(['a#b#STARTED', '', '#', 'x'.repeat(5_000), '\ud83d\ude80'.repeat(900), '\ud800', '~', '$', '\u0000'])(
      'keeps an id whatever it holds (%#)',
      async (id) => {
        await recorded([word(0, { id }), word(0, { id: `${id}2` })]);
        const words = await log.words('web', { from: minute(0), to: minute(0) }, MOST);
        expect(new Set(words?.map((one) => one.id))).toEqual(new Set([id, `${id}2`]));
      },
    );
  });
};
