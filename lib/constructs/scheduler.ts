import { type Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct, IConstruct } from 'constructs';
import type { PipelineFunction } from './pipeline-function.ts';

/**
 * EventBridge Scheduler, for schedules of this account only.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export const scheduler = (scope: IConstruct): ServicePrincipal =>
  new ServicePrincipal('scheduler.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  });

export interface OnSchedule {
  readonly description: string;
  /** `rate(1 minute)`, `cron(2/5 * * * ? *)` */
  readonly when: string;
  /** A run that did not begin by then is dropped, and one that failed is not tried again: the next one does its work. */
  readonly lateAtMost: Duration;
}

/** Calls a function on a schedule of its own, by a role of its own, which belong to `scope`. */
export const callOnSchedule = (
  scope: Construct,
  { function: called }: PipelineFunction,
  { description, when, lateAtMost }: OnSchedule,
): void => {
  called.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: lateAtMost });
  const { functionArn } = called;
  const role = new Role(scope, 'ScheduleRole', { assumedBy: scheduler(scope) });
  role.addToPolicy(
    new PolicyStatement({ sid: 'Invoke', actions: ['lambda:InvokeFunction'], resources: [functionArn] }),
  );
  const schedule = new CfnSchedule(scope, 'Schedule', {
    description,
    scheduleExpression: when,
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: functionArn,
      roleArn: role.roleArn,
      retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: lateAtMost.toSeconds() },
    },
  });
  schedule.node.addDependency(role);
};
