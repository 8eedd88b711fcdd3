import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Recording } from '../../../lib/adapters/recording/recording.ts';
import { DAY, epochOf, HOUR, type Instant, later, MINUTE } from '../../../lib/core/time.ts';
import type { DeployWord } from '../../../lib/core/deploy/deploy-word.ts';
import { type AwsStub, startAwsStub, type StubAnswer } from '../../support/aws-stub.ts';
import { callersAccount } from '../../support/callers-account.ts';
import { word } from '../../support/deploy-log-contract.ts';
import { stackWith } from '../../support/described-stack.ts';
import { fakeCloudWatch } from '../../support/fake-cloudwatch.ts';
import type { StoredValue } from '../../support/stored-metrics.ts';
import { teamYaml } from '../../simulator/replaying.ts';
import { type Ran, run, temporaryFolder, writeJson } from '../running.ts';

const NOW: Instant = '2023-08-05T15:00:20.000Z';
const folder = await temporaryFolder();
const config = await writeJson(folder, 'team.yaml', teamYaml());

const ajv = new Ajv2020({ strict: false });
formats.default(ajv);
const schema = readFileSync(new URL('../../../schema/recording.schema.json', import.meta.url), 'utf8');
const matchesSchema = ajv.compile(JSON.parse(schema) as object);

const memory = {
  namespace: 'AWS/ECS',
  metricName: 'MemoryUtilization',
  dimensions: { ClusterName: 'prod', ServiceName: 'web' },
};
const latency = {
  namespace: 'AWS/ApplicationELB',
  metricName: 'TargetResponseTime',
  dimensions: { LoadBalancer: 'app/web/50dc6c495c0c9188' },
};
const at = (minutesAgo: number): Instant => later('2023-08-05T15:00:00.000Z', -minutesAgo * MINUTE);
const values: readonly StoredValue[] = [
  { metric: memory, at: at(4), value: 71.5 },
  { metric: memory, at: at(2), value: 72 },
  { metric: latency, at: at(3), value: 0.2 },
  { metric: { ...memory, dimensions: { ...memory.dimensions, ServiceName: 'api' } }, at: at(3), value: 99 },
];

let stub: AwsStub;

const accountWith = async (answer: Parameters<typeof startAwsStub>[0]): Promise<void> => {
  stub = await startAwsStub(answer);
  vi.stubEnv('AWS_ENDPOINT_URL', stub.options.endpoint);
};

callersAccount();
afterEach(async () => {
  await stub.close();
});

const record = (...args: readonly string[]): Promise<Ran> =>
  run(['record', '--service', 'web', '--config', config, ...args], { now: () => NOW });

