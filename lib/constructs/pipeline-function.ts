import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, EventSourceMapping, Function, RecursiveLoop, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BATCHES_AT_ONCE } from '../adapters/sqs/contract.ts';
import type { Configuration } from '../core/configuration.ts';
import { STACK_NAME } from '../runtime/contract.ts';
import { receives } from './authority.ts';
import { functionCode } from './function-bundles.ts';
import type { FunctionName } from './function-bundles.ts';

export interface PipelineFunctionProps {
  readonly name: FunctionName;
  readonly description: string;
  readonly configuration: Configuration;
  readonly environment: Readonly<Record<string, string>>;
  /** Its whole authority, beside its own log and traces. */
  readonly authority: readonly PolicyStatement[];
  readonly reservedConcurrency: number;
  /** @default - it does: a tick sends the next one */
  readonly loops?: false;
  /** @default - 512 MB */
  readonly memoryMegabytes?: number;
  /** @default - 30 seconds */
  readonly timeout?: Duration;
}

/** One function of the pipeline, with a role and a log group of its own. */
export class PipelineFunction extends Construct {
  readonly function: Function;
  readonly logGroup: LogGroup;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    for (const statement of [this.logging(), ...props.authority]) this.role.addToPrincipalPolicy(statement);
    const { configuration, reservedConcurrency } = props;
    this.function = new Function(this, 'Function', {
      description: props.description,
      code: functionCode(props.name, configuration),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMegabytes ?? 512,
      timeout: props.timeout ?? Duration.seconds(30),
      tracing: Tracing.ACTIVE,
      // Lambda ends a chain of about 16, and the clock of an incident with it.
      // https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
      recursiveLoop: props.loops === false ? RecursiveLoop.TERMINATE : RecursiveLoop.ALLOW,
      environment: { ...props.environment, [STACK_NAME]: Stack.of(this).stackName },
      role: this.role,
      logGroup: this.logGroup,
      ...(configuration.reserveConcurrency === false ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
    });
  }

  /** Calls the function with batches of a queue; a message that fails comes back alone. */
  receiveFrom(queue: Queue): void {
    this.role.addToPrincipalPolicy(receives(queue));
    new EventSourceMapping(this, 'Source', {
      target: this.function,
      eventSourceArn: queue.queueArn,
      batchSize: 10,
      maxConcurrency: BATCHES_AT_ONCE,
      reportBatchItemFailures: true,
    });
  }

  private logging(): PolicyStatement {
    return new PolicyStatement({
      sid: 'WriteOwnLog',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [this.logGroup.logGroupArn],
    });
  }
}
