import { Annotations, Template, Match } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Configuration } from '../../lib/core/configuration.ts';
import { addStack } from '../../lib/stacks/app.ts';
import { configurationOf, fullExample } from '../support/configurations.ts';
import { CONTEXT, example, synthesize } from './synthesized.ts';
import type { Resource } from './synthesized.ts';

const COVERS = `
services:
  covers:
    escalation: primary
    workload: { kind: lambda, functionName: covers }
responders:
  alice: { name: Alice }
escalations:
  primary:
    levels:
      - { page: [responder:alice] }
`;

let template: Template;
let alarms: readonly Resource[];

const resources = (type: string): Record<string, Resource> =>
  template.findResources(type) as unknown as Record<string, Resource>;

/** What fails the synth. */
const errorsOf = (configuration: Configuration, context: Record<string, string> = {}): unknown[] => {
  const app = new App({ context: { ...CONTEXT, ...context } });
  const { metadata } = addStack(app, configuration).node;
  return metadata.flatMap(({ type, data }) => (type === 'aws:cdk:error' ? [data as unknown] : []));
};

beforeAll(() => {
  ({ template, alarms } = synthesize(example()));
});

const patternOfAlarms = (from: Template): Record<string, unknown> => {
  const [pattern] = Object.entries(
    from.findResources('AWS::Events::Rule') as unknown as Record<string, Resource>,
  ).flatMap(([id, { Properties }]) =>
    id.startsWith('AlarmIntake') ? [Properties['EventPattern'] as Record<string, unknown>] : [],
  );
  return pattern ?? {};
};

describe('the names that an upgrade must not change', () => {
  it('are those of the table, the keys and every topic', () => {
    const kept = ['AWS::DynamoDB::GlobalTable', 'AWS::KMS::Key', 'AWS::SNS::Topic'].flatMap((type) =>
      Object.keys(resources(type)),
    );
    expect(kept).toEqual([
      'IncidentsTableDD507F08',
      'PipelineKeyE9E5BE1B',
      'OpsOpsKeyD8179007',
      'OpsTopicCA671FE6',
      'Topicsresponderalice3A598767',
      'Topicsresponderbob08ABCF77',
      'TopicsresponderdevleadB2D9EE87',
      'TopicsrespondermanagerA42B01A4',
      'Topicschannelops7884DAC1',
    ]);
  });
});

describe('the alarms on what is foretold', () => {
  it('look at the metrics that memory-forecast puts, and a run that fails or is late may miss two of them', () => {
    const of = (watches: string): unknown =>
      alarms.find(({ Properties }) => String(Properties['AlarmName']) === `tocsin-prod-web-${watches}`)?.Properties;
    const Dimensions = expect.arrayContaining([
      { Name: 'Service', Value: 'web' },
      { Name: 'Environment', Value: 'prod' },
    ]) as unknown;
    const watched = { Namespace: 'Tocsin', Dimensions, Period: 300, TreatMissingData: 'missing' };
    expect(of('memory-growth-critical')).toMatchObject({
      ...watched,
      MetricName: 'MemoryExhaustionMinutes',
      Statistic: 'Minimum',
      EvaluationPeriods: 3,
      DatapointsToAlarm: 1,
    });
    expect(of('slow-leak-warning')).toMatchObject({ ...watched, MetricName: 'SlowLeak', Statistic: 'Maximum' });
  });

  it('have values every five minutes, two minutes after the mark that they are of', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(2/5 * * * ? *)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^MemoryForecast'), 'Arn'] } },
    });
  });
});

describe('the table of incidents', () => {
  it('outlives the stack, and a mistake of the last 35 days', () => {
    template.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        Replicas: [
          {
            Region: { Ref: 'AWS::Region' },
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            SSESpecification: { KMSMasterKeyId: Match.anyValue() },
          },
        ],
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      },
    });
  });

  it('has four indexes: lists by day, by service and by the day of a resolution, and a sparse one of keys for what waits', () => {
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      GlobalSecondaryIndexes: [
        Match.objectLike({ IndexName: 'byDay', Projection: Match.objectLike({ ProjectionType: 'INCLUDE' }) }),
        Match.objectLike({ IndexName: 'byService', Projection: Match.objectLike({ ProjectionType: 'INCLUDE' }) }),
        Match.objectLike({ IndexName: 'byResolution', Projection: Match.objectLike({ ProjectionType: 'INCLUDE' }) }),
        Match.objectLike({ IndexName: 'byWake', Projection: { ProjectionType: 'KEYS_ONLY' } }),
      ],
    });
  });
});

