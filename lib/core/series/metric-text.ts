import type { Metric } from '../alarm/definition.ts';

/** `AWS/ECS MemoryUtilization Average (ClusterName prod, ServiceName web)` */
export const metricText = ({ namespace, metricName, stat, dimensions }: Metric): string => {
  const named = Object.entries(dimensions).map(([name, value]) => `${name} ${value}`);
  return `${namespace} ${metricName} ${stat}${named.length === 0 ? '' : ` (${named.join(', ')})`}`;
};
