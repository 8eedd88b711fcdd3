import type { Stack } from 'aws-cdk-lib';
import type { Metric } from '../core/alarm/definition.ts';
import { METRICS_NAMESPACE } from '../runtime/contract.ts';
import type { PipelineFunction } from './pipeline-function.ts';

export const queueMetric = (queueName: string, metricName: string, periodSeconds = 60): Metric => ({
  namespace: 'AWS/SQS',
  metricName,
  dimensions: { QueueName: queueName },
  stat: 'Maximum',
  periodSeconds,
});

export const functionMetric = (
  { function: { functionName } }: PipelineFunction,
  metricName: string,
  periodSeconds: number,
): Metric => ({
  namespace: 'AWS/Lambda',
  metricName,
  dimensions: { FunctionName: functionName },
  stat: 'Sum',
  periodSeconds,
});

/** Whoever follows a link is told of a failure by 503, which is no error of the function: the API counts both. */
export const failedAnswers = (apiId: string): Metric => ({
  namespace: 'AWS/ApiGateway',
  metricName: '5xx',
  dimensions: { ApiId: apiId },
  stat: 'Sum',
  periodSeconds: 300,
});

export type Counted = readonly [service: string, metricName: string];

export const ownMetric = (stack: Stack, [service, metricName]: Counted, periodSeconds: number): Metric => ({
  namespace: METRICS_NAMESPACE,
  metricName,
  dimensions: { service, stack: stack.stackName },
  stat: 'Sum',
  periodSeconds,
});

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
export const ruleMetric = (ruleName: string, metricName: string): Metric => ({
  namespace: 'AWS/Events',
  metricName,
  dimensions: { RuleName: ruleName },
  stat: 'Sum',
  periodSeconds: 60,
});

/**
 * Of all functions of the account and Region: those of the pager opt out and emit none, but a function that somebody
 * subscribed to a topic is in the same chain. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export const droppedAsLoop: Metric = {
  namespace: 'AWS/Lambda',
  metricName: 'RecursiveInvocationsDropped',
  dimensions: {},
  stat: 'Sum',
  periodSeconds: 300,
};
