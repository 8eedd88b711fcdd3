import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../../../lib/core/alarm/definition.ts';
import { type Reported, reportedOf } from '../../../../lib/core/alarm/symptom/reported.ts';

const sentence = (than: string, which = '3 out of the last 5 datapoints'): string =>
  `Threshold Crossed: ${which} [1.0 (04/03/26 10:02:00)] were ${than} (minimum 3 datapoints for OK -> ALARM transition).`;

const ABOVE = sentence('greater than the threshold (5.0)');
const BELOW = sentence('less than the threshold (5.0)');

const read = (data: unknown, reason: unknown = ABOVE, state: AlarmState = 'ALARM'): Reported =>
  reportedOf({ reason, reasonData: typeof data === 'string' ? data : JSON.stringify(data) }, state);

const at = (minute: number, value?: number): Record<string, unknown> => ({
  timestamp: `2026-03-04T10:0${String(minute)}:00.000+0000`,
  ...(value === undefined ? {} : { value }),
});

describe('the value that decided', () => {
  it('is the newest of the recent datapoints, which stand oldest first', () => {
    expect(read({ recentDatapoints: [7, 8, 9] }).value).toBe(9);
  });

  it('is the newest by its own time, in whatever order they stand', () => {
    const points = fc.shuffledSubarray([at(0, 6), at(1, 7), at(2, 8), at(3, 9)], { minLength: 4 });
    fc.assert(
      fc.property(points, (evaluatedDatapoints) => {
        expect(read({ recentDatapoints: [1], evaluatedDatapoints }).value).toBe(9);
      }),
    );
  });

  it.each<[string, Record<string, unknown>, string, number]>([
    ['above', { recentDatapoints: [9, 8, 2] }, ABOVE, 8],
    ['below', { recentDatapoints: [1, 2, 9] }, BELOW, 2],
    ['by their times', { evaluatedDatapoints: [at(1, 8), at(3, 2), at(2), at(0, 9)] }, ABOVE, 8],
    [
      'strictly: what equals the limit is not beyond it',
      { recentDatapoints: [3, 0], threshold: 0 },
      sentence('greater than the threshold (0.0)'),
      3,
    ],
    [
      'the limit itself, where that counts',
      { recentDatapoints: [9, 5], threshold: 5 },
      sentence('greater than or equal to the threshold (5.0)'),
      5,
    ],
    [
      'the limit itself, where less counts',
      { recentDatapoints: [1, 5], threshold: 5 },
      sentence('less than or equal to the threshold (5.0)'),
      5,
    ],
    ['else the newest', { recentDatapoints: [2, 1] }, ABOVE, 1],
  ])('is the newest that is beyond the limit: %s', (...[, data, reason, value]) => {
    expect(read(data, reason).value).toBe(value);
  });

  it('of an alarm that is OK is the newest: what was beyond the limit before is over', () => {
    const reason = sentence('not greater than the threshold (5.0)', '1 out of the last 3 datapoints');
    expect(read({ recentDatapoints: [16, 17, 0], threshold: 5 }, reason, 'OK').value).toBe(0);
  });

  it('is none where there is not enough data to tell', () => {
    const reading = read(
      { recentDatapoints: [9], threshold: 5 },
      'Insufficient Data: 1 datapoint was unknown.',
      'INSUFFICIENT_DATA',
    );
    expect(reading).toEqual({ limit: 5 });
  });

  it('is that of the query of a log alarm', () => {
    const reason = 'Threshold Crossed: 2 out of the last 3 query results were greater than the threshold (5.0)';
    expect(read({ results: [at(1, 8), at(2, 9)] }, reason)).toMatchObject({ value: 9, window: { beyond: 2, of: 3 } });
  });
});

