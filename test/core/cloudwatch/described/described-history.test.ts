import { describe, expect, it } from 'vitest';
import { describedHistory } from '../../../../lib/core/cloudwatch/described/described-history.ts';

const item = (Timestamp: unknown, from: string, to: string): Record<string, unknown> => ({
  AlarmName: 'memory-high',
  Timestamp,
  HistoryItemType: 'StateUpdate',
  HistoryData: JSON.stringify({ version: '1.0', oldState: { stateValue: from }, newState: { stateValue: to } }),
  HistorySummary: `Alarm updated from ${from} to ${to}`,
});

const fired = item('2023-08-05T14:15:00.123+00:00', 'OK', 'ALARM');
const recovered = item('2023-08-05T11:45:00-04:00', 'ALARM', 'OK');

const changes = [
  { alarmName: 'memory-high', at: '2023-08-05T14:15:00.123Z', from: 'OK', to: 'ALARM' },
  { alarmName: 'memory-high', at: '2023-08-05T15:45:00.000Z', from: 'ALARM', to: 'OK' },
];

const problemOf = (json: unknown): string => {
  const described = describedHistory(json);
  return 'problem' in described ? described.problem : 'no problem';
};

describe('the history of alarms', () => {
  it('is told oldest first, however it was printed', () => {
    expect(describedHistory({ AlarmHistoryItems: [recovered, fired] })).toEqual({ changes });
    expect(describedHistory({ AlarmHistoryItems: [fired, recovered] })).toEqual({ changes });
    expect(describedHistory([recovered, fired])).toEqual({ changes });
  });

  it('keeps the order of two changes of one instant', () => {
    const [first, second] = [item(1_691_244_900, 'OK', 'ALARM'), item(1_691_244_900, 'ALARM', 'OK')];
    const before = item(1_691_244_000, 'INSUFFICIENT_DATA', 'OK');
    const states = (items: readonly object[]): unknown => {
      const described = describedHistory({ AlarmHistoryItems: items });
      return 'problem' in described ? described.problem : described.changes.map(({ to }) => to);
    };
    expect(states([second, first, before])).toEqual(['OK', 'ALARM', 'OK']);
    expect(states([before, first, second])).toEqual(['OK', 'ALARM', 'OK']);
  });

  it('passes over what changes no state', () => {
    const update = { ...fired, HistoryItemType: 'ConfigurationUpdate', Timestamp: 'when?' };
    expect(describedHistory({ AlarmHistoryItems: [update, { HistoryItemType: 'Action' }, 7] })).toEqual({
      changes: [],
    });
  });

  it('takes the states from the summary where the data was cut', () => {
    const cut = { ...fired, HistoryData: '{"version":"1.0","oldState":{"stateVal' };
    expect(describedHistory([cut])).toEqual({ changes: changes.slice(0, 1) });
  });

  it('reads times in epoch seconds', () => {
    expect(describedHistory([{ ...fired, Timestamp: 1_691_244_900.123 }])).toEqual({ changes: changes.slice(0, 1) });
  });

  it.each([
    ['2023-08-05 14:15:00.123000+00:00', 'as Python prints them'],
    ['2023-08-05 10:15:00.123-04:00', 'with another offset'],
    [1_691_244_900_123, 'in epoch milliseconds'],
  ])('reads times such as %s, %s', (Timestamp, _) => {
    expect(describedHistory([{ ...fired, Timestamp }])).toEqual({ changes: changes.slice(0, 1) });
  });

  it('takes what left the state as it was for no change', () => {
    const still = item('2023-08-05T15:00:00Z', 'ALARM', 'ALARM');
    expect(describedHistory({ AlarmHistoryItems: [recovered, still, fired] })).toEqual({ changes });
  });

  it('tells a change once that overlapping pages hold twice', () => {
    expect(describedHistory([recovered, fired, fired, recovered])).toEqual({ changes });
  });

  it.each([
    [{ MetricAlarms: [] }, 'expected the output of `aws cloudwatch describe-alarm-history`'],
    [[{ AlarmName: 'memory-high', Threshold: 80 }, null], 'not one item of the list has a HistoryItemType'],
    [null, 'expected the output of `aws cloudwatch describe-alarm-history`'],
    [[{ ...fired, AlarmName: 3 }], 'AlarmHistoryItems[0].AlarmName: expected text, got 3'],
    [[fired, { ...fired, Timestamp: '2023-08-05 14:15' }], 'AlarmHistoryItems[1].Timestamp: expected an instant'],
    [[{ ...fired, Timestamp: 1e300 }], 'AlarmHistoryItems[0].Timestamp: expected an instant'],
    [[{ ...fired, HistoryData: '{}', HistorySummary: 'Alarm updated' }], 'got "Alarm updated"'],
    [[{ ...fired, HistoryData: '{}', HistorySummary: 'from OK to MELTED' }], 'got "from OK to MELTED"'],
  ])('is refused when it is %j', (json, problem) => {
    expect(problemOf(json)).toContain(problem);
  });
});

describe('the period that a recorded change rests on', () => {
  const starts = (...datapoints: readonly object[]): object => ({
    version: '1.0',
    period: 60,
    evaluatedDatapoints: datapoints,
  });

  const newestPeriodIn = (
    stateReasonData: unknown,
    pack = (data: object): unknown => JSON.stringify(data),
  ): unknown => {
    const HistoryData = pack({
      oldState: { stateValue: 'OK' },
      newState: { stateValue: 'ALARM', stateReasonData },
    });
    const described = describedHistory([{ ...fired, HistoryData }]);
    return 'problem' in described ? described.problem : described.changes[0]?.newestPeriodAt;
  };

  const at = (minute: string, value?: number): object => ({
    timestamp: `2023-08-05T14:${minute}:00.000+0000`,
    sampleCount: 3,
    ...(value === undefined ? {} : { value }),
  });

  it('is the newest that has a value, in whatever order they stand', () => {
    expect(newestPeriodIn(starts(at('12', 91), at('11', 92), at('10', 93)))).toBe('2023-08-05T14:12:00.000Z');
    expect(newestPeriodIn(starts(at('13'), at('10', 93), at('12', 91)))).toBe('2023-08-05T14:12:00.000Z');
  });

  it('is the newest of all where none has a value', () => {
    expect(newestPeriodIn(starts(at('11'), at('12')))).toBe('2023-08-05T14:12:00.000Z');
  });

  it('is read from objects and from texts alike', () => {
    const data = starts(at('12', 91));
    expect(newestPeriodIn(data, (same) => same)).toBe('2023-08-05T14:12:00.000Z');
    expect(newestPeriodIn(JSON.stringify(data))).toBe('2023-08-05T14:12:00.000Z');
  });

  it.each([
    [undefined],
    [null],
    ['no JSON'],
    [{}],
    [{ evaluatedDatapoints: 'none' }],
    [starts()],
    [starts({ timestamp: 'when?', value: 1 }, { value: 2 }, 7 as never)],
    [starts({ timestamp: '2024-08-05T14:12:00.000+0000', value: 1 })],
  ])('is not known by %j', (data) => {
    expect(newestPeriodIn(data)).toBeUndefined();
  });
});
