import { describe, expect, it } from 'vitest';
import type { Recording } from '../../../lib/adapters/recording/recording.ts';
import { metricsToRecord } from '../../../lib/cli/record/record.ts';
import { identityOf } from '../../../lib/core/series/metric-identity.ts';
import type { BacktestOutput } from '../../../lib/simulator/backtest/backtest-output.ts';
import { run, temporaryFolder, writeJson } from '../running.ts';
import { configurationOf } from '../../support/configurations.ts';
import { minute, onlyIncident, replaying } from '../../simulator/replaying.ts';

type Stretch = readonly [minutes: number, value: number | undefined];

interface Told {
  readonly workload: string;
  readonly alarms?: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stretches: readonly Stretch[];
}

const yamlOf = ({ workload, alarms = '{}' }: Told): string => `
services: { shop: { escalation: primary, workload: ${workload}, alarms: ${alarms} } }
responders: { alice: { name: Alice } }
escalations: { primary: { levels: [{ page: [responder:alice] }] } }
`;

/** One value a minute from 14:00 on of what `tocsin record` would hold of it; undefined: none. */
const recordingOf = (told: Told): Recording => {
  const { services, environment } = configurationOf(yamlOf(told));
  const { shop } = services;
  if (shop === undefined) throw new Error('it has one service');
  const [namespace = '', metricName = '', stat = ''] = told.metric.split(' ');
  const { dimensions, stretches } = told;
  const watched = { namespace, metricName, dimensions, stat, periodSeconds: 60 } as const;
  if (!metricsToRecord('shop', shop, environment).some((one) => identityOf(one) === identityOf(watched)))
    throw new Error(`${told.metric} is not recorded of it`);
  const all = stretches.flatMap(([minutes, value]) => Array.from({ length: minutes }, () => value));
  const points = all.flatMap((value, index) => (value === undefined ? [] : [[minute(index), value] as const]));
  return {
    schema: 'recording/1',
    service: 'shop',
    memoryLimitPercent: 100,
    series: [
      {
        ...watched,
        dimensions: { ...dimensions },
        timestamps: points.map(([at]) => at),
        values: points.map(([, value]) => value),
      },
    ],
    deploys: [],
    logs: [],
    responses: [],
  };
};

const [MIB, GIB] = [1_024 ** 2, 1_024 ** 3];
const QUEUE = '{ kind: sqs, queue: orders, deadLetterQueue: orders-dlq }';
const WEB = '{ kind: alb-ecs, loadBalancer: app/web/50dc, cluster: prod, service: web }';
const ALL_OFF =
  'memory: false, memoryGrowth: false, slowLeak: false, latency: false, errors: false, traffic: false, saturation: false';

interface Case {
  readonly what: string;
  readonly symptom: string;
  readonly firesAt: number;
  readonly told: Told;
}

