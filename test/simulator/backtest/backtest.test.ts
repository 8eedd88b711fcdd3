import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/core/time.ts';
import { isTrusted } from '../../../lib/simulator/backtest/backtest.ts';
import {
  asPredicted,
  backtesting,
  changesOf,
  composite,
  memory,
  memoryAlarm,
  minute,
  NOTHING_HELD,
  only,
  recordedAt,
  seen,
  SPAN,
} from './backtesting.ts';

describe('a backtested alarm', () => {
  it('changes at the end of the period that changes it', () => {
    expect(changesOf(only(backtesting([memoryAlarm()])))).toEqual([
      '+1 OK',
      '+11 ALARM',
      '+16 OK',
      '+19 ALARM',
      '+29 OK',
    ]);
  });

  it('is evaluated from the first period that ends after the beginning to the one that ends with the end', () => {
    const { evaluations, changes } = only(backtesting([memoryAlarm()], { span: { from: minute(10), to: minute(16) } }));
    expect(evaluations).toBe(6);
    expect(changes.map(({ at }) => at)).toEqual([minute(11), minute(16)]);
  });

  it('keeps the reason in the words of CloudWatch', () => {
    const [, alarm] = only(backtesting([memoryAlarm()])).changes;
    expect(alarm?.reason).toMatch(
      /^Threshold Crossed: 1 out of the last 1 datapoints \[90\.0 \(05\/08\/23 14:10:00\)\]/,
    );
  });
});

describe('an alarm that cannot be evaluated', () => {
  it('says why and did nothing', () => {
    const one = only(backtesting([memoryAlarm()], { series: NOTHING_HELD }));
    expect(one.unsupported).toContain('MemoryUtilization');
    expect(one).toMatchObject({ changes: [], evaluations: 0, stateAtEnd: 'INSUFFICIENT_DATA' });
    expect(one).not.toHaveProperty('agreement');
  });

  it('passes on what its description or its data lacks', () => {
    const all = backtesting([{ name: 'promql', unsupported: 'PromQL' }, memoryAlarm()], {
      series: { bind: () => ({ unsupported: 'two labels fit' }) },
    });
    expect(all.map(({ unsupported }) => unsupported)).toEqual(['PromQL', 'two labels fit']);
  });

  it('takes the composite alarms above it along', () => {
    const [one] = backtesting([composite('ALARM(memory)'), memoryAlarm()], { series: NOTHING_HELD });
    expect(one?.unsupported).toContain('memory');
  });

  it('counts as without data for the composite alarms of a deploy, which say so', () => {
    const [one] = backtesting(
      [composite('ALARM(memory) OR ALARM(latency)'), memoryAlarm(), { name: 'latency', unsupported: 'no data' }],
      { unknownAlarms: 'without-data' },
    );
    expect(one?.changes).toHaveLength(5);
    expect(one?.approximations).toEqual(['latency was not evaluated and counts as without data']);
  });
});

describe('a composite alarm', () => {
  it('is first evaluated with the first of its alarms', () => {
    const fiveMinutes = memoryAlarm({ signal: { kind: 'metric', metric: { ...memory, periodSeconds: 300 } } });
    const series = { startMs: Date.parse(SPAN.from), periodMs: 5 * MINUTE, values: Float64Array.of(50, 90) };
    const [one] = backtesting([composite('ALARM(memory)'), fiveMinutes], { series: { bind: () => () => [series] } });
    expect(one?.changes.map(({ at, to }) => [at, to])).toEqual([
      [minute(5), 'OK'],
      [minute(10), 'ALARM'],
      [minute(25), 'OK'],
    ]);
  });

  it('follows its children, wherever it is listed', () => {
    const [one] = backtesting([composite('ALARM(memory)'), memoryAlarm()]);
    expect(one && changesOf(one)).toEqual(['+1 OK', '+11 ALARM', '+16 OK', '+19 ALARM', '+29 OK']);
    expect(one).not.toHaveProperty('actions');
  });

  it('tells when it acts where it has a suppressor', () => {
    const suppressor = { alarm: 'memory', waitSeconds: 0, extensionSeconds: 0 };
    const [one] = backtesting([composite('ALARM(memory)', suppressor), memoryAlarm()]);
    expect(one?.actions?.map(({ state }) => state)).not.toContain('ALARM');
  });

  it('says when a suppressor cannot be evaluated', () => {
    const suppressor = { alarm: 'deploying', waitSeconds: 60, extensionSeconds: 60 };
    const [one] = backtesting([composite('ALARM(memory)', suppressor), memoryAlarm()]);
    expect(one?.unsupported).toBeUndefined();
    expect(one?.approximations.join()).toContain('deploying');
  });
});

