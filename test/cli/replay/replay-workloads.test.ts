import { describe, expect, it } from 'vitest';
import type { Recording } from '../../../lib/adapters/recording/recording.ts';
import { recordedMetrics } from '../../../lib/core/service/workload-measurements.ts';
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
  const { services } = configurationOf(yamlOf(told));
  const { shop } = services;
  if (shop === undefined) throw new Error('it has one service');
  const [namespace = '', metricName = '', stat = ''] = told.metric.split(' ');
  const { dimensions, stretches } = told;
  const watched = { namespace, metricName, dimensions, stat, periodSeconds: 60 } as const;
  if (!recordedMetrics(shop.workload).some((one) => identityOf(one) === identityOf(watched)))
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
  it.each(CASES)('of the same recording of $what fires as the replay does', async ({ firesAt, told }) => {
    const folder = await temporaryFolder();
    const config = await writeJson(folder, 'tocsin.yaml', yamlOf(told));
    const metrics = await writeJson(folder, 'recording.json', recordingOf(told));
    const { out, err } = await run(['backtest', '--config', config, '--metrics', metrics, '--json']);
    expect(err).toBe('');
    const { alarms } = JSON.parse(out) as BacktestOutput;
    const fired = alarms.flatMap(({ transitions }) => transitions.filter(({ to }) => to === 'ALARM'));
    expect(fired.map(({ at }) => at).toSorted()[0]).toBe(minute(firesAt));
  });
});
