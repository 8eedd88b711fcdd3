import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricAlarm } from '../../../../lib/core/alarm/definition.ts';
import { evaluationRange } from '../../../../lib/core/cloudwatch/evaluation/judge-periods.ts';
import { epochOf, MINUTE } from '../../../../lib/core/time.ts';
import { historyOf, lookupOf, metricAlarm, metricOf, seriesOf } from '../../../support/alarm-histories.ts';
import { coreReading } from '../../../support/core-reading.ts';
import { marksOf, TREATMENTS } from '../../../support/documented-patterns.ts';
import { type Mark, naiveRange } from '../../../support/naive-alarm.ts';

const start = epochOf('2023-08-05T14:00:00.000Z');
const VALUES = { '0': 0.5, X: 1.5, '-': undefined } as const;
const minutes = (values: readonly (number | undefined)[]): ReturnType<typeof lookupOf> =>
  lookupOf({ Maximum: seriesOf(start, 60, values) });
const seen = (pattern: string): ReturnType<typeof lookupOf> => minutes(marksOf(pattern).map((mark) => VALUES[mark]));
const changes = (pattern: string, changed: Partial<MetricAlarm> = {}): string[] =>
  historyOf(metricAlarm(changed), seen(pattern), [start, start + 20 * MINUTE]).transitions.map(
    ({ at, from, to }) => `${at.slice(11, 19)} ${from} -> ${to}`,
  );