describe('the agreement with what CloudWatch did', () => {
  it('is full where every change was recorded within a period', () => {
    const late = asPredicted.map((change) => ({ ...change, at: change.at.replace(':00.000Z', ':40.000Z') }));
    const one = only(backtesting([memoryAlarm()], { recorded: late }));
    const lagSeconds = { median: 40, most: 40, from: 'history' };
    expect(one.agreement).toEqual({ recorded: 4, predicted: 4, matched: 4, score: 1, lagSeconds });
    expect(isTrusted(one)).toBe(true);
  });

  it('counts what one side has and the other has not', () => {
    const one = only(backtesting([memoryAlarm()], { recorded: [...asPredicted.slice(0, 3), recordedAt(60, 'OK')] }));
    expect(one.agreement).toMatchObject({ recorded: 4, predicted: 4, matched: 3, score: 0.75 });
    expect(isTrusted(one)).toBe(false);
  });

  it('looks at the span only', () => {
    const outside = [recordedAt(-30, 'ALARM'), ...asPredicted, recordedAt(121, 'ALARM')];
    expect(only(backtesting([memoryAlarm()], { recorded: outside })).agreement?.recorded).toBe(4);
  });

  it('is full where the change of the last period was recorded a little after the end', () => {
    const recorded = [...asPredicted.slice(0, 3), recordedAt(29.5, 'OK'), recordedAt(31, 'ALARM')];
    const one = only(backtesting([memoryAlarm()], { recorded, span: { ...SPAN, to: minute(29) } }));
    expect(one.agreement).toMatchObject({ recorded: 4, predicted: 4, matched: 4, score: 1 });
  });

  it('is full where nothing happened and nothing was recorded', () => {
    const one = only(backtesting([memoryAlarm()], { series: seen([120, 50]), recorded: [] }));
    expect(one.agreement).toMatchObject({ recorded: 0, predicted: 0, score: 1 });
  });

  it('is unknown where the history is that of one other alarm', () => {
    const ofAnother = asPredicted.map((change) => ({ ...change, alarmName: 'other' }));
    const one = only(backtesting([memoryAlarm()], { recorded: ofAnother }));
    expect(one.agreement).toBeUndefined();
    expect(isTrusted(one)).toBe(true);
  });

  it('is none where the history names several alarms and this one never', () => {
    const ofOthers = [recordedAt(11, 'ALARM', 'one'), recordedAt(11, 'ALARM', 'two')];
    expect(only(backtesting([memoryAlarm()], { recorded: ofOthers })).agreement?.score).toBe(0);
  });
});

describe('a backtest of many alarms', () => {
  it('keeps their order and tells how far it is', () => {
    const names = ['c', 'a', 'b'];
    const told: number[] = [];
    const all = backtesting(
      names.map((name) => memoryAlarm({ name })),
      { span: SPAN, onProgress: (done, total) => told.push(done / total) },
    );
    expect(all.map(({ alarm }) => alarm.name)).toEqual(names);
    expect(told).toEqual([0, 1 / 3, 2 / 3]);
  });
});
