import { describe, expect, it } from 'vitest';
import type { Metric } from '../../../lib/core/alarm/definition.ts';
import { errorRate } from '../../../lib/core/service/service-error-rate.ts';
import { evaluateQueries } from '../cloudwatch/math/math-spec.ts';

const count = (metricName: string): Metric => ({
  namespace: 'AWS/ApplicationELB',
  metricName,
  dimensions: { LoadBalancer: 'app/web/50dc' },
  stat: 'Sum',
  periodSeconds: 60,
});
const [targetErrors, balancerErrors, requests] = [
  count('HTTPCode_Target_5XX_Count'),
  count('HTTPCode_ELB_5XX_Count'),
  count('RequestCount'),
];
const rate = errorRate([targetErrors, balancerErrors], [requests, balancerErrors]);
const queries = rate.kind === 'math' ? rate.queries : [];

/** One minute in which each metric counted so much; a metric that is not named reported nothing. */
const percentOf = (counts: Readonly<Record<string, number>>): number | undefined => {
  const columns = new Map<string, Float64Array>();
  for (const query of queries) {
    if ('metric' in query) columns.set(query.id, Float64Array.of(counts[query.metric.metricName] ?? NaN));
  }
  const values = evaluateQueries(queries, 'percent', { count: 1, periodSeconds: 60, startOf: () => 0, columns });
  if ('unsupported' in values) throw new Error(values.unsupported);
  return values[0];
};

describe('the percentage of failed requests', () => {
  it('counts the errors of targets and of the balancer, whose own are not in the request count', () => {
    expect(percentOf({ RequestCount: 90, HTTPCode_Target_5XX_Count: 5, HTTPCode_ELB_5XX_Count: 10 })).toBe(15);
  });

  it('is exact from 25 requests a minute on', () => {
    expect(percentOf({ RequestCount: 30, HTTPCode_Target_5XX_Count: 3 })).toBe(10);
    expect(percentOf({ RequestCount: 25, HTTPCode_Target_5XX_Count: 2 })).toBe(8);
  });

  it('makes nothing of one failure among few requests, and much of many', () => {
    expect(percentOf({ RequestCount: 1, HTTPCode_Target_5XX_Count: 1 })).toBe(4);
    expect(percentOf({ RequestCount: 3, HTTPCode_Target_5XX_Count: 3 })).toBe(12);
    expect(percentOf({ RequestCount: 19, HTTPCode_Target_5XX_Count: 19 })).toBe(76);
  });

  it('is a hundred where no request reaches a target', () => {
    expect(percentOf({ HTTPCode_ELB_5XX_Count: 40 })).toBe(100);
  });

  it('is zero in a minute without any data, and never divides by zero', () => {
    expect(percentOf({})).toBe(0);
  });

  it('names each metric once and is returned by one expression that CloudWatch can read', () => {
    expect(queries).toEqual([
      {
        id: 'percent',
        label: 'percent',
        expression: '100*(FILL(m1,0)+FILL(m2,0))/IF((FILL(m3,0)+FILL(m2,0))<25,25,(FILL(m3,0)+FILL(m2,0)))',
      },
      { id: 'm1', metric: targetErrors },
      { id: 'm2', metric: balancerErrors },
      { id: 'm3', metric: requests },
    ]);
  });
});