describe('the rule that sees alarms', () => {
  const pattern = (): Record<string, unknown> => {
    return patternOfAlarms(template);
  };

  it('takes the three kinds of event, from CloudWatch itself only', () => {
    expect(pattern()).toMatchObject({
      source: ['aws.cloudwatch'],
      'detail-type': [
        'CloudWatch Alarm State Change',
        'CloudWatch Alarm Contributor State Change',
        'CloudWatch Alarm Configuration Change',
      ],
    });
  });

  it('B4 leaves out exactly the alarms of the pager itself, by their whole names', () => {
    const [left] = (pattern()['detail'] as { alarmName: { 'anything-but': string[] }[] }).alarmName;
    // One of them is there only where there is a digest; the rule leaves it out all the same.
    const withDigest = synthesize({ ...example(), digest: { to: [], timeZone: 'UTC' } }).alarms;
    const names = withDigest.map(({ Properties }) => String(Properties['AlarmName']));
    const own = names.filter((name) => name.startsWith('Tocsin-ops-'));
    expect(left?.['anything-but'].toSorted()).toEqual(own.toSorted());
    expect(names.filter((name) => !own.includes(name)).every((name) => name.startsWith('tocsin-prod-web-'))).toBe(true);
  });

  it('names them in the 2,048 characters that EventBridge takes, or the synth fails and says what fits', () => {
    const patternOf = (stackName: string): number =>
      JSON.stringify(patternOfAlarms(synthesize(example(), { stackName }).template)).length;
    const tooLong = `T${'o'.repeat(127)}`;
    const [error] = errorsOf(example(), { stackName: tooLong });
    const longest = Number(/fits up to (\d+)/u.exec(String(error))?.[1]);
    expect(patternOf(tooLong.slice(0, longest))).toBeLessThanOrEqual(2_048);
    expect(errorsOf(example(), { stackName: tooLong.slice(0, longest) })).toEqual([]);
    expect(errorsOf(example(), { stackName: tooLong.slice(0, longest + 1) })).toHaveLength(1);
  });

  it('keeps what it cannot deliver', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      Targets: [
        Match.objectLike({
          DeadLetterConfig: { Arn: Match.anyValue() },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        }),
      ],
    });
  });
});

describe('a service whose alarms begin as those of the pager itself', () => {
  it('B4 is paged for: only whole names are left out', () => {
    const inOps = { ...example(), environment: 'ops' };
    const { template: named, alarms: all } = synthesize(inOps, { stackName: 'tocsin' });
    const names = all.map(({ Properties }) => String(Properties['AlarmName']));
    expect(names).toContain('tocsin-ops-web-memory-critical');
    expect(JSON.stringify(patternOfAlarms(named))).not.toContain('tocsin-ops-web-memory-critical');
  });
});

describe('the rules of deploys', () => {
  const patterns = (): readonly Record<string, unknown>[] =>
    Object.entries(resources('AWS::Events::Rule')).flatMap(([id, { Properties }]) =>
      id.startsWith('DeployRecorder') ? [Properties['EventPattern'] as Record<string, unknown>] : [],
    );

  it('take what systems say, calls of Lambda that bring new code, and what people say themselves', () => {
    expect(patterns().map(({ source }) => source)).toEqual(
      expect.arrayContaining([
        ['aws.ecs', 'aws.codedeploy', 'aws.codepipeline', 'aws.cloudformation', 'aws.appconfig'],
        ['aws.lambda'],
        [{ prefix: 'deploy.' }],
      ]),
    );
    expect(JSON.stringify(patterns())).toContain('{"prefix":"UpdateFunctionCode"}');
  });

  it('take nothing of another account, whoever puts it on the bus', () => {
    expect(patterns()).toHaveLength(3);
    for (const { account } of patterns()) expect(account).toEqual([{ Ref: 'AWS::AccountId' }]);
  });

  it('keep what they cannot deliver, under a key of its own', () => {
    for (const [id, { Properties }] of Object.entries(resources('AWS::Events::Rule'))) {
      if (!id.startsWith('DeployRecorder')) continue;
      expect(JSON.stringify(Properties['Targets'])).toMatch(/"DeadLetterConfig".*DeployRecorderDeploysDeadLetters/u);
    }
    const [dead] = Object.entries(resources('AWS::SQS::Queue')).filter(([id]) =>
      id.startsWith('DeployRecorderDeploysDeadLetters'),
    );
    expect(JSON.stringify(dead)).toContain('OpsKey');
  });

  it('of Lambda need a trail, which the synth says where a service is a function', () => {
    const [web] = Object.values(example().services);
    const workload = { kind: 'lambda', functionName: 'resize' } as const;
    const services: Configuration['services'] = web === undefined ? {} : { web, resize: { ...web, workload } };
    const app = new App({ context: CONTEXT });
    const said = addStack(app, { ...example(), services }).node.metadata.map(({ data }) => String(data));
    expect(said.filter((text) => text.includes('CloudTrail'))).toEqual([expect.stringMatching(/^resize: new code/u)]);
  });
});

