import { describe, expect, it } from 'vitest';
import { evaluateMetricAlarm } from '../../../../lib/core/cloudwatch/evaluation/alarm-transitions.ts';
import type { MetricAlarm } from '../../../../lib/core/alarm/definition.ts';
import type { Series } from '../../../../lib/core/series/series.ts';
import { epochOf, instantOf } from '../../../../lib/core/time.ts';
import { historyOf, lookupOf, metricAlarm, metricOf, seriesOf } from '../../../support/alarm-histories.ts';

const MINUTE = 60_000;
const at = (time: string): number => epochOf(`2023-08-05T${time}:00.000Z`);

/** One of one period at 1 or more. */
const ofOne = (stat: string, periodSeconds: number, changed: Partial<MetricAlarm> = {}): MetricAlarm =>
  metricAlarm({
    signal: { kind: 'metric', metric: metricOf({ stat, periodSeconds }) },
    datapointsToAlarm: 1,
    evaluationPeriods: 1,
    ...changed,
  });
const minutesOf = (time: string, values: readonly (number | undefined)[]): Series => seriesOf(at(time), 60, values);
const changesOf = (alarm: MetricAlarm, series: Record<string, Series>, span: readonly [number, number]): string[] =>
  historyOf(alarm, lookupOf(series), span).transitions.map(({ at: time, to }) => `${time.slice(11, 19)} ${to}`);

describe('an alarm of five minutes over data of one', () => {
  it('looks at minutes 1 to 5, then at 2 to 6', () => {
    const series = { Sum: minutesOf('14:00', [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]) };
    expect(changesOf(ofOne('Sum', 300), series, [at('14:04'), at('14:11')])).toEqual([
      '14:05:00 OK',
      '14:06:00 ALARM',
      '14:11:00 OK',
    ]);
  });

  it('makes an average of the averages, weighted by their samples', () => {
    const alarm = ofOne('Average', 300, { limit: { comparison: 'GreaterThanThreshold', threshold: 5 } });
    const Average = minutesOf('14:00', [10, 1, 1, 1, 1]);
    const span = [at('14:04'), at('14:05')] as const;
    const SampleCount = minutesOf('14:00', [100, 1, 1, 1, 1]);
    expect(changesOf(alarm, { Average, SampleCount }, span)).toEqual(['14:05:00 ALARM']);
    const even = historyOf(alarm, lookupOf({ Average }), span);
    expect([even.stateAtEnd, even.approximations.length]).toEqual(['OK', 1]);
  });

  it('weighs none of them where one has no samples, and says so', () => {
    const alarm = ofOne('Average', 300, { limit: { comparison: 'GreaterThanThreshold', threshold: 5 } });
    const Average = minutesOf('14:00', [1, 9, 9, 9, 9]);
    for (const counts of [[1], [undefined, 1], [1, 1, 0, 1, 1]]) {
      const held = lookupOf({ Average, SampleCount: minutesOf('14:00', counts) });
      const { stateAtEnd, approximations } = historyOf(alarm, held, [at('14:04'), at('14:05')]);
      expect([stateAtEnd, approximations]).toEqual(['ALARM', [expect.stringContaining('not held for all of them')]]);
    }
  });

  it('cannot know a percentile', () => {
    const series = lookupOf({ p99: minutesOf('14:00', [1, 1, 1, 1, 1]) });
    const span = { from: instantOf(at('14:00')), to: instantOf(at('14:05')) };
    expect(evaluateMetricAlarm(ofOne('p99', 300), series, span)).toHaveProperty('unsupported');
  });
});

describe('an alarm of thirty seconds over data of ten', () => {
  it('is evaluated every ten seconds', () => {
    const start = at('14:00');
    const series = lookupOf({ Maximum: seriesOf(start, 10, [0, 0, 0, 0, 2, 0, 0, 0]) });
    const { transitions, evaluations } = historyOf(ofOne('Maximum', 30), series, [start + 20_000, start + 80_000]);
    expect(transitions.map((one) => `${one.at.slice(14, 19)} ${one.to}`)).toEqual([
      '00:30 OK',
      '00:50 ALARM',
      '01:20 OK',
    ]);
    expect(evaluations).toBe(6);
  });
});

