import type { Metric } from '../alarm/definition.ts';

/** Equal for two series of the same metric and statistic, whatever their periods. */
export const identityOf = ({ namespace, metricName, dimensions, stat }: Omit<Metric, 'periodSeconds'>): string =>
  JSON.stringify([
    namespace,
    metricName,
    Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1)),
    stat,
  ]);
