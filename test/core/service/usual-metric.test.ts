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
const worker: Workload = {
  kind: 'custom',
  metrics: { memory: own('Mem'), latency: own('Took'), requests: own('Handled'), errors: own('Failed') },
};

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
});