const ALL: readonly (readonly [what: string, symptom: string, firesAt: number, told: Told])[] = [
  [
    'a queue that nobody works on',
    'oldest message 20 min (limit 15 min), 3 of 5 min',
    13,
    {
      workload: QUEUE,
      alarms: '{ age: { critical: 15m } }',
      metric: 'AWS/SQS ApproximateAgeOfOldestMessage Maximum',
      dimensions: { QueueName: 'orders' },
      stretches: [
        [10, 5],
        [20, 1_200],
      ],
    },
  ],
  [
    'a dead letter',
    '1 dead letter',
    11,
    {
      workload: QUEUE,
      metric: 'AWS/SQS ApproximateNumberOfMessagesVisible Maximum',
      dimensions: { QueueName: 'orders-dlq' },
      stretches: [
        [10, 0],
        [20, 1],
      ],
    },
  ],
  [
    'a table that refuses writes',
    '12 throttled calls, 3 of 5 min',
    13,
    {
      workload: '{ kind: dynamodb, table: carts }',
      metric: 'AWS/DynamoDB WriteThrottleEvents Sum',
      dimensions: { TableName: 'carts' },
      stretches: [
        [10, undefined],
        [20, 12],
      ],
    },
  ],
  [
    'a service of ECS whose tasks are gone',
    'signs of a running task: no data for 2 min',
    14,
    {
      workload: '{ kind: ecs, cluster: prod, service: mailer }',
      alarms: '{ memory: false, memoryGrowth: false, slowLeak: false, saturation: false }',
      metric: 'AWS/ECS CPUUtilization SampleCount',
      dimensions: { ClusterName: 'prod', ServiceName: 'mailer' },
      stretches: [
        [10, 6],
        [20, undefined],
        [20, 6],
      ],
    },
  ],
  [
    'errors that are counted in five minutes',
    '5xx errors',
    25,
    {
      workload: WEB,
      alarms: `{ ${ALL_OFF}, errorCount: { critical: 50, for: 2 of 2, period: 300 } }`,
      metric: 'AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum',
      dimensions: { LoadBalancer: 'app/web/50dc' },
      stretches: [
        [15, 0],
        [30, 12],
      ],
    },
  ],
  [
    'requests that stop',
    'no request, for 15 min',
    25,
    {
      workload: WEB,
      alarms: `{ ${ALL_OFF}, lowTraffic: {} }`,
      metric: 'AWS/ApplicationELB RequestCount Sum',
      dimensions: { LoadBalancer: 'app/web/50dc' },
      stretches: [
        [10, 100],
        [30, undefined],
        [10, 100],
      ],
    },
  ],
  [
    'a process that fills the memory that it may have, told in bytes',
    'memory 92 % of 512 MB (limit 90 %), 3 of 5 min',
    13,
    {
      workload:
        '{ kind: custom, metrics: { memory: { metric: { namespace: Shop, metricName: Rss, unit: bytes }, limit: 512MB } } }',
      alarms: '{ memory: { critical: 90 }, memoryGrowth: false, slowLeak: false }',
      metric: 'Shop Rss Average',
      dimensions: {},
      stretches: [
        [10, 300 * MIB],
        [20, 471 * MIB],
      ],
    },
  ],
  [
    'a database that fills its storage',
    'free database storage 1.5 GB (below 2 GB), 3 of 5 min',
    13,
    {
      workload: '{ kind: rds, database: orders }',
      alarms: '{ storage: { critical: 2GB } }',
      metric: 'AWS/RDS FreeStorageSpace Minimum',
      dimensions: { DBInstanceIdentifier: 'orders' },
      stretches: [
        [10, 40 * GIB],
        [20, 1.5 * GIB],
      ],
    },
  ],
  [
    'a Network Load Balancer without a healthy target',
    'no healthy target, 2 of 3 min',
    12,
    {
      workload: '{ kind: nlb, loadBalancer: net/web/50dc6c495c0c9188, targetGroup: targetgroup/web/73e2d6bc24d8a067 }',
      metric: 'AWS/NetworkELB HealthyHostCount Minimum',
      dimensions: { LoadBalancer: 'net/web/50dc6c495c0c9188', TargetGroup: 'targetgroup/web/73e2d6bc24d8a067' },
      stretches: [
        [10, 2],
        [20, 0],
      ],
    },
  ],
  [
    'a function that falls behind its stream',
    'stream lag 20 min (limit 15 min), 3 of 5 min',
    13,
    {
      workload: '{ kind: lambda, functionName: indexer }',
      alarms: '{ age: { critical: 15m } }',
      metric: 'AWS/Lambda IteratorAge Maximum',
      dimensions: { FunctionName: 'indexer' },
      stretches: [
        [10, 1_000],
        [20, 1_200_000],
      ],
    },
  ],
  [
    'a disk that is full',
    'disk 97 % (limit 95 %), 3 of 5 min',
    13,
    {
      workload: '{ kind: custom, metrics: { disk: { namespace: CWAgent, metricName: disk_used_percent } } }',
      alarms: '{ disk: { critical: 95 } }',
      metric: 'CWAgent disk_used_percent Maximum',
      dimensions: {},
      stretches: [
        [10, 60],
        [20, 97],
      ],
    },
  ],
  [
    'a queue in which too much waits',
    '12 k waiting messages (limit 10 k), 3 of 5 min',
    13,
    {
      workload: QUEUE,
      alarms: '{ depth: { critical: 10000 } }',
      metric: 'AWS/SQS ApproximateNumberOfMessagesVisible Maximum',
      dimensions: { QueueName: 'orders' },
      stretches: [
        [10, 40],
        [20, 12_000],
      ],
    },
  ],
];

const CASES: readonly Case[] = ALL.map(([what, symptom, firesAt, told]) => ({ what, symptom, firesAt, told }));

describe('a replay', () => {
  it.each(CASES)('pages or tells of $what, in words: $symptom', async ({ symptom, firesAt, told }) => {
    const outcome = await replaying(recordingOf(told), configurationOf(yamlOf(told)));
    const { timeline } = onlyIncident(outcome);
    expect(JSON.stringify(timeline)).toContain(symptom);
    expect(timeline[0]?.at).toBe(minute(firesAt));
  });

  it('of a table whose throttles are over ends its incident, though nothing is reported any more', async () => {
    const { told } = CASES[2] ?? {};
    if (told === undefined) throw new Error('there is no such case');
    const over: Told = {
      ...told,
      stretches: [
        [10, undefined],
        [10, 12],
        [30, undefined],
        [5, 0],
      ],
    };
    const outcome = await replaying(recordingOf(over), configurationOf(yamlOf(over)));
    expect(onlyIncident(outcome).timeline.map(({ type }) => type)).toContain('IncidentResolved');
  });
});

describe('a backtest', () => {
  const transitionsOf = async (told: Told): Promise<BacktestOutput['alarms'][number]['transitions']> => {
    const folder = await temporaryFolder();
    const config = await writeJson(folder, 'tocsin.yaml', yamlOf(told));
    const metrics = await writeJson(folder, 'recording.json', recordingOf(told));
    const { out, err } = await run(['backtest', '--config', config, '--metrics', metrics, '--json']);
    expect(err).toBe('');
    return (JSON.parse(out) as BacktestOutput).alarms.flatMap(({ transitions }) => transitions);
  };

  it.each(CASES)('of the same recording of $what fires as the replay does', async ({ firesAt, told }) => {
    const fired = (await transitionsOf(told)).filter(({ to }) => to === 'ALARM');
    expect(fired.map(({ at }) => at).toSorted()[0]).toBe(minute(firesAt));
  });

  it('of memory in bytes that is reported no more has no data, and not memory of which none is in use', async () => {
    const told = CASES.find(({ what }) => what.endsWith('told in bytes'))?.told;
    if (told === undefined) throw new Error('there is no such case');
    const lost: Told = {
      ...told,
      stretches: [
        [10, 471 * MIB],
        [20, undefined],
        [5, 471 * MIB],
      ],
    };
    expect((await transitionsOf(lost)).map(({ to }) => to)).toEqual(['ALARM', 'INSUFFICIENT_DATA', 'ALARM']);
  });
});