describe('the queues', () => {
  const working = (): Resource[] =>
    Object.values(resources('AWS::SQS::Queue')).filter(({ Properties }) => 'RedrivePolicy' in Properties);

  it('are five, each with dead letters, all kept 14 days under the customer-managed key', () => {
    expect(working()).toHaveLength(5);
    for (const { Properties } of Object.values(resources('AWS::SQS::Queue'))) {
      expect(Properties).toMatchObject({
        MessageRetentionPeriod: 1_209_600,
        KmsMasterKeyId: expect.anything() as unknown,
      });
    }
  });

  it('give a function time to be tried again', () => {
    const figures = working().map(({ Properties }) => ({
      fifo: Properties['FifoQueue'] === true,
      visible: Properties['VisibilityTimeout'],
      receives: (Properties['RedrivePolicy'] as { maxReceiveCount: number }).maxReceiveCount,
    }));
    expect(figures).toEqual(
      expect.arrayContaining([
        { fifo: true, visible: 60, receives: 1_000 },
        { fifo: false, visible: 180, receives: 1_000 },
        { fifo: false, visible: 180, receives: 1_000 },
        { fifo: false, visible: 180, receives: 1_000 },
      ]),
    );
  });

  it('that are FIFO end in .fifo by name', () => {
    const names = Object.values(resources('AWS::SQS::Queue')).flatMap(({ Properties }) =>
      Properties['FifoQueue'] === true ? [Properties['QueueName']] : [],
    );
    expect(names.toSorted()).toEqual(['Tocsin-pages-dead.fifo', 'Tocsin-pages.fifo']);
  });

  it('refuse who does not use TLS', () => {
    for (const { Properties } of Object.values(resources('AWS::SQS::QueuePolicy'))) {
      expect(JSON.stringify(Properties)).toContain('"Deny"');
    }
    expect(Object.keys(resources('AWS::SQS::QueuePolicy'))).toHaveLength(
      Object.keys(resources('AWS::SQS::Queue')).length,
    );
  });

  it('hand over batches of 10, at most 5 at once, and take back only what failed', () => {
    const sources = Object.values(resources('AWS::Lambda::EventSourceMapping'));
    expect(sources).toHaveLength(5);
    for (const { Properties } of sources) {
      expect(Properties).toMatchObject({
        BatchSize: 10,
        ScalingConfig: { MaximumConcurrency: 5 },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
      expect(Properties).not.toHaveProperty('MaximumBatchingWindowInSeconds');
    }
  });
});

describe('the functions', () => {
  const figures = (from: Template): Record<string, unknown> =>
    Object.fromEntries(
      (Object.entries(from.findResources('AWS::Lambda::Function')) as unknown as [string, Resource][]).map(
        ([id, { Properties }]) => [
          id.replace(/(Function|Construct)?[0-9A-F]{8}$/u, ''),
          [Properties['MemorySize'], Properties['Timeout'], Properties['ReservedConcurrentExecutions']],
        ],
      ),
    );

  it('have the memory, time and concurrency of the design', () => {
    expect(figures(template)).toEqual({
      AlarmIntake: [1_024, 30, 10],
      PageSender: [512, 30, 10],
      EscalationClock: [512, 30, 10],
      Responses: [512, 30, 10],
      Reconciler: [512, 55, 1],
      Enrichment: [1_024, 30, 5],
      MemoryForecast: [512, 120, 1],
      DeployRecorder: [512, 30, 5],
      ReleaseVerdicts: [512, 120, 1],
    });
  });

  it('run on Node 24 and arm64, are traced, and keep their logs for 30 days', () => {
    for (const { Properties } of Object.values(resources('AWS::Lambda::Function'))) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogGroup: expect.anything() as unknown },
      });
    }
    for (const { Properties } of Object.values(resources('AWS::Logs::LogGroup'))) {
      expect(Properties['RetentionInDays']).toBe(30);
    }
  });

  it('B1 may call themselves in a loop for as long as an incident lasts, but those that send nothing', () => {
    const sendNothing = Object.entries(resources('AWS::Lambda::Function'))
      .filter(([, { Properties }]) => Properties['RecursiveLoop'] !== 'Allow')
      .map(([id, { Properties }]) => `${id.replace(/Function.*/u, '')} ${String(Properties['RecursiveLoop'])}`);
    expect(sendNothing.toSorted()).toEqual([
      'DeployRecorder Terminate',
      'MemoryForecast Terminate',
      'ReleaseVerdicts Terminate',
    ]);
  });

  it('reserve nothing where the account forbids it, and synth says what that costs', () => {
    const app = new App({ context: CONTEXT });
    const stack = addStack(app, { ...example(), reserveConcurrency: false });
    const reserved = Object.values(figures(Template.fromStack(stack))).map((each) => (each as unknown[])[2]);
    expect(reserved).toEqual(Array.from({ length: 9 }, () => undefined));
    expect(stack.node.metadata.map(({ data }) => String(data)).join()).toContain('reserveConcurrency: false');
  });

  it('are ticked by a schedule every minute, on the minute', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
  });

  it('know the watchdog only where tocsin.yaml names one', () => {
    const watched = synthesize({ ...example(), watchdog: { url: 'https://watch.example.com/tocsin' } }).template;
    const urls = (from: Template): string[] =>
      JSON.stringify(from.findResources('AWS::Lambda::Function')).match(/"WATCHDOG_URL":"[^"]*"/gu) ?? [];
    expect(urls(template)).toEqual([]);
    expect(urls(watched)).toEqual(['"WATCHDOG_URL":"https://watch.example.com/tocsin"']);
  });

  it('B3 ask how the alarms about the pager are only for a watchdog, by name, but those that no page hangs on', () => {
    const watched = synthesize({ ...example(), watchdog: { url: 'https://watch.example.com/tocsin' } }).template;
    const asked = (from: Template): string[] =>
      JSON.stringify(from.findResources('AWS::Lambda::Function')).match(/"OPS_ALARM_NAMES":"[^"]*"/gu) ?? [];
    expect(asked(template)).toEqual([]);
    const own = alarms
      .map(({ Properties }) => String(Properties['AlarmName']))
      .filter(
        (name) =>
          name.includes('-ops-') &&
          !/loop-stopped|undelivered|diagnoses|enrichment|forecast|deploys|release/u.test(name),
      );
    expect(asked(watched).map((text) => text.slice(19, -1).split(',').toSorted())).toEqual([own.toSorted()]);
    expect(JSON.stringify(watched.findResources('AWS::IAM::Policy'))).toContain('"cloudwatch:DescribeAlarms"');
    expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).not.toContain('"cloudwatch:DescribeAlarms"');
  });
});

