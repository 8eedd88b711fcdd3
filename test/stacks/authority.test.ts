import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Configuration } from '../../lib/core/configuration.ts';
import { example, synthesize } from './synthesized.ts';
import type { Resource } from './synthesized.ts';
import { NO_ALARMS } from '../support/no-alarms.ts';

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

let template: Template;

const resources = (type: string): [string, Resource][] =>
  Object.entries(template.findResources(type) as unknown as Record<string, Resource>);

const all = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

/** `PageSender` of `PageSenderRoleDefaultPolicyD5C1F3A2`. */
const owner = (logicalId: string): string => logicalId.replace(/(Schedule)?Role(DefaultPolicy)?[0-9A-F]{8}$/u, '$1');

const statementsOf = (name: string): Statement[] =>
  resources('AWS::IAM::Policy')
    .filter(([id]) => owner(id) === name)
    .flatMap(([, { Properties }]) => (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement);

const FUNCTIONS = [
  'AlarmIntake',
  'DeployRecorder',
  'Enrichment',
  'EscalationClock',
  'PageSender',
  'Reconciler',
  'Responses',
];
/** Whose roles are lent to schedules. */
const SCHEDULES = ['MemoryForecastSchedule', 'Protection', 'ReconcilerSchedule', 'ReleaseVerdictsSchedule'];
/** See no incident. */
const FORECAST = 'MemoryForecast';
const VERDICTS = 'ReleaseVerdicts';
const SEERS = [FORECAST, VERDICTS];

/** What a resource is called here, whatever its logical id ends in. */
const RESOURCES: readonly (readonly [RegExp, string])[] = [
  [/IncidentsTable\w+.*\/index\/(\w+)/u, 'index $1'],
  [/:alarm:\*"/u, 'alarms'],
  [/IncidentsTable/u, 'table'],
  [/PagesQueue/u, 'pages'],
  [/TicksQueue/u, 'ticks'],
  [/DiagnosesQueue/u, 'diagnoses'],
  [/AlarmIntakeAlarmsQueue/u, 'alarms'],
  [/AlarmIntakeAlarmsDeadLetters/u, 'dead alarms'],
  [/PagesDeadLetters/u, 'dead pages'],
  [/TicksDeadLetters/u, 'dead ticks'],
  [/DiagnosesDeadLetters/u, 'dead diagnoses'],
  [/DeployRecorderDeploysQueue/u, 'deploys'],
  [/DeployRecorderDeploysDeadLetters/u, 'dead deploys'],
  [/:ecs:.*:service\/\*/u, 'ecs services'],
  [/:codedeploy:.*:deploymentgroup:\*/u, 'deployment groups'],
  [/:codepipeline:.*:\*/u, 'pipelines'],
  [/UndeliveredQueue/u, 'undelivered'],
  [/OpsTopic/u, 'ops topic'],
  [/PipelineKey/u, 'pipeline key'],
  [/OpsKey/u, 'ops key'],
  [/\w+Log[0-9A-F]{8}/u, 'own log'],
  [/sns:.*:Tocsin-(responder|channel)-\*/u, '$1 topics'],
  [/:log-group:([\w./#-]+):\*/u, 'log group $1'],
  [/^"\*"$/u, '*'],
  [/ReconcilerFunction/u, 'reconciler'],
  [/MemoryForecastFunction/u, 'memory forecast'],
  [/ReleaseVerdictsFunction/u, 'release verdicts'],
  [/:event-bus\/default/u, 'the bus'],
  [/AWS::StackId/u, 'this stack'],
];

const called = (resource: unknown): string => {
  const text = JSON.stringify(resource);
  for (const [pattern, name] of RESOURCES) {
    const [matched] = pattern.exec(text) ?? [];
    if (matched !== undefined) return matched.replace(pattern, name);
  }
  return text;
};

/** `action on resource`, one line each. */
const mayDo = (name: string): string[] =>
  statementsOf(name)
    .flatMap(({ Action, Resource }) =>
      (Array.isArray(Resource) ? (Resource as unknown[]) : [Resource]).flatMap((resource) =>
        all(Action).map((action) => `${action} on ${called(resource)}`),
      ),
    )
    .toSorted();

const APPEND = [
  'dynamodb:BatchGetItem on table',
  'dynamodb:GetItem on table',
  'dynamodb:PutItem on table',
  'dynamodb:Query on table',
  'kms:Decrypt on pipeline key',
  'kms:GenerateDataKey on pipeline key',
  'logs:CreateLogStream on own log',
  'logs:PutLogEvents on own log',
  'sqs:SendMessage on diagnoses',
  'sqs:SendMessage on pages',
  'sqs:SendMessage on ticks',
  'xray:PutTelemetryRecords on *',
  'xray:PutTraceSegments on *',
];

const RUNS = APPEND.filter((line) => /kms|logs|xray/u.test(line));

const receive = (queue: string): string[] =>
  ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
    (action) => `sqs:${action} on ${queue}`,
  );

beforeAll(() => {
  ({ template } = synthesize(example()));
});

describe('the authority of each function', () => {
  it.each([
    [
      'AlarmIntake',
      [
        ...receive('alarms'),
        'sqs:SendMessage on dead alarms',
        'kms:Decrypt on ops key',
        'kms:GenerateDataKey on ops key',
        'cloudwatch:GetMetricData on *',
        'cloudwatch:ListTagsForResource on alarms',
      ],
    ],
    ['EscalationClock', receive('ticks')],
    [
      'Enrichment',
      [
        ...receive('diagnoses'),
        'cloudwatch:GetMetricData on *',
        'dynamodb:Query on index byService',
        'logs:GetQueryResults on *',
        'logs:StartQuery on log group /ecs/web',
        'logs:StopQuery on *',
      ],
    ],
    [
      'PageSender',
      [
        ...receive('pages'),
        'sns:Publish on channel topics',
        'sns:Publish on responder topics',
        'sns:Publish on ops topic',
        'kms:Decrypt on ops key',
        'kms:GenerateDataKey on ops key',
      ],
    ],
    [
      'Reconciler',
      [
        'dynamodb:Query on index byDay',
        'dynamodb:Query on index byResolution',
        'dynamodb:Query on index byService',
        'dynamodb:Query on index byWake',
        ...['alarms', 'pages', 'ticks'].map((queue) => `sqs:GetQueueAttributes on dead ${queue}`),
        'cloudwatch:ListTagsForResource on alarms',
      ],
    ],
    [
      'Responses',
      [
        'dynamodb:Query on index byDay',
        'dynamodb:Query on index byResolution',
        'dynamodb:Query on index byService',
        'dynamodb:Query on index byWake',
      ],
    ],
  ])('of %s is what its work needs', (name, own) => {
    expect(mayDo(name)).toEqual([...APPEND, ...own].toSorted());
  });

  it('of the forecast is to read metrics, and to put them into the namespace of Tocsin: it sees no incident', () => {
    const own = APPEND.filter((line) => /^(logs|xray):/u.test(line));
    const puts = 'cloudwatch:PutMetricData on *';
    expect(mayDo(FORECAST)).toEqual([...own, 'cloudwatch:GetMetricData on *', puts].toSorted());
    expect(statementsOf(FORECAST)).toContainEqual(
      expect.objectContaining({
        Action: 'cloudwatch:PutMetricData',
        Condition: { StringEquals: { 'cloudwatch:namespace': 'Tocsin' } },
      }),
    );
  });

  it('of the verdicts on releases is to read metrics and deploys, to keep a verdict and to tell of it', () => {
    const own = APPEND.filter((line) => /^(logs|xray|kms):/u.test(line));
    const keeps = ['dynamodb:PutItem on table', 'dynamodb:Query on table'];
    const tells = 'events:PutEvents on the bus';
    expect(mayDo(VERDICTS)).toEqual([...own, ...keeps, 'cloudwatch:GetMetricData on *', tells].toSorted());
    expect(statementsOf(VERDICTS)).toContainEqual(
      expect.objectContaining({
        Action: 'events:PutEvents',
        Condition: { StringEquals: { 'events:source': 'tocsin', 'events:detail-type': 'Release Verdict' } },
      }),
    );
  });

  it('of their schedules is to call them', () => {
    expect(mayDo('MemoryForecastSchedule')).toEqual(['lambda:InvokeFunction on memory forecast']);
    expect(mayDo('ReleaseVerdictsSchedule')).toEqual(['lambda:InvokeFunction on release verdicts']);
  });

  it('of DeployRecorder is to put, to ask what is deployed, and to touch no incident', () => {
    const own = [
      ...receive('deploys'),
      'dynamodb:PutItem on table',
      'sqs:SendMessage on dead deploys',
      'kms:Decrypt on ops key',
      'kms:GenerateDataKey on ops key',
      'ecs:DescribeServices on ecs services',
      'ecs:DescribeTaskDefinition on *',
      'codedeploy:GetDeployment on deployment groups',
      'codedeploy:GetDeploymentGroup on deployment groups',
      'codepipeline:GetPipelineExecution on pipelines',
    ];
    expect(mayDo('DeployRecorder')).toEqual([...RUNS, ...own].toSorted());
    const put = statementsOf('DeployRecorder').find(({ Sid }) => Sid === 'KeepDeploys');
    expect(put).toMatchObject({ Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['SVC#*'] } } });
  });

  it('of the schedule is to call the reconciler', () => {
    expect(mayDo('ReconcilerSchedule')).toEqual(['lambda:InvokeFunction on reconciler']);
  });

  it('B2 of the schedules that protect is to protect this stack and its table', () => {
    expect(mayDo('Protection')).toEqual([
      'cloudformation:UpdateTerminationProtection on this stack',
      'dynamodb:UpdateTable on table',
    ]);
  });

  it.each(SCHEDULES)('of %s is lent to schedules of this account only', (name) => {
    const [role] = resources('AWS::IAM::Role').filter(([id]) => owner(id) === name);
    expect(role?.[1].Properties['AssumeRolePolicyDocument']).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    });
  });

  it('is a role each, and there is no other role or policy', () => {
    const names = [...FUNCTIONS, ...SEERS, ...SCHEDULES].toSorted();
    expect(
      resources('AWS::IAM::Role')
        .map(([id]) => owner(id))
        .toSorted(),
    ).toEqual(names);
    expect(
      resources('AWS::IAM::Policy')
        .map(([id]) => owner(id))
        .toSorted(),
    ).toEqual(names);
    expect(resources('AWS::IAM::ManagedPolicy')).toEqual([]);
    for (const [, { Properties }] of resources('AWS::IAM::Role'))
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  });
});