describe('a band', () => {
  const MIXED =
    'Thresholds Crossed: 1 out of the last 3 datapoints [1.0] was less than the lower thresholds [2.0] or greater than the upper thresholds [3.0].';

  it.each<[string, readonly number[], AlarmState, Partial<Reported>]>([
    ['above', [5, 5, 99], 'ALARM', { value: 99, side: 'above', usual: { lower: 3, upper: 30 } }],
    ['below', [5, 5, 2], 'ALARM', { value: 2, side: 'below', usual: { lower: 3, upper: 30 } }],
    [
      'the newest that is beyond its own',
      [5, 15, 25],
      'ALARM',
      { value: 15, side: 'above', usual: { lower: 2, upper: 12 } },
    ],
    ['within', [5, 5, 25], 'OK', { value: 25, side: undefined, usual: { lower: 3, upper: 30 } }],
  ])('is that of the same time: %s', (...[, recentDatapoints, state, expected]) => {
    const bands = { recentLowerThresholds: [1, 2, 3], recentUpperThresholds: [10, 12, 30] };
    expect(read({ recentDatapoints, ...bands }, MIXED, state)).toMatchObject(expected);
  });

  it.each<[string, Record<string, unknown>, Reported['usual']]>([
    ['without a lower end', { recentUpperThresholds: [3] }, { upper: 3 }],
    ['without an upper end', { recentLowerThresholds: [12] }, { lower: 12 }],
    ['that CloudWatch did not know', { recentUpperThresholds: [3], recentLowerThresholds: [null] }, { upper: 3 }],
  ])('may be open: %s', (_, bands, usual) => {
    expect(read({ recentDatapoints: [9], ...bands }).usual).toEqual(usual);
  });
});

describe('without data beside the sentence', () => {
  it.each<[string, Reported]>([
    [ABOVE, { limit: 5, side: 'above', value: 1, window: { beyond: 3, of: 5 } }],
    [BELOW, { limit: 5, side: 'below', value: 1, window: { beyond: 3, of: 5 } }],
    [
      'Threshold Crossed: 5 datapoints [9.0 (04/03/26 10:02:00), 7.0 (04/03/26 10:01:00)] were greater than or equal to the threshold (5.0).',
      { limit: 5, side: 'above', value: 9, window: { beyond: 5, of: 5 } },
    ],
    [
      'Threshold Crossed: 1 datapoint [1.621549056E9 (04/03/26 10:02:00)] was less than the threshold (2.0E9).',
      { limit: 2e9, side: 'below', value: 1_621_549_056, window: { beyond: 1, of: 1 } },
    ],
    [
      'Threshold Crossed: 1 out of the last 1 datapoints [-1.5E-7 (04/03/26 10:02:00)] was less than the threshold (-1.0E-7).',
      { limit: -1e-7, side: 'below', value: -1.5e-7, window: { beyond: 1, of: 1 } },
    ],
    [
      'Threshold Crossed: no datapoints were received for 5 periods and 5 missing datapoints were treated as [Breaching].',
      { silent: 5 },
    ],
    ['Insufficient Data: 5 datapoints were unknown.', {}],
    ['Threshold Crossed', {}],
    ['', {}],
  ])('all that it says is read: %s', (reason, reading) => {
    expect(reportedOf({ reason }, 'ALARM')).toEqual(reading);
  });
});

describe('whatever stands there', () => {
  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['a list', []],
    ['null', null],
    ['numbers as text', { recentDatapoints: ['9'], threshold: '5', period: '60' }],
    ['no numbers', { recentDatapoints: [null, {}, [], true], threshold: {}, period: [] }],
    ['no lists', { recentDatapoints: 9, evaluatedDatapoints: 'x', results: {} }],
    ['times that are none', { evaluatedDatapoints: [{ timestamp: 'soon' }, null, 'x'] }],
  ])('is no reason to fail, nor a number: %s', (_, data) => {
    expect(read(data, 'Threshold Crossed')).toEqual({});
  });

  it('never is a number that is none', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.constantFrom<AlarmState>('ALARM', 'OK'), (reason, data, state) => {
        const { value = 0, limit = 0, periodSeconds = 0 } = read(data, reason, state);
        expect([value, limit, periodSeconds].every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

describe('an alarm that missing data fires', () => {
  const reasonData = {
    threshold: 1,
    period: 60,
    evaluatedDatapoints: [{ timestamp: '2026-03-04T10:10:00.000+0000', value: 6 }],
  };

  it('says for how long there is none, and not the last value, which was well', () => {
    const reason =
      'Threshold Crossed: 2 missing datapoints were treated as [Breaching] (minimum 2 datapoints), less than the threshold (1.0).';
    expect(reportedOf({ reason, reasonData }, 'ALARM')).toEqual({
      limit: 1,
      side: 'below',
      silent: 2,
      periodSeconds: 60,
    });
  });

  it('says a value that is beyond the limit all the same', () => {
    const reason =
      '1 out of the last 3 datapoints [0.0 (…)] was less than the threshold (1.0) and 1 missing datapoint was treated as [Breaching].';
    const beyond = { ...reasonData, evaluatedDatapoints: [{ timestamp: '2026-03-04T10:10:00.000+0000', value: 0 }] };
    expect(reportedOf({ reason, reasonData: beyond }, 'ALARM')).toMatchObject({ value: 0 });
  });
});
