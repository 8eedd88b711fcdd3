import type { MetricSink } from '../../lib/ports/metric-sink.ts';
import type { StoredValue } from './stored-metrics.ts';

/** Puts into the values of an account. */
export const inMemoryMetricSink = (values: StoredValue[]): MetricSink => ({
  put: (some) => Promise.resolve(void values.push(...some)),
});