describe('the keys', () => {
  const statements = (): Record<string, unknown>[][] =>
    Object.values(resources('AWS::KMS::Key')).map(
      ({ Properties }) => (Properties['KeyPolicy'] as { Statement: Record<string, unknown>[] }).Statement,
    );

  it('are two, rotate, and outlive the stack with what they encrypt', () => {
    const keys = Object.values(resources('AWS::KMS::Key'));
    expect(keys).toHaveLength(2);
    for (const key of keys)
      expect(key).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', Properties: { EnableKeyRotation: true } });
  });

  it('let CloudWatch in from this account, and EventBridge without a condition, which it could not meet', () => {
    for (const each of statements()) {
      const letIn = (service: string): unknown =>
        each.find(({ Principal }) => [(Principal as Record<string, unknown>)['Service']].flat().includes(service));
      expect(letIn('cloudwatch.amazonaws.com')).toMatchObject({
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      });
      expect(letIn('events.amazonaws.com')).toBeDefined();
      expect(letIn('events.amazonaws.com')).not.toHaveProperty('Condition');
    }
  });

  it('are not shared by pages and by the alarms about the pager', () => {
    const keyOf = (name: string): unknown =>
      Object.values(resources('AWS::SNS::Topic')).find(({ Properties }) => Properties['TopicName'] === name)
        ?.Properties['KmsMasterKeyId'];
    expect(keyOf('Tocsin-ops')).toBeDefined();
    expect(keyOf('Tocsin-ops')).not.toEqual(keyOf('Tocsin-responder-alice'));
  });
});