describe('of a key', () => {
  it('B7 a function may use what queues, topics and the table do in its name, and nothing more', () => {
    for (const name of FUNCTIONS) {
      const used = mayDo(name).filter((line) => line.endsWith('on pipeline key'));
      expect(used).toEqual(['kms:Decrypt on pipeline key', 'kms:GenerateDataKey on pipeline key']);
    }
  });
});

describe('nobody but the page sender', () => {
  it('may publish', () => {
    const publishers = FUNCTIONS.filter((name) => mayDo(name).some((line) => line.startsWith('sns:')));
    expect(publishers).toEqual(['PageSender']);
  });
});

describe('nobody but those who diagnose, route and foretell', () => {
  it('may read metrics or tags of alarms, nor do anything else with CloudWatch but put what is foretold', () => {
    const may = [...FUNCTIONS, ...SEERS, ...SCHEDULES].flatMap((name) =>
      mayDo(name).flatMap((line) => (line.startsWith('cloudwatch:') ? [`${name}: ${line}`] : [])),
    );
    expect(may).toEqual([
      'AlarmIntake: cloudwatch:GetMetricData on *',
      'AlarmIntake: cloudwatch:ListTagsForResource on alarms',
      'Enrichment: cloudwatch:GetMetricData on *',
      'Reconciler: cloudwatch:ListTagsForResource on alarms',
      'MemoryForecast: cloudwatch:GetMetricData on *',
      'MemoryForecast: cloudwatch:PutMetricData on *',
      'ReleaseVerdicts: cloudwatch:GetMetricData on *',
    ]);
  });
});

