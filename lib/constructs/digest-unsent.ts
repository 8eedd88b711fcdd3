import type { Stack } from 'aws-cdk-lib';
import { RECONCILER, RECONCILER_METRICS } from '../../lambdas/reconciler/contract.ts';
import type { OpsAlarmProps } from './ops-alarm.ts';
import { ownMetric } from './ops-metrics.ts';

/** Counted each minute, for a day at most. */
export const digestUnsent = (stack: Stack): Omit<OpsAlarmProps, 'topic' | 'runbookBase'> => ({
  name: 'digest-unsent',
  description: 'The weekly digest was not made or not sent for an hour, or a channel refused it. It can wait.',
  metrics: [ownMetric(stack, [RECONCILER, RECONCILER_METRICS.digestUnsent], 300)],
  evaluationPeriods: 1,
  comparison: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
});
