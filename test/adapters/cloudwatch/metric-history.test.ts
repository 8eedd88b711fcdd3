import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cloudWatchMetricHistory } from '../../../lib/adapters/cloudwatch/cloudwatch-metric-history.ts';
import { later, MINUTE } from '../../../lib/core/time.ts';
import type { MetricHistory } from '../../../lib/ports/metric-history.ts';
import { HISTORY_OPTIONS } from '../../../lib/runtime/client-options.ts';
import { type AwsStub, startAwsStub, type StubAnswer, type StubRequest } from '../../support/aws-stub.ts';
import { fakeCloudWatch } from '../../support/fake-cloudwatch.ts';
import { inMemoryMetricHistory } from '../../support/in-memory-metric-history.ts';
import { ago, memoryOf, metricHistoryContract, NOW, read } from '../../support/metric-history-contract.ts';
import type { Account } from '../../support/stored-metrics.ts';

describe('an account in memory', () => {
  metricHistoryContract((account) => Promise.resolve(inMemoryMetricHistory(account, () => NOW)));
});

let stub: AwsStub | undefined;
let client: CloudWatchClient | undefined;

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(async () => {
  vi.restoreAllMocks();
  client?.destroy();
  await stub?.close();
  stub = undefined;
});

const before = async (
  answerTo: (request: StubRequest, index: number) => StubAnswer,
  requestTimeout = 3_000,
): Promise<MetricHistory> => {
  stub = await startAwsStub(answerTo);
  const requestHandler = { ...HISTORY_OPTIONS.requestHandler, requestTimeout };
  client = new CloudWatchClient({ ...stub.options, ...HISTORY_OPTIONS, requestHandler });
  return cloudWatchMetricHistory({ client, clock: () => NOW });
};

const requests = (): readonly StubRequest[] => stub?.requests ?? [];

describe('CloudWatch', () => {
  metricHistoryContract((account) => before(fakeCloudWatch(account, { now: NOW })));
});

describe('CloudWatch in small pages', () => {
  metricHistoryContract((account) => before(fakeCloudWatch(account, { now: NOW, pageSize: 1 })));
});

const web = memoryOf('web');
const account: Account = { values: ago(web, { 5: 50, 4: 40, 2: 20 }) };
const from = later(NOW, -6 * MINUTE);
const whole = [Number.NaN, 50, 40, Number.NaN, 20, Number.NaN];
const answer = fakeCloudWatch(account, { now: NOW });

describe('a question to CloudWatch', () => {
  it('names the metric, the period and whole minutes, oldest first', async () => {
    await read(await before(answer), [web], { from });
    expect(requests().map(({ body }) => body)).toEqual([
      {
        MetricDataQueries: [
          {
            Id: 'm0',
            MetricStat: {
              Metric: {
                Namespace: 'AWS/ECS',
                MetricName: 'MemoryUtilization',
                Dimensions: [
                  { Name: 'ClusterName', Value: 'prod' },
                  { Name: 'ServiceName', Value: 'web' },
                ],
              },
              Period: 60,
              Stat: 'Sum',
            },
          },
        ],
        StartTime: Date.parse('2026-11-22T11:54:00Z') / 1_000,
        EndTime: Date.parse('2026-11-22T12:00:00Z') / 1_000,
        ScanBy: 'TimestampAscending',
        MaxDatapoints: 100_800,
      },
    ]);
  });

  it('asks for the unit and the account of a metric where an alarm names them', async () => {
    await read(await before(answer), [{ ...web, unit: 'Percent', accountId: '111122223333' }], { from });
    expect(requests().map(({ body }) => body)).toMatchObject([
      { MetricDataQueries: [{ AccountId: '111122223333', MetricStat: { Unit: 'Percent' } }] },
    ]);
  });

  it.each([
    { count: 1_100, period: 60, minutes: 6, calls: 3 },
    { count: 9, period: 60, minutes: 15 * 24 * 60, calls: 3 },
    { count: 3, period: 3_600, minutes: 455 * 24 * 60, calls: 1 },
  ])('about $count metrics of $period s over $minutes minutes takes $calls calls', async (asked) => {
    const { count, period, minutes, calls } = asked;
    const metrics = Array.from({ length: count }, (_, index) => memoryOf(`web-${String(index)}`, period));
    const held = await read(await before(fakeCloudWatch({ values: [] }, { now: NOW })), metrics, {
      from: later(NOW, -minutes * MINUTE),
    });
    expect(held).toHaveLength(count);
    expect(requests()).toHaveLength(calls);
    for (const { body } of requests()) {
      const { MetricDataQueries, StartTime, EndTime } = body as {
        MetricDataQueries: [];
        StartTime: number;
        EndTime: number;
      };
      expect(MetricDataQueries.length).toBeLessThanOrEqual(500);
      expect((MetricDataQueries.length * (EndTime - StartTime)) / period).toBeLessThanOrEqual(100_800);
    }
  });

  it('is not asked where nothing can be held', async () => {
    await read(await before(answer), [web], { from: later(NOW, -1_000) });
    expect(requests()).toEqual([]);
  });

  it.each<[string, StubAnswer]>([
    ['is throttled', { error: 'ThrottlingException' }],
    ['meets an error of the service', { error: 'InternalServiceFault', status: 500 }],
    ['loses its connection', 'broken connection'],
  ])('is asked again when it %s', async (_what, trouble) => {
    const history = await before((request, index) => (index < 2 ? trouble : answer(request)));
    const [held] = await read(history, [web], { from });
    expect([...(held?.series?.values ?? [])]).toEqual(whole);
    expect(requests()).toHaveLength(3);
  });
});