describe('tocsin record', () => {
  beforeEach(() => accountWith(fakeCloudWatch({ values }, { now: NOW })));

  it('writes what CloudWatch holds of a service as a recording', async () => {
    const { code, out } = await record('--from', '10m');
    expect(code).toBe(0);
    const recording = JSON.parse(out) as Recording;
    expect([matchesSchema(recording), matchesSchema.errors]).toEqual([true, null]);
    expect(recording).toMatchObject({ schema: 'recording/1', service: 'web' });
    expect(recording.series.map(({ metricName, stat }) => `${metricName} ${stat}`)).toEqual([
      'TargetResponseTime p50',
      'TargetResponseTime p99',
      'MemoryUtilization Average',
      'MemoryUtilization Maximum',
    ]);
    expect(recording.series[2]).toEqual({
      ...memory,
      stat: 'Average',
      periodSeconds: 60,
      timestamps: [at(4), at(2)],
      values: [71.5, 72],
    });
  });

  describe('with a stack', () => {
    const told = [
      word(-7, { at: at(7), revision: 'v2', subject: 'service prod/web' }),
      word(-5, { at: at(5), status: 'FAILED' }),
    ];

    const stackThat = async (items: readonly DeployWord[]): Promise<void> => {
      await stub.close();
      const cloudWatch = fakeCloudWatch({ values }, { now: NOW });
      await accountWith((request) => {
        if (request.operation === 'DescribeStacks') return stackWith('incidents');
        if (request.operation !== 'Query') return cloudWatch(request);
        return { result: { Items: items.toReversed().map((one) => ({ record: { S: JSON.stringify(one) } })) } };
      });
    };

    it('holds the deploys that it knows of', async () => {
      await stackThat(told);
      const { code, out } = await record('--from', '10m', '--stack', 'Tocsin');
      expect(code).toBe(0);
      const recording = JSON.parse(out) as Recording;
      expect([matchesSchema(recording), matchesSchema.errors]).toEqual([true, null]);
      expect(recording.deploys).toEqual([
        { at: at(7), id: 'ecs-svc/1', system: 'ecs', service: 'web', revision: 'v2', status: 'STARTED' },
        { at: at(5), id: 'ecs-svc/1', system: 'ecs', service: 'web', status: 'FAILED' },
      ]);
    });

    it('says where it was never told of one', async () => {
      await stackThat([]);
      const { out, err } = await record('--from', '10m', '--stack', 'Tocsin');
      expect(JSON.parse(out)).not.toHaveProperty('deploys');
      expect(err).toContain('not in the recording: deploys: nobody ever told the stack of one of web');
    });
  });

  it('says that deploys are not in it where it was given no stack', async () => {
    const { err } = await record('--from', '10m');
    expect(err).toContain('not in the recording: deploys: --stack <name>');
  });

  it('says what it found nothing of', async () => {
    const { err } = await record('--from', '10m');
    expect(err).toContain('not in the recording: AWS/ApplicationELB RequestCount Sum (LoadBalancer app/web/');
    expect(err).not.toContain('MemoryUtilization');
  });

  it('holds what the alarms of the service look at besides', async () => {
    const alarms = teamYaml().replace('stat: p99', 'stat: p95');
    await record('--from', '10m', '--config', await writeJson(folder, 'p95.yaml', alarms));
    const asked = JSON.stringify(stub.requests);
    expect(asked.match(/"Stat":"p95"/gu)).toHaveLength(1);
  });

  it('is replayed', async () => {
    const file = join(folder, 'recording.json');
    const { code, out, err } = await record('--from', '10m', '--out', file);
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain(`${file} is written: npx tocsin replay ${file}`);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ service: 'web' });
    expect((await run(['replay', file, '--config', config])).out).toContain('All quiet');
  });

  it('ends where --to says', async () => {
    const { out } = await record('--from', at(10), '--to', '3m');
    const [first] = (JSON.parse(out) as Recording).series;
    expect(first).toMatchObject({ metricName: 'MemoryUtilization', timestamps: [at(4)] });
  });

  it('ends now where --to is in the future, and says so', async () => {
    const { code, out, err } = await record('--from', '10m', '--to', '2023-08-06T00:00:00Z');
    expect(code).toBe(0);
    expect(err).toContain(`--to: 2023-08-06T00:00:00.000Z is in the future: the recording ends now, at ${NOW}`);
    expect((JSON.parse(out) as Recording).description).toContain(`to ${NOW}.`);
    expect(stub.requests.every(({ body }) => Number(body['EndTime']) * 1_000 <= epochOf(NOW))).toBe(true);
  });

  it('says once that shorter periods are held no more', async () => {
    const { out, err } = await record('--from', '20d', '--to', '1s');
    expect((JSON.parse(out) as Recording).series[0]?.periodSeconds).toBe(300);
    expect(err.match(/read as periods of 300 s/gu)).toHaveLength(1);
  });

  it('shows how far it is when it takes longer than two seconds', async () => {
    const seen: string[] = [];
    let nowMs = epochOf(NOW);
    const now = (): Instant => new Date((nowMs += 500)).toISOString();
    const args = ['record', '--service', 'web', '--config', config, '--from', '10m'];
    expect((await run(args, { now, status: (line) => seen.push(line) })).code).toBe(0);
    expect(seen[0]).toMatch(/^reading metrics [█░]{24} \d of 8 … \d+ s$/);
    expect(seen.at(-1)).toBe('');
  });
});

describe('tocsin record, used wrongly,', () => {
  beforeEach(() => accountWith(() => ({ error: 'Unasked' })));
  afterEach(() => {
    expect(stub.requests).toEqual([]);
  });

  it.each([
    [['--from', '10 minutes ago'], '--from: expected an instant such as'],
    [['--from', '2023-08-06T00:00:00Z'], '--from: expected a time before now'],
    [['--from', '1h', '--to', '2h'], '--to: expected a time after --from'],
    [['--from', '1h', '--service', 'shop'], 'has no service "shop": expected one of web'],
    [['--from', '1h', '--service', 'constructor'], 'has no service "constructor"'],
    [['--from', '1h', '--out', config], 'is there already: name another file'],
    [['--from', '1h', '--out', join(folder, 'none', 'x.json')], 'is no folder: make it first'],
    [['--from', '1h', '--out', ''], '--out: expected a file, or - for stdout, got ""'],
    [['--from', '1h', '--out', '', '--config', 'nope.yaml'], '--out: expected a file'],
    [['--from', '1h', '--config', 'nope.yaml'], 'nope.yaml'],
    [[], "required option '--from <time>' not specified"],
  ])('with %j asks nothing and says what was expected', async (args, advice) => {
    const { code, out, err } = await record(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(advice);
  });
});

describe('tocsin record, of an account that gives nothing,', () => {
  const nothingOfEach = Array.from({ length: 50 }, (_, index) => ({ Id: `m${String(index)}`, StatusCode: 'Complete' }));

  it.each<[string, StubAnswer, string]>([
    [
      'holds nothing',
      { result: { MetricDataResults: nothingOfEach } },
      'CloudWatch holds no value of web in that time',
    ],
    ['may not be read', { error: 'AccessDenied', status: 403 }, 'allow cloudwatch:GetMetricData'],
  ])('which %s, fails and writes nothing', async (_what, answer, advice) => {
    await accountWith(() => answer);
    const { code, out, err } = await record('--from', '1h');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(advice);
    expect(err).not.toContain('this should not have happened');
  });
});

it('reads a day of a service in one call', async () => {
  await accountWith(fakeCloudWatch({ values }, { now: NOW }));
  await record('--from', `${String(DAY / HOUR)}h`);
  expect(stub.requests).toHaveLength(1);
});
