import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { epochOf, later, MINUTE } from '../../../lib/core/time.ts';
import type { BacktestOutput } from '../../../lib/simulator/backtest/backtest-output.ts';
import { minute, valuesOf } from '../../simulator/backtest/backtesting.ts';
import { type AwsStub, startAwsStub } from '../../support/aws-stub.ts';
import { fakeCloudWatch } from '../../support/fake-cloudwatch.ts';
import { teamYaml } from '../../simulator/replaying.ts';
import { type Ran, run, temporaryFolder, writeJson } from '../running.ts';

const NOW = minute(60);
const folder = await temporaryFolder();
const config = await writeJson(folder, 'team.yaml', teamYaml({ alarms: '{ memory: { critical: 80, for: 1 of 1 } }' }));

const dimensions = { ClusterName: 'prod', ServiceName: 'web' };
const values = valuesOf([
  [30, 50],
  [10, 90],
  [20, 50],
]).map((value, index) => ({
  metric: { namespace: 'AWS/ECS', metricName: 'MemoryUtilization', dimensions },
  at: minute(index),
  value,
}));
const alarms = {
  MetricAlarms: [
    {
      AlarmName: 'made elsewhere',
      Namespace: 'AWS/ECS',
      MetricName: 'MemoryUtilization',
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 85,
      ComparisonOperator: 'GreaterThanThreshold',
    },
  ],
};

/** A minute and a half after the period of the alarm has ended. */
const changes = [
  { AlarmName: 'made elsewhere', at: later(minute(31), 92_000), from: 'OK', to: 'ALARM' },
  { AlarmName: 'made elsewhere', at: later(minute(41), 92_000), from: 'ALARM', to: 'OK' },
] as const;

let stub: AwsStub;

beforeEach(async () => {
  stub = await startAwsStub(fakeCloudWatch({ alarms, values, changes }, { now: NOW }));
  vi.stubEnv('AWS_ENDPOINT_URL', stub.options.endpoint);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await stub.close();
});

const backtest = (...args: readonly string[]): Promise<Ran> => run(['backtest', ...args, '--json'], { now: () => NOW });

const alarmIn = ({ out }: Ran, name: string): BacktestOutput['alarms'][number] | undefined =>
  (JSON.parse(out) as BacktestOutput).alarms.find(({ alarmName }) => alarmName === name);

describe('tocsin backtest without --metrics', () => {
  it('evaluates on what CloudWatch holds', async () => {
    const ran = await backtest('--config', config, '--from', minute(0));
    expect(ran.code).toBe(0);
    const alarm = alarmIn(ran, 'tocsin-prod-web-memory-critical');
    expect(alarm).toMatchObject({ unsupported: null, timesInAlarm: 1, secondsInAlarm: 600, evaluations: 60 });
    expect(alarm?.transitions[1]).toMatchObject({ at: minute(31), to: 'ALARM' });
  });

  it('looks at the last 15 days unless told otherwise, and says so', async () => {
    const { out, err } = await backtest('--config', config);
    expect((JSON.parse(out) as BacktestOutput).from).toBe(later(NOW, -15 * 24 * 60 * MINUTE));
    expect(err).toContain('The last 15 d, of which CloudWatch holds every minute: --from and --to name another time.');
  });

  it('takes alarms and history of the account too', async () => {
    const ran = await backtest('--alarms', 'live', '--history', 'live', '--from', minute(0));
    expect(ran.code).toBe(0);
    expect(alarmIn(ran, 'made elsewhere')).toMatchObject({
      timesInAlarm: 1,
      agreement: { recorded: 2, predicted: 2, matched: 2, lagSeconds: { median: 92, most: 92 } },
    });
  });

  it('says so where the account has no alarms', async () => {
    await stub.close();
    stub = await startAwsStub(fakeCloudWatch({ values: [] }, { now: NOW }));
    vi.stubEnv('AWS_ENDPOINT_URL', stub.options.endpoint);
    const { code, err } = await backtest('--alarms', 'live', '--from', '1h');
    expect([code, err]).toEqual([1, expect.stringContaining('no alarms in the account and Region')]);
  });

  it('says what it waits for, and takes that away before it prints', async () => {
    const seen: string[] = [];
    let nowMs = epochOf(NOW);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    await stub.close();
    const account = fakeCloudWatch({ alarms, values }, { now: NOW });
    stub = await startAwsStub((request) => {
      nowMs += 3_000;
      vi.advanceTimersByTime(1_000);
      return account(request);
    });
    vi.stubEnv('AWS_ENDPOINT_URL', stub.options.endpoint);
    const printed: (string | undefined)[] = [];
    const ran = await run(['backtest', '--alarms', 'live', '--history', 'live', '--from', minute(0)], {
      now: () => new Date(nowMs).toISOString(),
      status: (line) => seen.push(line),
      out: () => printed.push(seen.at(-1)),
    });
    vi.useRealTimers();
    expect(ran.code).toBe(0);
    expect(seen.filter((line) => line.startsWith('asking'))).toEqual([
      'asking CloudWatch for the alarms … 3 s',
      'asking CloudWatch for 1 series … 3 s',
      'asking CloudWatch for the history of the alarms … 3 s',
    ]);
    expect(new Set(printed)).toEqual(new Set(['']));
  });

  it('reads nothing of the future', async () => {
    const { code, err } = await backtest('--config', config, '--from', minute(61), '--to', minute(90));
    expect(code).toBe(2);
    expect(err).toContain('--from: expected a time before now');
  });

  it('says what to do where the account cannot be asked', async () => {
    vi.stubEnv('AWS_REGION', '');
    vi.stubEnv('AWS_CONFIG_FILE', folder);
    const { code, err } = await backtest('--config', config, '--from', '1h');
    expect(code).toBe(1);
    expect(err).toContain('set AWS_REGION');
  });

  it('names the profile that has no credentials', async () => {
    vi.stubEnv('AWS_CONFIG_FILE', folder);
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', folder);
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
    const args = ['backtest', '--config', config, '--from', '1h'];
    const { code, err } = await run(args, { now: () => NOW, env: { AWS_PROFILE: 'prdo' } });
    expect([code, err]).toEqual([1, expect.stringContaining('the profile "prdo" that AWS_PROFILE names')]);
    expect(stub.requests).toEqual([]);
  });
});
