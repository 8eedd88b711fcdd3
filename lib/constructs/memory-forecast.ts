import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Configuration } from '../core/configuration.ts';
import { putsForecasts, readsMetrics } from './authority.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { scheduler } from './scheduler.ts';

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
      reservedConcurrency: 1,
      timeout: Duration.seconds(120),
    });
    // The next run makes its own forecast: a late one would be of another instant.
    this.forecast.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(2) });
    this.everyFiveMinutes();
  }

  private everyFiveMinutes(): void {
    const { functionArn } = this.forecast.function;
    const role = new Role(this, 'ScheduleRole', { assumedBy: scheduler(this) });
    role.addToPolicy(
      new PolicyStatement({ sid: 'Invoke', actions: ['lambda:InvokeFunction'], resources: [functionArn] }),
    );
    const schedule = new CfnSchedule(this, 'Schedule', {
      description: 'Tocsin: foretells the memory of services',
      // Of the mark two minutes before, so that CloudWatch has what had ended by then: docs/alarms.md.
      scheduleExpression: 'cron(2/5 * * * ? *)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: functionArn,
        roleArn: role.roleArn,
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 120 },
      },
    });
    schedule.node.addDependency(role);
  }
}