describe('of logs the enrichment', () => {
  const policiesOf = (configuration: Configuration): readonly string[] => {
    const { template: own } = synthesize(configuration);
    const all = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
      Object.entries(own.findResources(type) as unknown as Record<string, Resource>),
    );
    return all
      .filter(([id]) => id.startsWith('Enrichment'))
      .map(([, { Properties }]) => JSON.stringify(Properties['PolicyDocument']));
  };

  const withServices = (count: number): Configuration => {
    const { services, ...rest } = example();
    const [web] = Object.values(services);
    if (web === undefined) throw new Error('the example has no service');
    const named = Array.from({ length: count }, (_, index) => {
      const logGroup = `/ecs/a-service-with-quite-a-name-${String(index)}`;
      return [`s${String(index)}`, { ...web, alarms: NO_ALARMS, workload: { ...web.workload, logGroup } }] as const;
    });
    return { ...rest, services: Object.fromEntries(named) };
  };

  it('may query those of 200 services, within what IAM takes of a policy', () => {
    const policies = policiesOf(withServices(200));
    expect(policies.join().match(/a-service-with-quite-a-name-\d+:\*/gu)).toHaveLength(200);
    // As IAM counts them, with the partition, Region and account written out.
    for (const policy of policies) expect(policy.length).toBeLessThan(3 * 10_240);
    expect(policies.length).toBeGreaterThan(1);
  });

  it('may query none where nobody is to look at logs', () => {
    expect(policiesOf({ ...example(), logs: false }).join()).not.toMatch(
      /logs:(StartQuery|GetQueryResults|StopQuery)/u,
    );
  });
});

