import type { Stack } from 'aws-cdk-lib';
import { FORECAST_METRICS, MEMORY_FORECAST } from '../../lambdas/memory-forecast/contract.ts';
import { RECONCILER, RECONCILER_METRICS } from '../../lambdas/reconciler/contract.ts';
import { FORECAST_EVERY_MS } from '../core/service/forecast-metrics.ts';
import { SECOND } from '../core/time.ts';
import type { OpsAlarmProps } from './ops-alarm.ts';
import { ownMetric } from './ops-metrics.ts';

type Silence = Omit<OpsAlarmProps, 'topic' | 'runbookBase'>;

/** Missing data fires it: what does not run says nothing. */
export const reconcilerSilent = (stack: Stack): Silence => ({
  name: 'reconciler-silent',
  description:
    'Nobody looks for late incidents: escalation hangs on single messages now. Read the log of the reconciler.',
  metrics: [ownMetric(stack, [RECONCILER, RECONCILER_METRICS.ran], 60)],
  evaluationPeriods: 5,
  comparison: 'LessThanThreshold',
  threshold: 1,
  missing: 'breaching',
});

/** The same of what is foretold. */
export const forecastsMissing = (stack: Stack): Silence => ({
  name: 'memory-forecast-silent',
  description:
    'Of some service nobody foretells memory: its growth pages nobody before the memory alarm does. The log names it.',
  metrics: [ownMetric(stack, [MEMORY_FORECAST, FORECAST_METRICS.made], FORECAST_EVERY_MS / SECOND)],
  evaluationPeriods: 3,
  comparison: 'LessThanThreshold',
  threshold: 1,
  missing: 'breaching',
});
