import { describe, expect, it } from 'vitest';
import type { Metric } from '../../../lib/core/alarm/definition.ts';
import type { Workload } from '../../../lib/core/configuration.ts';
import { usualMetricIn } from '../../../lib/core/service/usual-metric.ts';

const dimensions = { Queue: 'orders' };
const own = (metricName: string): { namespace: string; metricName: string; dimensions: Record<string, string> } => ({
  namespace: 'Shop/Worker',
  metricName,
  dimensions,
});
const worker = {
  kind: 'custom',
  metrics: { memory: own('Mem'), latency: own('Took'), requests: own('Handled'), errors: own('Failed') },
} satisfies Workload;

const usual = (workload: Workload, metric: Partial<Metric>): string =>
  usualMetricIn(workload)({ ...own('Mem'), stat: 'Average', periodSeconds: 60, ...metric }).metricName;

describe('the usual name of a metric', () => {
  it.each([
    ['Mem', 'Average', 'MemoryUtilization'],
    ['Mem', 'Maximum', 'MemoryUtilization'],
    ['Took', 'p99', 'Latency'],
    ['Handled', 'Sum', 'Count'],
    ['Failed', 'Sum', 'Errors'],
  ])('of %s %s of a workload that is described by it is %s', (metricName, stat, name) => {
    expect(usual(worker, { metricName, stat })).toBe(name);
  });

  it('is its own where the workload does not name it', () => {
    expect(usual(worker, { metricName: 'Depth' })).toBe('Depth');
    expect(usual(worker, { dimensions: { Queue: 'other' } })).toBe('Mem');
    expect(usual({ kind: 'lambda', functionName: 'web' }, {})).toBe('Mem');
  });

  it('is that of percent for memory in bytes, times what makes percent of them, and of nothing else', () => {
    const usualOf = usualMetricIn({
      kind: 'custom',
      metrics: { ...worker.metrics, memory: { ...own('Mem'), limitBytes: 400 } },
    });
    const of = (metric: Partial<Metric>) => usualOf({ ...own('Mem'), stat: 'Average', periodSeconds: 60, ...metric });
    expect(of({})).toMatchObject({ metricName: 'MemoryUtilization', scale: 0.25 });
    expect(of({ stat: 'Maximum' })).toMatchObject({ metricName: 'MemoryUtilization', scale: 0.25 });
    expect(of({ metricName: 'Took', stat: 'p99' }).scale).toBeUndefined();
    expect(of({ namespace: 'AWS/ECS', metricName: 'MemoryUtilization' }).scale).toBeUndefined();
  });
});
