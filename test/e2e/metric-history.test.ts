import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloudWatchMetricHistory } from '../../lib/adapters/cloudwatch/cloudwatch-metric-history.ts';
import { epochOf, instantOf, later, MINUTE } from '../../lib/core/time.ts';
import { HISTORY_OPTIONS } from '../../lib/runtime/client-options.ts';
import { systemClock } from '../../lib/runtime/clock.ts';
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
});
