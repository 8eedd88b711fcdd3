import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Configuration } from '../core/configuration.ts';
import { putsForecasts, readsMetrics } from './authority.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { callOnSchedule } from './scheduler.ts';

export interface MemoryForecastProps {
  readonly configuration: Configuration;
}

/** Every five minutes: puts what is foretold of the memory of services where their alarms look. It sees no incident. */
export class MemoryForecast extends Construct {
  readonly forecast: PipelineFunction;

  constructor(scope: Construct, id: string, { configuration }: MemoryForecastProps) {
    super(scope, id);
    this.forecast = new PipelineFunction(this, 'MemoryForecast', {
      name: 'memory-forecast',
      description: 'Tocsin: foretells the memory of services, as metrics',
      configuration,
      environment: {},
      authority: [readsMetrics(), putsForecasts()],
      loops: false,
      reservedConcurrency: 1,
      timeout: Duration.seconds(120),
    });
    callOnSchedule(this, this.forecast, {
      description: 'Tocsin: foretells the memory of services',
      // Of the mark two minutes before, so that CloudWatch has what had ended by then: docs/alarms.md.
      when: 'cron(2/5 * * * ? *)',
      lateAtMost: Duration.minutes(2),
    });
  }
}
