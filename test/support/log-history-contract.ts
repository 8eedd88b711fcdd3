import { describe, expect, it } from 'vitest';
import { READ_OF_MESSAGE } from '../../lib/core/logs/said.ts';
import { MOST_MESSAGES } from '../../lib/core/logs/stretches.ts';
import { later, SECOND } from '../../lib/core/time.ts';
import type { LogHistory, ReadLogs } from '../../lib/ports/log-history.ts';
import type { LoggedMessage } from './fake-logs.ts';
import { minute } from './incident-spec.ts';

export const LOG_GROUP = '/ecs/web';

export const readLogs = (history: LogHistory, withinMs = 5_000, mostBytes = 1e9): Promise<ReadLogs> =>
  history.read({ logGroup: LOG_GROUP, stretch: { from: minute(0), to: minute(10) }, withinMs, mostBytes });

/** What each log history keeps to. `open` makes one of the messages of `LOG_GROUP`. */
export const logHistoryContract = (open: (logged: readonly LoggedMessage[]) => Promise<LogHistory>): void => {
  describe('the messages of a log', () => {
    it('are those of the stretch, both ends of it too, newest first', async () => {
      const at = [minute(-1), minute(0), minute(3), minute(10), minute(11)];
      const read = await readLogs(await open(at.map((one) => ({ at: one, message: one }))));
      expect(read.messages).toEqual([minute(10), minute(3), minute(0)].map((one) => ({ at: one, text: one })));
      expect([read.matched, read.stopped]).toEqual([3, undefined]);
    });

    it('are none where none are', async () => {
      expect(await readLogs(await open([]))).toMatchObject({ messages: [], matched: 0 });
    });

    it('are the newest of too many, and it is said of how many', async () => {
      const logged = Array.from({ length: MOST_MESSAGES + 7 }, (_, index) => ({
        at: later(minute(0), (index * SECOND) / 10),
        message: String(index),
      }));
      const { messages, matched } = await readLogs(await open(logged));
      expect(messages).toHaveLength(MOST_MESSAGES);
      expect(messages[0]?.text).toBe(String(MOST_MESSAGES + 6));
      expect(matched).toBe(MOST_MESSAGES + 7);
    });

    it('are cut, and else as they were written', async () => {
      const message = `\u001b[31m"x" \u202e ${'long '.repeat(400)}`;
      const { messages } = await readLogs(await open([{ at: minute(1), message }]));
      expect(messages).toEqual([{ at: minute(1), text: message.slice(0, READ_OF_MESSAGE) }]);
    });
  });
};
