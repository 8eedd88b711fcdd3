import { describe, expect, it } from 'vitest';
import { Ration } from '../../../lib/adapters/cloudwatch/ration.ts';
import type { Metric } from '../../../lib/core/alarm/definition.ts';
import { DAY, HOUR, type Instant, later, SECOND } from '../../../lib/core/time.ts';
import type { MetricHistory } from '../../../lib/ports/metric-history.ts';
import { memoryOf, NOW, read } from '../../support/metric-history-contract.ts';

let now: Instant = NOW;

/** What a process of five asks of a history that holds nothing; `asked` counts what reached it. */
const process = (): {
  readonly ask: (ms: number, ...metrics: Metric[]) => Promise<string>;
  readonly asked: number[];
} => {
  now = NOW;
  const asked: number[] = [];
  const history: Pick<MetricHistory, 'series'> = {
    // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous, memory is not
    series: async function* (metrics) {
      asked.push(metrics.length);
      for (const metric of metrics) yield { metric, series: undefined, remarks: [] };
    },
  };
  const ration = new Ration({ clock: () => now, processes: 5 });
  const ask = async (ms: number, ...metrics: Metric[]): Promise<string> => {
    try {
      await read(ration.of(history) as MetricHistory, metrics, { from: later(now, -ms), to: now });
      return 'answered';
    } catch (error) {
      return (error as { readonly why: string }).why;
    }
  };
  return { ask, asked };
};

/** Three series of 14 days by five minutes: 12,096 values. */
const ofDays = ['web', 'api', 'jobs'].map((name) => memoryOf(name, 300));
const recent = Array.from({ length: 10 }, (_, index) => memoryOf(`s${String(index)}`));

const timesOf = async (count: number, once: () => Promise<string>): Promise<readonly string[]> =>
  Array.fromAsync({ length: count }, once);

describe('the share of one process of five in what CloudWatch gives in a second', () => {
  it('is six questions about days (79,200 values); the others are refused as throttled, and not asked', async () => {
    const { ask, asked } = process();
    const answers = await timesOf(10, () => ask(14 * DAY, ...ofDays));
    expect(answers).toEqual([...Array<string>(6).fill('answered'), ...Array<string>(4).fill('throttled')]);
    expect(asked).toHaveLength(6);
  });

  it('is twenty questions of ten series by the minute (36,000 values): a batch of ten incidents fits', async () => {
    const { ask } = process();
    const answers = await timesOf(21, () => ask(3 * HOUR, ...recent));
    expect(answers.filter((one) => one === 'answered')).toHaveLength(20);
    expect(answers.at(-1)).toBe('throttled');
  });

  it('is of each kind its own: values by the minute do not wait for days', async () => {
    const { ask } = process();
    await timesOf(7, () => ask(14 * DAY, ...ofDays));
    expect(await ask(3 * HOUR, ...recent)).toBe('answered');
  });

  it('is whole again a second later', async () => {
    const { ask } = process();
    await timesOf(7, () => ask(14 * DAY, ...ofDays));
    now = later(now, SECOND - 1);
    expect(await ask(14 * DAY, ...ofDays)).toBe('throttled');
    now = later(now, 1);
    expect(await ask(14 * DAY, ...ofDays)).toBe('answered');
  });
});