const failureOf = async (history: MetricHistory, metrics = [web]): Promise<string> => {
  const error: unknown = await read(history, metrics, { from }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'MetricHistoryError' });
  return (error as Error).message;
};

describe('an answer that is not whole', () => {
  const partly = (StatusCode: string, more: object = {}): StubAnswer => ({
    result: { MetricDataResults: [{ Id: 'm0', Timestamps: [], Values: [], StatusCode, ...more }] },
  });

  it.each([
    ['InternalError', 'CloudWatch failed on it: try again'],
    ['Forbidden', 'needs cloudwatch:GetMetricData'],
    ['PartialData', 'no way to the rest'],
  ])('with %s names the metric and says what to do', async (status, advice) => {
    const history = await before(() => partly(status, { Messages: [{ Code: 'Reason', Value: 'because' }] }));
    const message = await failureOf(history);
    expect(message).toContain('AWS/ECS MemoryUtilization Sum (ClusterName prod, ServiceName web): ');
    expect(message).toContain(advice);
    expect(message).toContain(': Reason because');
  });

  it('is made whole by its later pages, whatever its first one said', async () => {
    const history = await before((request, index) =>
      index === 0 ? { result: { ...resultOf(partly('InternalError')), NextToken: '0' } } : answer(request),
    );
    const [held] = await read(history, [web], { from });
    expect([...(held?.series?.values ?? [])]).toEqual(whole);
  });

  it('ends when CloudWatch leads in a circle', async () => {
    const circle = { ...resultOf(partly('PartialData')), NextToken: 'again' };
    expect(await failureOf(await before(() => ({ result: circle })))).toContain('no way to the rest');
    expect(requests()).toHaveLength(2);
  });

  it('may hold what was not asked for, which is left out', async () => {
    const start = Date.parse('2026-11-22T11:54:00Z') / 1_000;
    const Timestamps = [start - 60, start, start + 60, start + 360];
    const results = [
      { Id: 'm0', Timestamps, Values: [1, 2, 3, 4], StatusCode: 'Complete' },
      { Id: 'm7', Timestamps, Values: [9, 9, 9, 9], StatusCode: 'Complete' },
    ];
    const [held] = await read(await before(() => ({ result: { MetricDataResults: results } })), [web], { from });
    expect([...(held?.series?.values ?? [])]).toEqual([2, 3, ...Array.from({ length: 4 }, () => Number.NaN)]);
  });

  it('holds nothing when all it holds was not asked for', async () => {
    const elsewhere = [{ Id: 'm0', Timestamps: [0, 2_000_000_000], Values: [1, 2], StatusCode: 'Complete' }];
    const history = await before(() => ({ result: { MetricDataResults: elsewhere } }));
    expect(await read(history, [web], { from })).toMatchObject([{ metric: web, series: undefined }]);
  });
});

const resultOf = (given: StubAnswer): object =>
  typeof given === 'object' && 'result' in given ? (given.result as object) : {};