describe('no role', () => {
  const everything = (): string[] => [...FUNCTIONS, ...SEERS, ...SCHEDULES].flatMap(mayDo);

  it('may delete or scan items, or anything by a wildcard', () => {
    const actions = everything().map((line) => line.replace(/ on .*/u, ''));
    expect(actions.filter((action) => /Delete(?!Message$)|Scan|\*/u.test(action))).toEqual([]);
  });

  it('but that of the sender publishes, and uses the key of the ops topic for more than its dead letters', () => {
    const who = (can: (line: string) => boolean): string[] => FUNCTIONS.filter((name) => mayDo(name).some(can));
    expect(who((line) => line.startsWith('sns:'))).toEqual(['PageSender']);
    expect(who((line) => line.endsWith('on ops key'))).toEqual(['AlarmIntake', 'DeployRecorder', 'PageSender']);
  });

  it('is denied nothing that it was allowed, nor allowed by a NotAction', () => {
    for (const [, { Properties }] of resources('AWS::IAM::Policy')) {
      const { Statement: statements } = Properties['PolicyDocument'] as { Statement: Statement[] };
      for (const statement of statements) {
        expect(statement.Effect).toBe('Allow');
        expect(statement).not.toHaveProperty('NotAction');
        expect(statement).not.toHaveProperty('NotResource');
      }
    }
  });
});

describe('the statements of a policy', () => {
  it('have each a name of their own, or IAM refuses the policy', () => {
    for (const name of [...FUNCTIONS, ...SEERS]) {
      const names = statementsOf(name).flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid]));
      expect(names).toEqual([...new Set(names)]);
      expect(names.length).toBeGreaterThan(2);
    }
  });
});

describe('into the ops topic', () => {
  it('alarms of this account publish, and nobody else', () => {
    const policies = resources('AWS::SNS::TopicPolicy').map(
      ([, { Properties }]) => (Properties['PolicyDocument'] as { Statement: Record<string, unknown>[] }).Statement,
    );
    const allowed = policies.flat().filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toEqual([
      expect.objectContaining({
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: expect.objectContaining({
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        }) as unknown,
      }),
    ]);
  });
});

describe('into the queues', () => {
  const allowedInto = (isMeant: (id: string) => boolean): Record<string, unknown>[] =>
    resources('AWS::SQS::QueuePolicy')
      .filter(([id]) => isMeant(id))
      .flatMap(
        ([, { Properties }]) => (Properties['PolicyDocument'] as { Statement: Record<string, unknown>[] }).Statement,
      )
      .filter(({ Effect }) => Effect === 'Allow');

  it('B7 only SNS puts what it could not deliver, of the topics of this stack', () => {
    const topics = (pattern: string): unknown => ({
      'Fn::Join': ['', expect.arrayContaining([expect.stringContaining(pattern)])],
    });
    expect(allowedInto((id) => id.startsWith('Undelivered'))).toMatchObject([
      {
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Condition: {
          ArnLike: {
            'aws:SourceArn': [
              topics(':Tocsin-responder-*'),
              topics(':Tocsin-channel-*'),
              { Ref: expect.stringMatching(/^OpsTopic/u) as unknown },
            ],
          },
        },
      },
    ]);
  });

  it('else only the rules of this stack send, but for the roles', () => {
    const allowed = allowedInto((id) => !id.startsWith('Undelivered'));
    // One rule for alarms and three for deploys, each into a queue and its dead letters.
    expect(allowed).toHaveLength(8);
    for (const statement of allowed) {
      expect(statement).toMatchObject({
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Condition: {
          ArnEquals: {
            'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^(AlarmIntakeRule|DeployRecorder)/u), 'Arn'] },
          },
        },
      });
    }
  });
});