describe('the alarms of the pager itself', () => {
  const own = (): Readonly<Record<string, unknown>>[] =>
    alarms.map(({ Properties }) => Properties).filter(({ AlarmName }) => String(AlarmName).startsWith('Tocsin-ops-'));

  it('act straight on the ops topic, at their start and at their end', () => {
    const opsTopic = [{ Ref: expect.stringMatching(/^OpsTopic/u) as unknown }];
    for (const alarm of own()) expect(alarm).toMatchObject({ AlarmActions: opsTopic, OKActions: opsTopic });
  });

  it('take silence for trouble only of what speaks on a schedule', () => {
    const silent = own().filter(({ TreatMissingData }) => TreatMissingData === 'breaching');
    expect(
      silent.toSorted((one, other) => (String(one['AlarmName']) < String(other['AlarmName']) ? 1 : -1)),
    ).toMatchObject([
      {
        AlarmName: 'Tocsin-ops-reconciler-silent',
        Namespace: 'Tocsin',
        MetricName: 'ReconcilerRan',
        Dimensions: expect.arrayContaining([
          { Name: 'service', Value: 'reconciler' },
          { Name: 'stack', Value: 'Tocsin' },
        ]) as unknown,
        Period: 60,
        EvaluationPeriods: 5,
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
      },
      {
        AlarmName: 'Tocsin-ops-memory-forecast-silent',
        Namespace: 'Tocsin',
        MetricName: 'ForecastsMade',
        Dimensions: expect.arrayContaining([
          { Name: 'service', Value: 'memory-forecast' },
          { Name: 'stack', Value: 'Tocsin' },
        ]) as unknown,
        Period: 300,
        EvaluationPeriods: 3,
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
      },
    ]);
  });

  it.each([
    ['alarm-intake', ['Errors', 'AlarmsFailed']],
    ['page-sender', ['Errors', 'PagesFailed']],
    ['escalation-clock', ['Errors', 'TicksFailed']],
  ])('B3 count what %s names as failed, which Lambda takes for a success', (name, expected) => {
    const alarm = own().find(({ AlarmName }) => AlarmName === `Tocsin-ops-${name}-errors`);
    const metrics = alarm?.['Metrics'] as { MetricStat?: { Metric: { MetricName: string } } }[];
    expect(metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.MetricName ?? [])).toEqual(expected);
  });

  it('B3 take one moment of failing intake for nothing, and go on while it fails three times an hour', () => {
    expect(own().find(({ AlarmName }) => AlarmName === 'Tocsin-ops-alarm-intake-errors')).toMatchObject({
      EvaluationPeriods: 12,
      DatapointsToAlarm: 2,
      Threshold: 1,
    });
  });

  it('B3 say at once when SNS refuses a message for good', () => {
    expect(own().find(({ AlarmName }) => AlarmName === 'Tocsin-ops-pages-refused')).toMatchObject({
      MetricName: 'PagesRefused',
      Threshold: 1,
      EvaluationPeriods: 1,
    });
  });

  it('say with one alarm that deploys are not kept, not for a moment of it, and keep nobody from the watchdog', () => {
    const about = own().filter(({ AlarmName }) => String(AlarmName).includes('deploy'));
    expect(about).toMatchObject([
      { AlarmName: 'Tocsin-ops-deploys-unrecorded', EvaluationPeriods: 12, DatapointsToAlarm: 2, Threshold: 1 },
    ]);
    expect(JSON.stringify(about)).toMatch(/"ApproximateNumberOfMessagesVisible".*"Errors".*"DeploysFailed"/u);
  });

  it('say that releases are not judged, not for one run of it, and keep nobody from the watchdog', () => {
    const about = own().filter(({ AlarmName }) => String(AlarmName).includes('release'));
    expect(about).toMatchObject([
      {
        AlarmName: 'Tocsin-ops-release-verdict-errors',
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        EvaluationPeriods: 12,
        DatapointsToAlarm: 2,
        Threshold: 1,
      },
    ]);
  });

  it('say that the weekly digest is not sent, only where there is one, and keep nobody from the watchdog', () => {
    const told = synthesize({ ...fullExample, digest: { to: ['channel:team'], timeZone: 'UTC' } });
    const about = told.alarms.filter(({ Properties }) => String(Properties['AlarmName']).includes('digest'));
    expect(about).toMatchObject([
      {
        Properties: {
          AlarmName: 'Tocsin-ops-digest-unsent',
          Namespace: 'Tocsin',
          MetricName: 'DigestUnsent',
          TreatMissingData: 'notBreaching',
        },
      },
    ]);
    expect(own().filter(({ AlarmName }) => String(AlarmName).includes('digest'))).toEqual([]);
    expect(JSON.stringify(told.template.findResources('AWS::Lambda::Function'))).not.toContain('digest-unsent');
  });

  it('B3 say when EventBridge cannot deliver, and keep what it could not under a key of its own', () => {
    const alarm = own().find(({ AlarmName }) => AlarmName === 'Tocsin-ops-rule-failed');
    expect(JSON.stringify(alarm?.['Metrics'])).toMatch(/"FailedInvocations".*"InvocationsFailedToBeSentToDlq"/u);
    const keys = Object.entries(resources('AWS::SQS::Queue'))
      .filter(([id]) => id.startsWith('AlarmIntakeAlarms'))
      .map(([id, { Properties }]) => [id.includes('DeadLetters'), JSON.stringify(Properties['KmsMasterKeyId'])]);
    expect(Object.fromEntries(keys as [string, string][])).toEqual({
      false: expect.stringContaining('PipelineKey') as unknown,
      true: expect.stringContaining('OpsKey') as unknown,
    });
  });

  it('B1 say when Lambda took calls for a loop, of whichever function of the account, at the price of one metric', () => {
    const stopped = own().find(({ AlarmName }) => AlarmName === 'Tocsin-ops-loop-stopped');
    expect(stopped).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: 'RecursiveInvocationsDropped',
      Dimensions: [],
      Statistic: 'Sum',
      Threshold: 1,
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    });
    expect(stopped).not.toHaveProperty('Metrics');
    expect(stopped?.['AlarmDescription']).toContain('of this account');
  });

  it('B7 say when SNS could not deliver a message, at the price of one metric whatever the number of topics', () => {
    const [queue = ''] = Object.keys(resources('AWS::SQS::Queue')).filter((id) => id.startsWith('Undelivered'));
    expect(own().find(({ AlarmName }) => AlarmName === 'Tocsin-ops-undelivered')).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
      Threshold: 1,
      EvaluationPeriods: 1,
    });
  });

  it('B7 look at throttles of every function but the reconciler, whose silence is told, and the enrichment', () => {
    const throttled = own().find(({ AlarmName }) => AlarmName === 'Tocsin-ops-functions-throttled');
    const functions = JSON.stringify(throttled?.['Metrics']).match(/"Ref":"\w+Function[0-9A-F]{8}"/gu) ?? [];
    expect(functions).toHaveLength(4);
    expect(functions.join()).not.toMatch(/Reconciler|Enrichment/u);
  });

  it('B4 ride with a tag in their events, so that no other pager of the account takes them', () => {
    for (const alarm of own()) {
      expect(alarm['Tags']).toContainEqual({ Key: 'tocsin:ops', Value: 'Tocsin' });
      expect(alarm['ActionConfiguration']).toEqual({
        AlarmTagsPropagation: { Enabled: true, IncludedTagKeys: ['tocsin:ops'] },
      });
    }
  });

  it('know that a diagnosis is asked for again for 5 minutes, and then dropped', () => {
    const limit = own().find(({ AlarmName }) => AlarmName === 'Tocsin-ops-diagnoses-oldest-message')?.['Threshold'];
    expect(limit).toBeGreaterThan(300);
  });

  it('let a tick wait for the 15 minutes that it may', () => {
    const limit = own().find(({ AlarmName }) => AlarmName === 'Tocsin-ops-ticks-oldest-message')?.['Threshold'];
    expect(limit).toBeGreaterThan(900);
  });
});

