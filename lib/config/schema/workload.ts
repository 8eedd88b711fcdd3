import * as z from 'zod';
import { TABLE_OPERATIONS, type Workload } from '../../core/configuration.ts';
import { customMetric, memoryMetric } from './custom-metric.ts';
import { nearestKind } from './workload-kind.ts';
import { shaped } from './fields.ts';

const ECS_NAME = /^[\w-]{1,255}$/;
const ecsName = (what: string): z.ZodString => shaped(`the name of an ECS ${what} (not its ARN)`, ECS_NAME);

const NAMES = String.raw`\/[\w-]{1,64}\/[\w-]{1,64}$`;
const balancer = (kinds: string, pattern: string, example: string): z.ZodString =>
  shaped(`the end of a load balancer's ARN, such as ${example}`, new RegExp(`^${pattern}${NAMES}`)).meta({
    description: `${kinds} Load Balancer: its CloudWatch dimension.`,
    examples: [example],
  });
const [APPLICATION, NETWORK] = ['app/web/50dc6c495c0c9188', 'net/web/50dc6c495c0c9188'];
const applicationBalancer = balancer('Application', 'app', APPLICATION);
const networkBalancer = balancer('Network', 'net', NETWORK);

const targetGroup = shaped(
  'the end of a target group\'s ARN, such as targetgroup/web/73e2d6bc24d8a067',
  /^targetgroup\/[\w-]{1,64}\/[\w-]{1,64}$/,
)
  .optional()
  .meta({
    description: 'Needed for the alarm on availability, and when services share the load balancer.',
    examples: ['targetgroup/web/73e2d6bc24d8a067'],
  });

const databaseName = shaped('the name of an RDS instance', /^[A-Za-z][A-Za-z0-9-]{0,62}$/);
const queue = shaped('the name of an SQS queue (not its URL or ARN)', /^(?=.{1,80}$)[\w-]{1,80}(?:\.fifo)?$/);
const deadLetterQueue = queue
  .optional()
  .meta({ description: 'Where what it gives up goes: an SQS queue.', examples: ['orders-dlq'] });

/** What every kind of workload may name beside itself. */
const beside = {
  database: databaseName
    .optional()
    .meta({ description: 'The RDS instance this service depends on.', examples: ['web-db'] }),
  logGroup: shaped('the name of a log group, such as /ecs/web', /^[\w./#-]{1,512}$/)
    .optional()
    .meta({ description: 'Where its logs are.', examples: ['/ecs/web'] }),
};

const metrics = z
  .strictObject({
    memory: memoryMetric.optional().meta({ description: 'Percent of the limit, or bytes with the limit beside them.' }),
    latency: customMetric('ms', 's').optional().meta({ description: 'Milliseconds, unless its unit is s.' }),
    requests: customMetric('count').optional().meta({ description: 'Count.' }),
    errors: customMetric('count').optional().meta({ description: 'Count of requests that fail.' }),
    cpu: customMetric('percent').optional().meta({ description: 'Percent.' }),
    healthy: customMetric('count').optional().meta({ description: 'Count of what can answer.' }),
    age: customMetric('ms', 's').optional().meta({ description: 'How long the oldest of what waits has waited: milliseconds, unless its unit is s.' }),
    depth: customMetric('count').optional().meta({ description: 'Count of what waits.' }),
    disk: customMetric('percent').optional().meta({ description: 'Percent of a disk.' }),
  })
  .meta({ description: 'An alarm whose metric is not named here does not exist.' });

const kinds = [
  z.strictObject({
    kind: z.literal('alb-ecs'),
    loadBalancer: applicationBalancer,
    cluster: ecsName('cluster'),
    service: ecsName('service'),
    targetGroup,
    ...beside,
  }),
  z.strictObject({
    kind: z.literal('ecs'),
    cluster: ecsName('cluster'),
    service: ecsName('service'),
    containerInsights: z.boolean().optional().meta({ description: 'The cluster has them: running tasks are counted.' }),
    loadBalancer: networkBalancer.optional(),
    targetGroup,
    ...beside,
  }),
  z.strictObject({
    kind: z.literal('lambda'),
    functionName: shaped('the name of a Lambda function (not its ARN)', /^[\w-]{1,64}$/),
    alias: shaped('the name of an alias of the function', /^(?!\d+$)[\w-]{1,128}$/)
      .optional()
      .meta({ description: 'Only calls of this alias count.', examples: ['live'] }),
    deadLetterQueue,
    ...beside,
  }),
  z.strictObject({
    kind: z.literal('ec2-asg'),
    autoScalingGroup: shaped('the name of an Auto Scaling group (not its ARN)', /^[!-9;-~]{1,255}$/),
    loadBalancer: balancer('Application or Network', '(?:app|net)', APPLICATION).optional(),
    targetGroup,
    ...beside,
  }),
  z.strictObject({ kind: z.literal('nlb'), loadBalancer: networkBalancer, targetGroup, ...beside }),
  z.strictObject({
    kind: z.literal('sqs'),
    queue: queue.meta({ examples: ['orders'] }),
    deadLetterQueue,
    ...beside,
  }),
  z.strictObject({
    kind: z.literal('dynamodb'),
    table: shaped('the name of a DynamoDB table (not its ARN)', /^[\w.-]{3,255}$/).meta({ examples: ['orders'] }),
    operations: z
      .array(z.enum(TABLE_OPERATIONS))
      .min(1, { error: 'expected at least one operation, got an empty list' })
      .refine((all) => new Set(all).size === all.length, { error: 'an operation is named twice' })
      .optional()
      .meta({ description: 'Whose system errors count, a metric each; default: all ten.' }),
    ...beside,
  }),
  z.strictObject({
    kind: z.literal('rds'),
    database: databaseName.meta({ examples: ['web-db'] }),
    logGroup: beside.logGroup,
  }),
  z.strictObject({ kind: z.literal('custom'), metrics, ...beside }),
] as const;

export const workload: z.ZodType<Workload> = z
  .discriminatedUnion('kind', kinds, { error: nearestKind(kinds.map(({ shape }) => shape.kind.value)) })
  .meta({ description: 'What runs the service, hence which metrics its alarms look at.' });
