import { describe, expect, it } from 'vitest';
import { prepareQueries } from '../../../../lib/core/cloudwatch/math/evaluate-queries.ts';
import { queriesOf } from './math-spec.ts';

const IDS = ['m1', 'm2', 'm3'];

const inspected = (
  expression: string,
  others: Readonly<Record<string, string>> = {},
): { windowed: boolean; used: string[]; optional: string[] } | string => {
  const found = prepareQueries(queriesOf(IDS, { ...others, e: expression }), 'e');
  if ('unsupported' in found) return found.unsupported;
  return { windowed: found.windowed, used: [...found.used].sort(), optional: [...found.optional].sort() };
};

describe('an expression whose value depends on other periods', () => {
  it.each([
    'm1 - AVG(m1)',
    'm1 / MAX(m2)',
    'TIME_SERIES(DATAPOINT_COUNT(m1))',
    'IF(SUM(m1) > 3, m2)',
    'DIFF(m1)',
    'DIFF_TIME(m1)',
    'RATE(m1)',
    'RUNNING_SUM(m1)',
    'FILL(m1, REPEAT)',
    'FILL(m1, LINEAR)',
    'FILL(m1, MIN(m1))',
    'SUM(REMOVE_EMPTY(METRICS()))',
    'FIRST(SORT(METRICS(), AVG, DESC))',
    'm1 / METRIC_COUNT(REMOVE_EMPTY(METRICS()))',
    'SUM([m1, RATE(m2)])',
    'SUM(m1 + [m2, RATE(m3)])',
  ])('%s needs a frame for each window', (expression) => {
    expect(inspected(expression)).toMatchObject({
      windowed: true,
    });
  });

  it('makes whatever refers to it depend on them too', () => {
    expect(inspected('b * 2', { a: 'RATE(m1)', b: 'm2 + a' })).toMatchObject({ windowed: true });
    expect(inspected('b * 2', { a: 'RATE(m1)', b: 'm2' })).toMatchObject({ windowed: false });
  });
});

describe('an expression that looks at each period alone', () => {
  it.each([
    'm1',
    'm1 / m2',
    'FILL(m1, 0)',
    'FILL(m1, m2)',
    'SUM([m1, m2])',
    'AVG(METRICS())',
    'IF(HOUR(m1) > 8, m1)',
    'm1 / PERIOD(m1)',
    'm1 / METRIC_COUNT(METRICS())',
    'FIRST(METRICS())',
    'SUM(SLICE(METRICS(), 1))',
    'TIME_SERIES(5)',
  ])('%s needs one frame', (expression) => {
    expect(inspected(expression)).toMatchObject({ windowed: false });
  });
});

describe('the metrics of an expression', () => {
  it.each([
    ['m1 + 1', ['m1'], []],
    ['FILL(m1, 0)', ['m1'], ['m1']],
    ['FILL(m1, m2)', ['m1', 'm2'], ['m1']],
    ['FILL(m1, REPEAT)', ['m1'], []],
    ['FILL(m1, LINEAR)', ['m1'], []],
    ['FILL(m1, 0) + m1', ['m1'], []],
    ['FILL(m1, 0) + FILL(m1, 1) / m2', ['m1', 'm2'], ['m1']],
    ['FILL(m1 + m2, 0)', ['m1', 'm2'], []],
    ['FILL(ABS(m1), 0)', ['m1'], []],
    ['SUM(FILL([m1, m2], 0))', ['m1', 'm2'], ['m1', 'm2']],
    ['SUM(FILL(METRICS(), 0))', ['m1', 'm2', 'm3'], ['m1', 'm2', 'm3']],
    ['SUM(METRICS())', ['m1', 'm2', 'm3'], []],
    ['SUM(METRICS("2"))', ['m2'], []],
    ['IF(HOUR(m1) > 8, FILL(m1, 0))', ['m1'], ['m1']],
    ['FILL(m2, 0) / PERIOD(m2)', ['m2'], ['m2']],
    ['TIME_SERIES(1)', [], []],
  ])('of %s are %j, and it can do without %j', (expression, used, optional) => {
    expect(inspected(expression)).toMatchObject({ used, optional });
  });

  it('are found through other expressions', () => {
    expect(inspected('FILL(a, 0) + b', { a: 'm1', b: 'FILL(m2, 0)' })).toMatchObject({
      used: ['m1', 'm2'],
      optional: ['m2'],
    });
  });

  it('are itself, and needed, when a metric is returned', () => {
    expect(prepareQueries(queriesOf(IDS, { e: 'FILL(m1, 0)' }), 'm1')).toMatchObject({
      windowed: false,
      used: new Set(['m1']),
      optional: new Set(),
    });
  });
});