describe('the alarm that people cannot answer', () => {
  it('counts what the API answers with 5xx: a request that fails and is told so is no error of the function', () => {
    const alarm = alarms.find(({ Properties }) => Properties['AlarmName'] === 'Tocsin-ops-responses-errors');
    expect(alarm?.Properties).toMatchObject({
      Namespace: 'AWS/ApiGateway',
      MetricName: '5xx',
      Dimensions: [{ Name: 'ApiId', Value: { Ref: expect.stringMatching(/^HttpApi/u) as unknown } }],
    });
  });
});

describe('the topics', () => {
  it('of people and channels put no name before a text message of 160 characters', () => {
    const named = Object.values(resources('AWS::SNS::Topic')).filter(({ Properties }) => 'DisplayName' in Properties);
    expect(named.map(({ Properties }) => Properties['TopicName'])).toEqual(['Tocsin-ops']);
  });

  it('are one for each responder and channel, by a name that pages are addressed to', () => {
    const names = Object.values(resources('AWS::SNS::Topic')).map(({ Properties }) => Properties['TopicName']);
    expect(names.toSorted()).toEqual([
      'Tocsin-channel-ops',
      'Tocsin-ops',
      'Tocsin-responder-alice',
      'Tocsin-responder-bob',
      'Tocsin-responder-dev-lead',
      'Tocsin-responder-manager',
    ]);
  });

  it('B5 go with whoever they are for: a name that stayed could not be made again', () => {
    for (const topic of Object.values(resources('AWS::SNS::Topic'))) {
      expect(topic.DeletionPolicy).toBeUndefined();
      expect(topic.UpdateReplacePolicy).toBeUndefined();
    }
  });
});

