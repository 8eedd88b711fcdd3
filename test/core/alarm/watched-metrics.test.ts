import { describe, expect, it } from 'vitest';
import { watchedMetricsOf } from '../../../lib/core/alarm/watched-metrics.ts';

const query = (namespace: unknown, name: unknown): unknown => ({
  id: 'm',
  metricStat: { metric: { namespace, name } },
});
const of = (metrics: unknown): unknown => watchedMetricsOf({ configuration: { metrics } });

describe('what an alarm looks at', () => {
  it('is the metric of its event', () => {
    expect(of([query('AWS/SQS', 'ApproximateAgeOfOldestMessage')])).toEqual({
      metrics: [{ namespace: 'AWS/SQS', metricName: 'ApproximateAgeOfOldestMessage' }],
    });
  });

  it('is every metric of metric math, without the expression', () => {
    const math = [{ id: 'e', expression: 'a / b' }, query('AWS/ApplicationELB', 'A'), query('Shop', 'B')];
    expect(of(math)).toMatchObject({ metrics: [{ metricName: 'A' }, { metricName: 'B' }] });
  });

  it.each([
    ['a composite alarm', undefined],
    ['a query', [{ id: 'q', expression: 'SELECT AVG(CPUUtilization) FROM "AWS/EC2"' }]],
    ['what is no list', { length: 3 }],
    ['names that are none', [query(5, 'A'), query('AWS/SQS', null), query('x'.repeat(256), 'A'), null, 'metric']],
  ])('is unknown of %s', (_what, metrics) => {
    expect(of(metrics)).toEqual({});
  });

  it('is cut where an event claims more than an alarm holds', () => {
    expect(of(Array.from({ length: 10_000 }, () => query('AWS/SQS', 'A')))).toHaveProperty('metrics.length', 30);
  });
});
