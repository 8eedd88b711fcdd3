import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { WATCHDOG_URL } from '../../lambdas/reconciler/contract.ts';
import { BY_WAKE } from '../adapters/dynamodb/contract.ts';
import { queries } from './authority.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { environmentOf, movesIncidents } from './pipeline-resources.ts';
import type { PipelineResources } from './pipeline-resources.ts';
import { scheduler } from './scheduler.ts';

/** Every minute: ticks what is late, whatever the reason, and says that it ran. */
export class Reconciler extends Construct {
  readonly reconciler: PipelineFunction;

  constructor(scope: Construct, id: string, resources: PipelineResources) {
    super(scope, id);
    const { watchdog } = resources.configuration;
    this.reconciler = new PipelineFunction(this, 'Reconciler', {
      name: 'reconciler',
      description: 'Tocsin: ticks the incidents that are late',
      configuration: resources.configuration,
      environment: {
        ...environmentOf(resources),
        ...(watchdog === undefined ? {} : { [WATCHDOG_URL]: watchdog.url }),
      },
      authority: [...movesIncidents(resources), queries(resources.table, [BY_WAKE.name])],
      reservedConcurrency: 1,
    });
    // The next minute's run does what a failed one left undone; a second try would only stand in its way.
    this.reconciler.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    this.everyMinute();
  }

  private everyMinute(): void {
    const { functionArn } = this.reconciler.function;
    const role = new Role(this, 'ScheduleRole', { assumedBy: scheduler(this) });
    role.addToPolicy(
      new PolicyStatement({ sid: 'Invoke', actions: ['lambda:InvokeFunction'], resources: [functionArn] }),
    );
    const schedule = new CfnSchedule(this, 'Schedule', {
      description: 'Tocsin: ticks the incidents that are late',
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: functionArn,
        roleArn: role.roleArn,
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
    });
    schedule.node.addDependency(role);
  }
}