describe('whatever outlives the stack', () => {
  it('B5 has no name of its own: CloudFormation could not create it anew', () => {
    const { Resources } = template.toJSON() as { Resources: Record<string, Resource> };
    const kept = Object.values(Resources).filter(({ DeletionPolicy = 'Delete' }) => DeletionPolicy !== 'Delete');
    expect(kept.map(({ Type }) => Type).toSorted()).toEqual([
      'AWS::DynamoDB::GlobalTable',
      'AWS::KMS::Key',
      'AWS::KMS::Key',
    ]);
    const named = kept.filter(({ Properties }) => Object.keys(Properties).some((key) => key.endsWith('Name')));
    expect(named).toEqual([]);
  });
});

describe('the HTTP API', () => {
  it('asks for a signature everywhere but on the link in a page', () => {
    const routes = Object.values(resources('AWS::ApiGatewayV2::Route')).map(
      ({ Properties }) => `${String(Properties['AuthorizationType'])} ${String(Properties['RouteKey'])}`,
    );
    expect(routes.toSorted()).toEqual([
      'AWS_IAM GET /deploys',
      'AWS_IAM GET /incidents',
      'AWS_IAM GET /incidents/anchors',
      'AWS_IAM GET /incidents/{incidentId}',
      'AWS_IAM GET /incidents/{incidentId}/diagnoses',
      'AWS_IAM GET /incidents/{incidentId}/diagnoses/{number}',
      'AWS_IAM GET /incidents/{incidentId}/record',
      'AWS_IAM GET /openapi.json',
      'AWS_IAM POST /incidents/{incidentId}/responses',
      'AWS_IAM POST /test-pages',
      'NONE GET /a/{token}',
      'NONE HEAD /a/{token}',
      'NONE POST /a/{token}',
    ]);
  });

  it('is throttled', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
  });

  it('B6 logs where log delivery may write without naming the group, under the name of the stack', () => {
    const named = (from: Template): unknown[] =>
      (Object.values(from.findResources('AWS::Logs::LogGroup')) as unknown as Resource[]).flatMap(
        ({ Properties, DeletionPolicy }) =>
          'LogGroupName' in Properties ? [[Properties['LogGroupName'], DeletionPolicy]] : [],
      );
    expect(named(template)).toEqual([['/aws/vendedlogs/tocsin/Tocsin-http-api', 'Delete']]);
    expect(named(synthesize(example(), { stackName: 'Pager-2' }).template)).toEqual([
      ['/aws/vendedlogs/tocsin/Pager-2-http-api', 'Delete'],
    ]);
  });

  it('logs no path, query or address', () => {
    const [stage] = Object.values(resources('AWS::ApiGatewayV2::Stage'));
    const { Format } = stage?.Properties['AccessLogSettings'] as { Format: string };
    const logged = Object.values(JSON.parse(Format) as Record<string, string>);
    expect(logged.toSorted()).toEqual([
      '$context.integrationErrorMessage',
      '$context.requestId',
      '$context.responseLatency',
      '$context.routeKey',
      '$context.status',
    ]);
  });
});