describe('an alarm over a stretch of time', () => {
  it('changes at the end of the period that decides, and says so once', () => {
    expect(changes('0 0 0 X X X X 0 0 0')).toEqual([
      '14:01:00 INSUFFICIENT_DATA -> OK',
      '14:06:00 OK -> ALARM',
      '14:08:00 ALARM -> OK',
      '14:15:00 OK -> INSUFFICIENT_DATA',
    ]);
  });

  it('gives each change the reason and data of its own evaluation', () => {
    const { transitions } = historyOf(metricAlarm(), seen('0 0 0 X X X'), [start, start + 6 * MINUTE]);
    const alarm = transitions[1];
    expect(alarm?.reason).toContain('3 out of the last 3 datapoints [1.5 (05/08/23 14:05:00)');
    expect(alarm?.reasonData.queryDate).toBe('2023-08-05T14:06:00.000+0000');
  });

  it('starts without data and stays so while there is none', () => {
    expect(changes('- - -')).toEqual([]);
    expect(changes('- - -', { treatMissingData: 'notBreaching' })).toEqual(['14:01:00 INSUFFICIENT_DATA -> OK']);
  });

  it('takes datapoints from before the start where later ones are missing', () => {
    const { transitions } = historyOf(metricAlarm(), seen('X - - - -'), [start + 4 * MINUTE, start + 5 * MINUTE]);
    expect(transitions.map(({ at, to }) => [at, to])).toEqual([['2023-08-05T14:05:00.000Z', 'ALARM']]);
  });

  it('is evaluated at the end of the periods that its data have, wherever they begin', () => {
    const fiveMinutes = metricAlarm({
      signal: { kind: 'metric', metric: metricOf({ periodSeconds: 300 }) },
      datapointsToAlarm: 1,
      evaluationPeriods: 1,
    });
    const at02 = lookupOf({ Maximum: seriesOf(start + 2 * MINUTE, 300, [0.5, 1.5, 0.5]) });
    const { transitions, evaluations } = historyOf(fiveMinutes, at02, [start + 2 * MINUTE, start + 17 * MINUTE]);
    expect([evaluations, ...transitions.map(({ at, to }) => `${at.slice(11, 16)} ${to}`)]).toEqual([
      3,
      '14:07 OK',
      '14:12 ALARM',
      '14:17 OK',
    ]);
  });

  it('is not told from metrics whose periods begin at different times', () => {
    const signal = {
      kind: 'math',
      returned: 'e1',
      queries: [
        { id: 'e1', expression: 'm1+m2' },
        { id: 'm1', metric: metricOf({ periodSeconds: 300, stat: 'Sum' }) },
        { id: 'm2', metric: metricOf({ periodSeconds: 300 }) },
      ],
    } as const;
    const data = lookupOf({ Sum: seriesOf(start, 300, [1]), Maximum: seriesOf(start + 2 * MINUTE, 300, [1]) });
    expect(() => historyOf(metricAlarm({ signal }), data, [start, start + 20 * MINUTE])).toThrow(
      'begin at different times',
    );
  });

  it('keeps its state in a period whose percentile rests on an unknown number of samples', () => {
    const signal = { kind: 'metric', metric: metricOf({ stat: 'p99' }) } as const;
    const alarm = metricAlarm({ signal, lowSamples: 'ignore', datapointsToAlarm: 1, evaluationPeriods: 1 });
    const data = lookupOf({
      p99: seriesOf(start, 60, [0.5, 1.5]),
      SampleCount: seriesOf(start, 60, [2_000, undefined]),
    });
    const { transitions } = historyOf(alarm, data, [start, start + 2 * MINUTE]);
    expect(transitions.map(({ to }) => to)).toEqual(['OK']);
  });

  it('takes nothing for zero that was before its data, over several periods neither', () => {
    const signal = {
      kind: 'math',
      returned: 'e1',
      queries: [
        { id: 'e1', expression: 'DIFF(FILL(m1,0))' },
        { id: 'm1', metric: metricOf() },
      ],
    } as const;
    const alarm = metricAlarm({ signal, datapointsToAlarm: 1, evaluationPeriods: 1 });
    const { transitions } = historyOf(alarm, minutes([5, 5, 5]), [start, start + 3 * MINUTE]);
    expect(transitions.map(({ to }) => to)).not.toContain('ALARM');
  });

  it('takes a value that is no number for missing, and zero for a value', () => {
    const limit = { comparison: 'LessThanThreshold', threshold: 1 } as const;
    const stateAfter = (value: number): string =>
      historyOf(metricAlarm({ limit, datapointsToAlarm: 1 }), minutes([value]), [start, start + MINUTE]).stateAtEnd;
    expect(stateAfter(NaN)).toBe('INSUFFICIENT_DATA');
    expect(stateAfter(0)).toBe('ALARM');
  });

  it.each([
    ['GreaterThanOrEqualToThreshold', 'OK', 'ALARM', 'ALARM'],
    ['GreaterThanThreshold', 'OK', 'OK', 'ALARM'],
    ['LessThanThreshold', 'ALARM', 'OK', 'OK'],
    ['LessThanOrEqualToThreshold', 'ALARM', 'ALARM', 'OK'],
  ] as const)('compares below, at and above the threshold: %s', (comparison, ...expected) => {
    for (const [threshold, next] of [
      [0.1, 0.1 + 2 ** -56],
      [0, Number.MIN_VALUE],
      [-3, -3 + 2 ** -51],
    ] as const) {
      const alarm = metricAlarm({
        limit: { comparison, threshold },
        datapointsToAlarm: 1,
        evaluationPeriods: 1,
      });
      const states = [threshold - 1, threshold, next].map(
        (value) => historyOf(alarm, minutes([value]), [start, start + MINUTE]).stateAtEnd,
      );
      expect(states).toEqual(expected);
    }
  });
});

describe('an alarm in ALARM', () => {
  it('stays there when datapoints that were good turn bad', () => {
    const marks = fc.array(fc.constantFrom<Mark>('0', 'X', '-'), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(marks, fc.constantFrom(...TREATMENTS), (range, treatment) => {
        const rule = { m: 2, n: 3, treatment };
        fc.pre(coreReading(range, rule, 'ALARM') === 'ALARM');
        const worse = range.map((mark) => (mark === '0' ? 'X' : mark));
        expect(coreReading(worse, rule, 'ALARM')).toBe('ALARM');
      }),
    );
  });
});

describe('the evaluation range', () => {
  const rangeOf = (evaluationPeriods: number, wallClock?: string): number =>
    evaluationRange({ ...metricAlarm({ evaluationPeriods }), ...(wallClock === undefined ? {} : { wallClock }) });

  it('is five periods for an alarm of three, as documented, and two more than any alarm at least', () => {
    expect(rangeOf(3)).toBe(5);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_440 }), (n) => {
        expect(rangeOf(n)).toBe(naiveRange(n));
        expect(rangeOf(n)).toBeGreaterThanOrEqual(n + 2);
      }),
    );
  });

  it('of a wall-clock window is its own periods', () => {
    expect(rangeOf(3, 'Europe/London')).toBe(3);
  });
});
