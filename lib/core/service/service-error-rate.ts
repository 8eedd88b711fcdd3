import { identityOf } from '../series/metric-identity.ts';
import type { MathQuery, Metric, Signal } from '../alarm/definition.ts';

/**
 * Fewer requests a minute are counted as so many: one failure among them is 4 percent, which says nothing, and yet a
 * service that fails all of its three requests has 12. The rate is never above the true one.
 */
const ENOUGH_REQUESTS = 25;

const RETURNED = 'percent';

/**
 * Percent of requests that fail: 100 × the sum of `failed` / the sum of `all`, counts of one period each. FILL makes an
 * absent count 0; the division is never by zero, which CloudWatch would drop. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export const errorRate = (failed: readonly Metric[], all: readonly Metric[]): Signal => {
  const inputs = new Map<string, Extract<MathQuery, { metric: Metric }>>();
  const idOf = (metric: Metric): string => {
    const key = identityOf(metric);
    const known = inputs.get(key) ?? { id: `m${String(inputs.size + 1)}`, metric };
    inputs.set(key, known);
    return known.id;
  };
  const sum = (metrics: readonly Metric[]): string => `(${metrics.map((one) => `FILL(${idOf(one)},0)`).join('+')})`;
  const part = sum(failed);
  const whole = sum(all);
  const enough = String(ENOUGH_REQUESTS);
  const expression = `100*${part}/IF(${whole}<${enough},${enough},${whole})`;
  return {
    kind: 'math',
    queries: [{ id: RETURNED, expression, label: RETURNED }, ...inputs.values()],
    returned: RETURNED,
  };
};