describe('the stack', () => {
  it('leaves out on the emulator alarms on metric math and composites, and nothing else', () => {
    const types = (all: readonly Resource[]): string[] => all.map(({ Properties }) => String(Properties['AlarmName']));
    const onEmulator = synthesize(example(), { emulator: 'true' });
    const lacking = alarms.filter(({ Properties }) => 'Metrics' in Properties || 'AlarmRule' in Properties);
    expect(types(lacking).toSorted()).toEqual([
      'Tocsin-ops-alarm-intake-errors',
      'Tocsin-ops-deploys-unrecorded',
      'Tocsin-ops-enrichment-errors',
      'Tocsin-ops-escalation-clock-errors',
      'Tocsin-ops-functions-throttled',
      'Tocsin-ops-page-sender-errors',
      'Tocsin-ops-rule-failed',
      'tocsin-prod-web-database-connections-warning',
      'tocsin-prod-web-errors-critical',
      'tocsin-prod-web-traffic-warning',
      'tocsin-prod-web-user-impact-critical',
    ]);
    expect(types(onEmulator.alarms).toSorted()).toEqual(
      types(alarms.filter((alarm) => !lacking.includes(alarm))).toSorted(),
    );
    const count = (from: Template): number =>
      Object.values((from.toJSON() as { Resources: Record<string, Resource> }).Resources).filter(
        ({ Type }) => Type !== 'AWS::CloudWatch::Alarm',
      ).length;
    expect(count(onEmulator.template)).toBe(count(template));
  });

  it('names everything after the stack, so that two fit one account', () => {
    const { template: other, alarms: otherAlarms } = synthesize(example(), { stackName: 'Pager-2' });
    const fixed = /"(TopicName|QueueName|AlarmName|LogGroupName|Name)":"[^"]*Tocsin/u;
    expect(JSON.stringify(other.toJSON())).not.toMatch(fixed);
    expect(otherAlarms.some(({ Properties }) => Properties['AlarmName'] === 'Pager-2-ops-reconciler-silent')).toBe(
      true,
    );
  });

  it('tells a person whom to subscribe, with the command, and where to look', () => {
    const outputs = template.findOutputs('*') as Record<string, { Value: unknown; Description: string }>;
    expect(Object.keys(outputs).toSorted()).toEqual([
      'AlarmIntakeLog',
      'AlarmsDeadLettersArn',
      'AlarmsQueueArn',
      'ApiUrl',
      'ConfigurationHash',
      'DeployRecorderLog',
      'DeploysDeadLettersArn',
      'DeploysQueueArn',
      'DiagnosesDeadLettersArn',
      'DiagnosesQueueArn',
      'EnrichmentLog',
      'EscalationClockLog',
      'HttpApiLog',
      'LinkBase',
      'MemoryForecastLog',
      'OpsTopicArn',
      'PageSenderLog',
      'PagesDeadLettersArn',
      'PagesQueueArn',
      'ReconcilerLog',
      'ReleaseVerdictLog',
      'ResponsesLog',
      'SubscribeChannelOps',
      'SubscribeOps',
      'SubscribeResponderAlice',
      'SubscribeResponderBob',
      'SubscribeResponderDevLead',
      'SubscribeResponderManager',
      'TableName',
      'TestPage',
      'TicksDeadLettersArn',
      'TicksQueueArn',
      'TopicArnPrefix',
      'UndeliveredArn',
    ]);
    expect(outputs['ConfigurationHash']?.Value).toBe(example().hash);
    for (const { Description } of Object.values(outputs)) expect(typeof Description).toBe('string');
  });

  it('holds 100 services and 100 responders', () => {
    const { services, ...rest } = example();
    const [service] = Object.values(services);
    const names = Array.from({ length: 100 }, (_, index) => `team-${String(index)}`);
    const large = {
      ...rest,
      services: Object.fromEntries(names.flatMap((name) => (service === undefined ? [] : [[name, service]]))),
      responders: { ...rest.responders, ...Object.fromEntries(names.map((name) => [name, { name, timeZone: 'UTC' }])) },
    };
    const json = synthesize(large).template.toJSON() as Record<string, object>;
    expect(Object.keys(json['Resources'] ?? {}).length).toBeLessThanOrEqual(500);
    expect(Object.keys(json['Outputs'] ?? {}).length).toBeLessThanOrEqual(200);
    expect(JSON.stringify(json).length).toBeLessThan(1_000_000);
  });

  it('says at synth what has to be turned on before alarms have data, once for all services', () => {
    const notes = (configuration: Configuration): string[] => {
      const app = new App({ context: CONTEXT });
      const found = Annotations.fromStack(addStack(app, configuration)).findInfo('/Tocsin', Match.anyValue());
      return found.map(({ entry }) => JSON.stringify(entry.data));
    };
    expect(notes(example())).toEqual([]);
    const covers = configurationOf(COVERS).services['covers'];
    expect(covers).toBeDefined();
    const services = { ...fullExample.services, ...(covers === undefined ? {} : { covers, posters: covers }) };
    expect(notes({ ...fullExample, services })).toEqual([
      expect.stringMatching(/^"mailer: the alarm on availability needs Container Insights/u),
      expect.stringMatching(
        /^"search: the alarms on memory, memory-growth and slow-leak: each needs the CloudWatch agent/u,
      ),
      expect.stringMatching(/^"search: the alarm on cpu needs detailed monitoring/u),
      expect.stringMatching(
        /^"covers, posters: the alarms on memory, memory-growth and slow-leak: each needs Lambda Insights/u,
      ),
      expect.stringMatching(/^"thumbnails, covers, posters: new code .* CloudTrail/u),
    ]);
  });

  it('is refused where two services would have an alarm of one name', () => {
    const [web] = Object.values(example().services);
    if (web === undefined) throw new Error('the example has no service');
    const services = { 'web-database': web, web: { ...web, workload: { ...web.workload, database: 'web-db' } } };
    expect(errorsOf({ ...example(), services })).toEqual([
      'the services web-database and web would both have an alarm tocsin-prod-web-database-cpu-warning: give one of them another name in tocsin.yaml',
    ]);
  });

  it('is made for a file that describes no service', () => {
    const bare = configurationOf(`
responders:
  alice: { name: Alice }
escalations:
  primary:
    levels:
      - { page: [responder:alice] }
`);
    expect(synthesize(bare).alarms).toHaveLength(23);
  });
});