describe('a stretch that begins and ends within periods', () => {
  it('is evaluated at the ends of periods after its start, at its end too', () => {
    const series = lookupOf({ Maximum: minutesOf('14:00', [2, 2, 2, 2]) });
    const alarm = ofOne('Maximum', 60);
    const evaluationsOf = (from: number, to: number): number => historyOf(alarm, series, [from, to]).evaluations;
    expect(evaluationsOf(at('14:00'), at('14:04'))).toBe(4);
    expect(evaluationsOf(at('14:00') + 1, at('14:04') - 1)).toBe(3);
    expect(evaluationsOf(at('14:01') - 1, at('14:01'))).toBe(1);
    expect(evaluationsOf(at('14:01'), at('14:01'))).toBe(0);
  });
});

describe('an alarm whose metric is not held', () => {
  it('is not evaluated', () => {
    const span = { from: instantOf(at('14:00')), to: instantOf(at('14:05')) };
    expect(evaluateMetricAlarm(ofOne('Sum', 60), () => [], span)).toHaveProperty('unsupported');
  });
});

describe('an alarm that warms up', () => {
  // The page's example: made at 10:00, five minutes, three periods, data from 10:04 on, evaluated from 10:19 on.
  const slow = (warmUp: MetricAlarm['warmUp']): MetricAlarm => ({
    ...ofOne('Maximum', 300),
    evaluationPeriods: 3,
    datapointsToAlarm: 1,
    ...(warmUp === undefined ? {} : { warmUp }),
  });
  const Maximum = minutesOf(
    '10:04',
    Array.from({ length: 60 }, () => 2),
  );
  const created = [at('10:00'), at('11:00')] as const;

  it('is evaluated as soon as its window is full', () => {
    expect(changesOf(slow({ minutes: 30, whole: false }), { Maximum }, created)).toEqual(['10:19:00 ALARM']);
    expect(changesOf(slow(undefined), { Maximum }, created)).toEqual(['10:05:00 ALARM']);
  });

  it('waits no longer than its time', () => {
    expect(changesOf(slow({ minutes: 12, whole: false }), { Maximum }, created)).toEqual(['10:12:00 ALARM']);
  });

  it('waits the whole of its time when told so, and is not evaluated meanwhile', () => {
    const alarm = slow({ minutes: 30, whole: true });
    expect(changesOf(alarm, { Maximum }, created)).toEqual(['10:30:00 ALARM']);
    expect(historyOf(alarm, lookupOf({ Maximum }), created)).toMatchObject({
      evaluations: 31,
      firstEvaluatedAt: '2023-08-05T10:30:00.000Z',
    });
  });

  it('begins with the data it can see: what was reported long before fills no window', () => {
    // 09:00, then from 10:04 on.
    const resumed = Array.from({ length: 120 }, (_, minute) => (minute === 0 || minute >= 64 ? 2 : undefined));
    const series = { Maximum: minutesOf('09:00', resumed) };
    expect(changesOf(slow({ minutes: 60, whole: false }), series, created)).toEqual(['10:19:00 ALARM']);
  });

  it('needs a datapoint in the newest period, not one in each', () => {
    const gap = minutesOf(
      '10:04',
      Array.from({ length: 16 }, (_, minute) => (minute === 0 || minute === 15 ? 2 : undefined)),
    );
    const alarm = slow({ minutes: 60, whole: false });
    expect(changesOf(alarm, { Maximum: gap }, [at('10:00'), at('10:30')])[0]).toBe('10:20:00 ALARM');
  });
});

describe('an alarm that ignores percentiles of few samples', () => {
  const p99 = minutesOf('14:00', [2, 2, 0, 2]);
  const alarm = ofOne('p99', 60, { lowSamples: 'ignore' });
  const span = [at('14:00'), at('14:00') + 4 * MINUTE] as const;

  it('changes in no period with fewer than a thousand, for p99', () => {
    const SampleCount = minutesOf('14:00', [999, 1_000, 999, 1_000]);
    expect(changesOf(alarm, { p99, SampleCount }, span)).toEqual(['14:02:00 ALARM']);
  });

  it('is unsupported where the samples are not known', () => {
    const result = evaluateMetricAlarm(alarm, lookupOf({ p99 }), {
      from: instantOf(span[0]),
      to: instantOf(span[1]),
    });
    expect(result).toHaveProperty('unsupported');
  });

  it('is otherwise evaluated whatever they are', () => {
    const SampleCount = minutesOf('14:00', [1, 1, 1, 1]);
    const always = ofOne('p99', 60, { lowSamples: 'evaluate' });
    expect(changesOf(always, { p99, SampleCount }, span)).toEqual(['14:01:00 ALARM', '14:03:00 OK', '14:04:00 ALARM']);
  });
});
