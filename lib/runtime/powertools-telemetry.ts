import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Telemetry } from '../ports/telemetry.ts';
import { METRICS_NAMESPACE, STACK_NAME } from './contract.ts';
import { requireEnv } from './environment.ts';

/** Structured lines, and metrics in CloudWatch's embedded format, of one function. */
export const powertoolsTelemetry = (serviceName: string): Telemetry => {
  const logger = new Logger({ serviceName });
  const metrics = new Metrics({
    namespace: METRICS_NAMESPACE,
    serviceName,
    defaultDimensions: { stack: requireEnv(STACK_NAME) },
  });
  return {
    log: (level, message, fields) => {
      logger[level](message, { ...fields });
    },
    count: (counts) => {
      for (const [name, value] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, value);
      metrics.publishStoredMetrics();
    },
  };
};