describe('a refusal', () => {
  it.each<[StubAnswer, string]>([
    [{ error: 'AccessDenied', status: 403 }, 'allow cloudwatch:GetMetricData'],
    [{ error: 'AccessDeniedException', status: 400 }, 'allow cloudwatch:GetMetricData'],
    [{ error: 'ExpiredToken', status: 403 }, 'sign in again'],
    [{ error: 'UnrecognizedClientException', status: 403 }, 'sign in again'],
    [{ error: 'SomethingNew' }, 'CloudWatch could not be asked'],
  ])('with %j says in which Region, and what to do', async (refusal, advice) => {
    const message = await failureOf(await before(() => refusal));
    expect(message).toMatch(/^GetMetricData of AWS\/ECS MemoryUtilization .+ in eu-west-1: /);
    expect(message).toContain(advice);
    expect(requests()).toHaveLength(1);
  });

  it('of one metric among many names it', async () => {
    const fields = { message: 'The value x for parameter MetricDataQueries.member.2.MetricStat.Stat is not valid' };
    const history = await before(() => ({ error: 'ValidationError', fields }));
    expect(await failureOf(history, [web, memoryOf('api')])).toContain('ServiceName api');
    const metrics = [web, memoryOf('api')];
    await expect(read(history, metrics, { from })).rejects.toMatchObject({ why: 'malformed', metrics: [metrics[1]] });
  });

  it.each<[string, StubAnswer]>([
    ['denied', { error: 'AccessDenied', status: 403 }],
    ['denied', { error: 'ExpiredToken', status: 403 }],
    ['throttled', { error: 'Throttling' }],
    ['malformed', { error: 'ValidationError', fields: { message: 'no' } }],
    ['unanswered', { error: 'SomethingNew' }],
    ['unanswered', 'no answer'],
  ])('is of the kind %s with %j, and about no one of several', async (why, refusal) => {
    const history = await before(() => refusal, 50);
    const reading = read(history, [web, memoryOf('api')], { from });
    await expect(reading).rejects.toMatchObject({ why, metrics: [] });
  });

  it.each([
    ['Forbidden', 'denied'],
    ['InternalError', 'unanswered'],
    ['PartialData', 'partial'],
  ])('of one metric by its status %s is of the kind %s, and names it', async (StatusCode, why) => {
    const results = ['m0', 'm1'].map((Id) => ({ Id, StatusCode: Id === 'm1' ? StatusCode : 'Complete' }));
    const history = await before(() => ({ result: { MetricDataResults: results } }));
    const metrics = [web, memoryOf('api')];
    await expect(read(history, metrics, { from })).rejects.toMatchObject({ why, metrics: [metrics[1]] });
  });

  it('of some metrics comes after those that were given, and names all that failed so', async () => {
    const metrics = ['api', 'web', 'jobs', 'mail'].map((name) => memoryOf(name));
    const states = ['Forbidden', 'Complete', 'InternalError', 'Forbidden'];
    const results = states.map((StatusCode, index) => ({ Id: `m${String(index)}`, StatusCode }));
    const history = await before(() => ({ result: { MetricDataResults: results } }));
    const given: unknown[] = [];
    const reading = (async () => {
      for await (const { metric } of history.series(metrics, { from, to: NOW })) given.push(metric);
    })();
    await expect(reading).rejects.toMatchObject({ why: 'denied', metrics: [metrics[0], metrics[3]] });
    expect(given).toEqual([metrics[1]]);
  });

  it('is also an answer that does not speak of what was asked for: that is no lack of values', async () => {
    const history = await before(() => ({ result: { Nothing: 'of the kind' } }));
    await expect(read(history, [web], { from })).rejects.toMatchObject({ why: 'unanswered', metrics: [web] });
  });

  it('for too many requests comes after every try', async () => {
    const message = await failureOf(await before(() => ({ error: 'Throttling' })));
    expect(message).toContain('too many requests of this account');
    expect(requests()).toHaveLength(HISTORY_OPTIONS.maxAttempts);
  });

  it('is also that whoever asked has given up: the request ends, and none follows', async () => {
    stub = await startAwsStub(() => 'no answer');
    client = new CloudWatchClient({ ...stub.options, ...HISTORY_OPTIONS });
    const giveUp = new AbortController();
    const history = cloudWatchMetricHistory({ client, clock: () => NOW, abortSignal: giveUp.signal });
    const reading = read(history, [web], { from });
    await vi.waitFor(() => {
      expect(requests()).toHaveLength(1);
    });
    giveUp.abort();
    await expect(reading).rejects.toMatchObject({ why: 'unanswered' });
    await expect(read(history, [web], { from })).rejects.toMatchObject({ why: 'unanswered' });
    expect(requests()).toHaveLength(1);
  });

  it('is also that nothing comes in time', async () => {
    const message = await failureOf(await before(() => 'no answer', 50));
    expect(message).toContain('check the network');
  });

  it.each([
    ['alarms', 'DescribeAlarms', (history: MetricHistory) => history.alarms()],
    ['changes', 'DescribeAlarmHistory', (history: MetricHistory) => history.changes({ from, to: NOW })],
  ] as const)('of the %s names the permission cloudwatch:%s', async (_what, operation, ask) => {
    const history = await before(() => ({ error: 'AccessDenied', status: 403 }));
    await expect(ask(history)).rejects.toMatchObject({
      name: 'MetricHistoryError',
      message: expect.stringContaining(`allow cloudwatch:${operation}`) as string,
    });
  });
});

describe('without AWS credentials or a Region', () => {
  beforeEach(() => {
    vi.stubEnv('AWS_REGION', '');
    vi.stubEnv('AWS_DEFAULT_REGION', '');
    vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  const of = (options: object): MetricHistory =>
    cloudWatchMetricHistory({ client: new CloudWatchClient(options), clock: () => NOW });

  it('says where they were looked for and how to set them', async () => {
    expect(await failureOf(of({}))).toMatch(/no AWS Region is set: set AWS_REGION/);
    expect(await failureOf(of({ region: 'eu-west-1' }))).toMatch(/no AWS credentials were found.+AWS_PROFILE/);
  });

  it('names the profile that has none', async () => {
    expect(await failureOf(of({ profile: 'prdo' }))).toMatch(/no AWS Region is set.+the profile "prdo".+list-profiles/);
    const message = await failureOf(of({ profile: 'prdo', region: 'eu-west-1' }));
    expect(message).toMatch(/the profile "prdo" that AWS_PROFILE names has no AWS credentials: name one that aws/);
  });
});
