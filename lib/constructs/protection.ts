import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import type { IncidentTable } from './incident-table.ts';
import { scheduler } from './scheduler.ts';

export interface ProtectionProps {
  readonly table: IncidentTable;
  /** What stands before anything is protected: all that can fail. */
  readonly after: readonly IConstruct[];
}

/** A call of the AWS API. */
interface Call {
  readonly service: string;
  readonly action: string;
  readonly input: object;
}

/** At half past, not at a rate: a rate runs for the first time while the stack is still being created. */
const EVERY_HOUR = 'cron(30 * * * ? *)';

/**
 * Keeps stack and table from being deleted by mistake, from the time when they stand: a first deploy that fails has to
 * be deleted by the next. docs/decisions/0013-protected-once-it-stands.md says why schedules do it.
 */
export class Protection extends Construct {
  private readonly role: Role;

  constructor(scope: Construct, id: string, { table, after }: ProtectionProps) {
    super(scope, id);
    const { stackId } = Stack.of(this);
    this.role = new Role(this, 'Role', { assumedBy: scheduler(this) });
    this.mayDo('ProtectStack', 'cloudformation:UpdateTerminationProtection', stackId);
    this.mayDo('ProtectTable', 'dynamodb:UpdateTable', table.tableArn);
    const ofStack = this.everyHour('Stack', {
      service: 'cloudformation',
      action: 'updateTerminationProtection',
      input: { StackName: stackId, EnableTerminationProtection: true },
    });
    const ofTable = this.everyHour('Table', {
      service: 'dynamodb',
      action: 'updateTable',
      input: { TableName: table.tableName, DeletionProtectionEnabled: true },
    });
    ofStack.node.addDependency(this.role, ...after);
    ofTable.node.addDependency(ofStack);
  }

  private mayDo(sid: string, action: string, resource: string): void {
    this.role.addToPolicy(new PolicyStatement({ sid, actions: [action], resources: [resource] }));
  }

  /** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html */
  private everyHour(what: string, { service, action, input }: Call): CfnSchedule {
    const stack = Stack.of(this);
    return new CfnSchedule(this, what, {
      description: `${stack.stackName}: keeps the ${what.toLowerCase()} from being deleted by mistake`,
      scheduleExpression: EVERY_HOUR,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: `arn:${stack.partition}:scheduler:::aws-sdk:${service}:${action}`,
        input: stack.toJsonString(input),
        roleArn: this.role.roleArn,
        // The next hour's run does what a failed one left undone.
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
    });
  }
}
