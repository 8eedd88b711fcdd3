import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cloudWatchMetricHistory } from '../../lib/adapters/cloudwatch/cloudwatch-metric-history.ts';
import { epochOf, instantOf, later, MINUTE } from '../../lib/core/time.ts';
import { HISTORY_OPTIONS } from '../../lib/runtime/client-options.ts';
import { systemClock } from '../../lib/runtime/clock.ts';
import type { BacktestOutput } from '../../lib/simulator/backtest/backtest-output.ts';
import { run } from '../cli/running.ts';
import { type AwsEmulator, startAwsEmulator } from '../support/aws-emulator.ts';
import { memoryOf, read } from '../support/metric-history-contract.ts';
import { emulatorOptions } from './adapters/incident-table.ts';

let emulator: AwsEmulator;
let client: CloudWatchClient;

beforeAll(async () => {
  emulator = await startAwsEmulator();
  client = new CloudWatchClient({ ...HISTORY_OPTIONS, ...emulatorOptions(emulator) });
});
afterAll(async () => {
  client.destroy();
  vi.unstubAllEnvs();
  await emulator.stop();
});

const NOW = systemClock();
const thisMinute = Math.floor(epochOf(NOW) / MINUTE) * MINUTE;
const web = memoryOf('web');

describe('what the emulator holds', () => {
  it('is read as it was put', async () => {
    const put = [
      [4, 40],
      [2, 20],
      [2, 5],
    ].map(([minutes = 0, Value]) => ({
      MetricName: web.metricName,
      Dimensions: Object.entries(web.dimensions).map(([Name, dimension]) => ({ Name, Value: dimension })),
      Timestamp: new Date(thisMinute - minutes * MINUTE),
      Value,
    }));
    await client.send(new PutMetricDataCommand({ Namespace: web.namespace, MetricData: put }));
    const history = cloudWatchMetricHistory({ client, clock: () => NOW });
    const span = { from: instantOf(thisMinute - 5 * MINUTE), to: NOW };
    const [held, other] = await read(history, [web, memoryOf('api')], span);
    expect([...(held?.series?.values ?? [])]).toEqual([Number.NaN, 40, Number.NaN, 25, Number.NaN]);
    expect(other?.series).toBeUndefined();
  });

  it('are also alarms of every kind, and how their states changed', async () => {
    const alarm = {
      AlarmName: 'web-memory',
      Namespace: web.namespace,
      MetricName: web.metricName,
      Statistic: 'Average' as const,
      Period: 60,
      EvaluationPeriods: 3,
      Threshold: 90,
      ComparisonOperator: 'GreaterThanThreshold' as const,
    };
    await client.send(new PutMetricAlarmCommand(alarm));
    await client.send(new PutCompositeAlarmCommand({ AlarmName: 'web', AlarmRule: 'ALARM("web-memory")' }));
    const state = { AlarmName: 'web-memory', StateValue: 'ALARM' as const, StateReason: 'test' };
    await client.send(new SetAlarmStateCommand(state));
    const history = cloudWatchMetricHistory({ client, clock: systemClock });
    const alarms = await history.alarms();
    expect(alarms).toMatchObject({ MetricAlarms: [alarm], CompositeAlarms: [{ AlarmName: 'web' }] });
    const { AlarmHistoryItems } = await history.changes({
      from: later(NOW, -MINUTE),
      to: later(systemClock(), MINUTE),
    });
    expect(AlarmHistoryItems).toContainEqual(
      expect.objectContaining({ AlarmName: 'web-memory', HistoryItemType: 'StateUpdate' }),
    );
  });

  it('are what tocsin backtest compares, all of it out of the account', async () => {
    const { endpoint, region, credentials } = emulatorOptions(emulator);
    vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
    vi.stubEnv('AWS_REGION', region);
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
    const args = ['backtest', '--alarms', 'live', '--history', 'live', '--from', '5m', '--json'];
    const { code, out, err } = await run(args, { now: systemClock });
    expect([code, err]).toEqual([0, expect.not.stringContaining('expected')]);
    const { alarms } = JSON.parse(out) as BacktestOutput;
    const found = alarms.find(({ alarmName }) => alarmName === 'web-memory');
    expect(found?.unsupported).toBeNull();
    // The emulator evaluates alarms too: what was set is one of its changes.
    expect(found?.agreement?.recorded).toBeGreaterThan(0);
  });
});
