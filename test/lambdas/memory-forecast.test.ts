import { describe, expect, it } from 'vitest';
import { foretellMemory } from '../../lambdas/memory-forecast/foretell-memory.ts';
import type { MetricHistory } from '../../lib/ports/metric-history.ts';
import type { MetricValue } from '../../lib/ports/metric-sink.ts';
import { threeLevels } from '../support/configurations.ts';
import { World } from '../support/function-world.ts';
import { historyOf, leaking } from '../support/leaking-service.ts';

const running = async (
  world: World,
  history: Pick<MetricHistory, 'series'> = historyOf(leaking, world.now).history,
): Promise<readonly MetricValue[]> => {
  const values: MetricValue[] = [];
  const host = {
    metrics: history,
    sink: { put: (some: readonly MetricValue[]) => Promise.resolve(void values.push(...some)) },
    clock: () => world.now,
    within: <T>(work: Promise<T>) => work,
  };
  await foretellMemory({ host, telemetry: world.telemetry, configuration: threeLevels });
  return values;
};

describe('the forecast of memory', () => {
  it('puts what the alarms watch, and says that it did', async () => {
    const world = new World();
    const values = await running(world);
    expect(values).toMatchObject([
      { metric: { metricName: 'MemoryExhaustionMinutes' } },
      { metric: { metricName: 'SlowLeak' } },
    ]);
    expect(values[0]?.value).toBeLessThan(60);
    expect(world.counts).toEqual({ ForecastsMade: 1 });
    expect(world.lines).toMatchObject([
      { level: 'info', message: 'forecasts made', fields: { put: 2, unforeseen: [] } },
    ]);
  });

  it('does not say that it did while of any service something could not be read, and names it', async () => {
    const world = new World();
    const failing = {
      series: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('no')) }) }),
    };
    expect(await running(world, failing)).toEqual([]);
    expect(world.counts).toEqual({});
    expect(world.lines).toMatchObject([
      { level: 'error', fields: { unforeseen: [{ service: 'web', reason: 'timeout' }] } },
    ]);
  });
});
