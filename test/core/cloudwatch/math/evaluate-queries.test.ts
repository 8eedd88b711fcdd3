import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareQueries } from '../../../../lib/core/cloudwatch/math/evaluate-queries.ts';
import { type Columns, evaluateQueries, frameOf, none, queriesOf, valuesOf } from './math-spec.ts';

const over = (columns: Columns) => (expression: string) => valuesOf(expression, columns);

describe('an operator between two series', () => {
  const values = over({ m1: [8, 8, none, none], m2: [2, none, 2, none] });

  it.each([
    ['m1 + m2', [10, 8, 2, none]],
    ['m1 - m2', [6, 8, -2, none]],
    ['m1 * m2', [16, 0, 0, none]],
    ['m1 / m2', [4, none, 0, none]],
    ['m1 ^ m2', [64, 1, 0, none]],
    ['m1 == m2', [0, 0, 0, none]],
    ['m1 != m2', [1, 1, 1, none]],
    ['m1 < m2', [0, 0, 1, none]],
    ['m1 <= m2', [0, 0, 1, none]],
    ['m1 > m2', [1, 1, 0, none]],
    ['m1 >= m2', [1, 1, 0, none]],
    ['m1 AND m2', [1, 0, 0, none]],
    ['m1 && m2', [1, 0, 0, none]],
    ['m1 OR m2', [1, 1, 1, none]],
    ['m1 || m2', [1, 1, 1, none]],
  ])('%s reads a value that only one lacks as 0', (expression, expected) => {
    expect(values(expression)).toEqual(expected);
  });

  it('gives what the documentation shows', () => {
    const documented = over({ metric1: [30, 20, 0, 0], metric2: [20, none, 20, none] });
    expect(documented('(metric1 < metric2)')).toEqual([0, 0, 1, 0]);
    expect(documented('(metric1 >= 30)')).toEqual([1, 0, 0, 0]);
    expect(documented('(metric1 > 15 AND metric2 > 15)')).toEqual([1, 0, 0, 0]);
  });
});

describe('an operator between a series and a number', () => {
  const values = over({ m1: [8, 0, none] });

  it.each([
    ['m1 - 2', [6, -2, none]],
    ['2 - m1', [-6, 2, none]],
    ['m1 / 2', [4, 0, none]],
    ['16 / m1', [2, none, none]],
    ['2 ^ m1', [256, 1, none]],
    ['m1 < 5', [0, 1, none]],
    ['5 < m1', [1, 0, none]],
    ['m1 OR 0', [1, 0, none]],
    ['-m1 + 0', [-8, 0, none]],
  ])('%s has a value where the series has one', (expression, expected) => {
    expect(values(expression)).toEqual(expected);
  });

  it.each(['m1 / 0', 'm1 * (1 / 0)', 'm1 + (0 / 0)', '(0 - 1) ^ 0.5 + m1', 'm1 * 1e308 * 1e308 + 1e308 * 10'])(
    '%s drops what is no number',
    (expression) => {
      expect(values(expression)).toEqual([none, none, none]);
    },
  );
});

describe('an operator on an array', () => {
  const columns = { m1: [1, 2], m2: [10, none], m3: [2, 4] };
  const values = over(columns);

  it.each([
    ['SUM([m1, m2] * 2)', [22, 4]],
    ['SUM(100 / [m1, m2])', [110, 50]],
    ['SUM([m1, m2] / m3)', [5.5, 0.5]],
    ['SUM(m3 - [m1, m2])', [-7, 6]],
    ['SUM(-[m1, m2])', [-11, -2]],
    ['SUM(METRICS() - 1)', [10, 4]],
  ])('%s is done to each series', (expression, expected) => {
    expect(values(expression)).toEqual(expected);
  });

  it.each([
    ['SUM([m1,m2] + [m1,m3])', 'at character 13: CloudWatch documents no + between an array and an array'],
    ['SUM([m1,m2] > 1)', 'at character 13: CloudWatch documents no > between an array and a number'],
    ['SUM(m1 AND [m1])', 'at character 8: CloudWatch documents no AND between a series and an array'],
    ['m1 + REPEAT', 'at character 4: CloudWatch documents no + between a series and a word'],
    ['-"m1"', 'at character 1: expected a number, a series or an array after -, found a text'],
  ])('%s is refused: the documentation does not name it', (expression, problem) => {
    expect(values(expression)).toBe(`expression "e": ${problem}`);
  });
});

describe('a function of each point', () => {
  const values = over({ m1: [-2.5, 0, none, 100] });

  it.each([
    ['ABS(m1)', [2.5, 0, none, 100]],
    ['CEIL(m1)', [-2, 0, none, 100]],
    ['FLOOR(m1)', [-3, 0, none, 100]],
    ['LOG10(m1)', [none, none, none, 2]],
    ['LOG(m1)', [none, none, none, Math.log(100)]],
    ['SUM(ABS([m1, m1]))', [5, 0, none, 200]],
  ])('%s leaves gaps and drops what is no number', (expression, expected) => {
    const given = values(expression);
    expect(Array.isArray(given) ? given.map((value) => value + 0) : given).toEqual(expected);
  });
});

describe('a function of neighbouring points', () => {
  const values = over({ m1: [none, 10, none, 40, 35] });

  it.each([
    ['DIFF(m1)', [none, none, none, 30, -5]],
    ['DIFF_TIME(m1)', [none, none, none, 120, 60]],
    ['RATE(m1)', [none, none, none, 0.25, -5 / 60]],
    ['RUNNING_SUM(m1)', [none, 10, none, 50, 85]],
    ['SUM(DIFF([m1, m1]))', [none, none, none, 60, -10]],
  ])('%s compares with the point before, over a gap', (expression, expected) => {
    expect(values(expression)).toEqual(expected);
  });
});

describe('FILL', () => {
  const values = over({ m1: [none, 1, none, none, 4, none], m2: [7, 7, 7, none, 7, 7] });

  it.each([
    ['FILL(m1, 0)', [0, 1, 0, 0, 4, 0]],
    ['FILL(m1, -1.5)', [-1.5, 1, -1.5, -1.5, 4, -1.5]],
    ['FILL(m1, m2)', [7, 1, 7, none, 4, 7]],
    ['FILL(m1, MIN(m1))', [1, 1, 1, 1, 4, 1]],
    ['FILL(m1, REPEAT)', [none, 1, 1, 1, 4, 4]],
    ['FILL(m1, LINEAR)', [none, 1, 2, 3, 4, none]],
    ['SUM(FILL(METRICS(), 1))', [8, 8, 8, 2, 11, 8]],
  ])('%s', (expression, expected) => {
    expect(values(expression)).toEqual(expected);
  });

  it('gives a value to a metric that was never reported', () => {
    const queries = queriesOf(['m1', 'm2'], { e: 'm1 + FILL(m2, 5)' });
    expect(evaluateQueries(queries, 'e', frameOf({ m1: [1, 2] }))).toEqual(Float64Array.of(6, 7));
  });
});

describe('an aggregate of one series', () => {
  const values = over({ m1: [2, none, 4, 9], none: [none, none, none, none] });

  it.each([
    ['AVG', 5],
    ['MIN', 2],
    ['MAX', 9],
    ['SUM', 15],
    ['STDDEV', Math.sqrt(26 / 3)],
    ['DATAPOINT_COUNT', 3],
  ])('%s is a number of the points there are', (name, expected) => {
    expect(values(`TIME_SERIES(${name}(m1))`)).toEqual(Array(4).fill(expected));
    expect(values(`m1 - ${name}(m1)`)).toEqual([2 - expected, none, 4 - expected, 9 - expected]);
  });

  it('is no number when there are no points, except their count', () => {
    expect(values('TIME_SERIES(AVG(none))')).toEqual([none, none, none, none]);
    expect(values('TIME_SERIES(SUM(none))')).toEqual([none, none, none, none]);
    expect(values('TIME_SERIES(DATAPOINT_COUNT(none))')).toEqual([0, 0, 0, 0]);
  });

  it('has a spread of nothing for equal large values', () => {
    expect(valuesOf('TIME_SERIES(STDDEV(m1))', { m1: [1e15, 1e15, 1e15] })).toEqual([0, 0, 0]);
  });
});

describe('an aggregate of an array', () => {
  const values = over({ m1: [2, 2, none], m2: [6, none, none], m3: [1, 4, none] });

  it.each([
    ['SUM([m1, m2])', [8, 2, none]],
    ['AVG([m1, m2])', [4, 1, none]],
    ['MIN([m1, m2])', [2, 2, none]],
    ['MAX([m1, m2])', [6, 2, none]],
    ['STDDEV([m1, m2])', [2, 0, none]],
    ['DATAPOINT_COUNT([m1, m2])', [2, 1, none]],
    ['SUM(METRICS())', [9, 6, none]],
    ['SUM(METRICS("m2"))', [6, none, none]],
    ['SUM([METRICS("1"), METRICS("3")])', [3, 6, none]],
    ['m1 / METRIC_COUNT(METRICS())', [2 / 3, 2 / 3, none]],
  ])('%s is a series; AVG reads missing values as 0', (expression, expected) => {
    expect(values(expression)).toEqual(expected);
  });
});

describe('a function that picks from an array', () => {
  const values = over({ m1: [5, 5], m2: [1, 20], m3: [none, none], m4: [7, none] });

  it.each([
    ['FIRST(METRICS())', [5, 5]],
    ['LAST(METRICS())', [7, none]],
    ['FIRST(SORT(METRICS(), MAX, DESC))', [1, 20]],
    ['FIRST(SORT(METRICS(), MIN, ASC))', [1, 20]],
    ['FIRST(SORT(METRICS(), AVG, ASC))', [5, 5]],
    ['FIRST(SORT(METRICS(), SUM, ASC))', [7, none]],
    ['LAST(SORT(METRICS(), SUM, DESC))', [none, none]],
    ['LAST(SORT(METRICS(), SUM, ASC))', [none, none]],
    ['SUM(SORT(METRICS(), SUM, DESC, 2))', [6, 25]],
    ['SUM(SLICE(METRICS(), 1))', [8, 20]],
    ['SUM(SLICE(METRICS(), 0, 2))', [6, 25]],
    ['FIRST(SLICE(METRICS(), 9))', [none, none]],
    ['SUM(SLICE(METRICS(), 9))', [none, none]],
    ['m1 * METRIC_COUNT(REMOVE_EMPTY(METRICS()))', [15, 15]],
    ['LAST(REMOVE_EMPTY([m1, m3]))', [5, 5]],
  ])('%s', (expression, expected) => {
    expect(values(expression)).toEqual(expected);
  });
});

describe('IF', () => {
  const values = over({ metric1: [1, 1, 0, 0, none], metric2: [30, none, 0, 0, 30], metric3: [0, 0, 20, none, 20] });

  it.each([
    ['IF(metric1, metric2, metric3)', [30, 0, 20, none, none]],
    ['IF(metric1, 5, metric3)', [5, 5, 20, none, none]],
    ['IF(metric1, metric2, 5)', [30, 0, 5, 5, none]],
  ])('%s gives what the documentation shows', (expression, expected) => {
    expect(values(expression)).toEqual(expected);
  });

  it.each([
    ['IF(metric1, metric2)', [30, 0, none, none, none]],
    ['IF(-metric1, 1, 2)', [1, 1, 2, 2, none]],
    ['IF(metric1 > 0, 10, 2)', [10, 10, 2, 2, none]],
    ['IF(1 > 0, metric2, metric3)', [30, none, 0, 0, 30]],
    ['IF(1 < 0, metric2, metric3)', [0, 0, 20, none, 20]],
    ['IF(1 < 0, metric2)', [none, none, none, none, none]],
    ['IF(1 / 0, metric2, metric3)', [none, none, none, none, none]],
    ['IF(SUM(metric3) > 39, metric1, metric2)', [1, 1, 0, 0, none]],
  ])('%s', (expression, expected) => {
    expect(values(expression)).toEqual(expected);
  });
});

describe('a function of the clock', () => {
  const at = (start: string, name: string): number[] | string => {
    const columns = { m1: [1, none] };
    return valuesOf(`${name}(m1)`, columns, frameOf(columns, start, 1_800));
  };

  it.each([
    ['MINUTE', [15, 45]],
    ['HOUR', [14, 14]],
    ['DAY', [6, 6]],
    ['DATE', [5, 5]],
    ['MONTH', [8, 8]],
    ['YEAR', [2023, 2023]],
    ['EPOCH', [1691244900, 1691246700]],
  ])('%s reads the start of every period, in UTC, with or without a value', (name, expected) => {
    expect(at('2023-08-05T14:15:00.000Z', name)).toEqual(expected);
  });

  it('counts the days from Monday, 1, to Sunday, 7', () => {
    expect(at('2023-08-06T23:45:00.000Z', 'DAY')).toEqual([7, 1]);
  });

  it('lets an alarm watch working hours only', () => {
    const columns = { m1: [9, none, 9] };
    const expression = 'IF((DAY(m1)<6 AND (HOUR(m1)>=9 AND HOUR(m1)<17)),m1)';
    expect(valuesOf(expression, columns, frameOf(columns, '2023-08-04T15:30:00.000Z', 1_800))).toEqual([9, 0, 9]);
    expect(valuesOf(expression, columns, frameOf(columns, '2023-08-04T16:30:00.000Z', 1_800))).toEqual([9, none, none]);
  });
});

describe('PERIOD and TIME_SERIES', () => {
  it('are the seconds of a period and a series of one number', () => {
    const columns = { m1: [60, none] };
    expect(valuesOf('m1 / PERIOD(m1)', columns, frameOf(columns, undefined, 300))).toEqual([0.2, none]);
    expect(valuesOf('TIME_SERIES(10)', columns)).toEqual([10, 10]);
  });

  it('take a metric and a number, nothing else', () => {
    const values = over({ m1: [1] });
    expect(values('m1 / PERIOD(m1 * 2)')).toBe(
      'expression "e": at character 6: expected PERIOD(id of a metric), found PERIOD of a series',
    );
    expect(values('TIME_SERIES(m1)')).toContain('expected TIME_SERIES(number), found TIME_SERIES of a series');
  });
});

describe('the error rate of a service', () => {
  const expression =
    '100*IF((FILL(m1,0)+FILL(m2,0))<20,0,(FILL(m3,0)+FILL(m2,0)))/IF((FILL(m1,0)+FILL(m2,0))<20,20,(FILL(m1,0)+FILL(m2,0)))';

  it('is 0 while there is little traffic and a percentage of it otherwise', () => {
    const columns = { m1: [100, 15, 96, none, 19], m2: [none, 4, 4, none, 1], m3: [10, 10, none, none, 1] };
    expect(valuesOf(expression, columns)).toEqual([10, 0, 4, 0, 10]);
  });
});

describe('expressions that refer to others', () => {
  const frame = frameOf({ m1: [1, none, 3], m2: [10, 20, none] });

  it('are computed in any order of writing', () => {
    const queries = queriesOf(['m1', 'm2'], { e3: 'e2 + e1 + e1', e1: 'm1 + m2', e2: '-e1' });
    expect(evaluateQueries(queries, 'e3', frame)).toEqual(Float64Array.of(11, 20, 3));
  });

  it('pass on numbers and arrays', () => {
    const queries = queriesOf(['m1', 'm2'], { all: '[m1, m2]', top: 'MAX(m2)', e: 'SUM(all) / top' });
    expect(evaluateQueries(queries, 'e', frame)).toEqual(Float64Array.of(0.55, 1, 0.15));
  });

  it('may be left out: a metric can be what is returned', () => {
    expect(evaluateQueries(queriesOf(['m1', 'm2'], {}), 'm2', frame)).toEqual(Float64Array.of(10, 20, none));
  });

  it('may say anything where nothing depends on them', () => {
    const queries = queriesOf(['m1', 'm2'], { broken: '((', e: 'm1 * 2' });
    expect(evaluateQueries(queries, 'e', frame)).toEqual(Float64Array.of(2, none, 6));
  });

  it.each([
    [{ e: 'm1 + m9' }, 'expression "e": there is no metric or expression "m9"'],
    [{ e: 'e' }, 'expression "e": it refers to itself: "e" → "e"'],
    [{ e: 'a+1', a: 'b+1', b: 'm1+a' }, 'expression "b": it refers to itself: "a" → "b" → "a"'],
    [{ e: 'a', a: 'm1 +' }, /^expression "a": at character 5: expected a number/u],
    [{ e: '5' }, /^expression "e": it gives a number; an alarm needs a time series/u],
    [{ e: 'AVG(m1)' }, /^expression "e": it gives a number/u],
    [{ e: '[m1, m2]' }, /^expression "e": it gives an array; an alarm needs one time series/u],
    [{ e: 'METRICS()' }, /^expression "e": it gives an array/u],
    [{ e: 'REPEAT' }, 'expression "e": expected a number, a series or an array'],
    [{ x: 'm1' }, 'there is no metric or expression "e"'],
  ])('%j is refused, and said why', (expressions, problem) => {
    const values = evaluateQueries(queriesOf(['m1', 'm2'], expressions), 'e', frame);
    expect('unsupported' in values ? values.unsupported : values).toEqual(
      typeof problem === 'string' ? problem : expect.stringMatching(problem),
    );
  });

  it('are refused when two have the same id', () => {
    const queries = [...queriesOf(['m1'], { e: 'm1' }), ...queriesOf(['m1'], {})];
    expect(evaluateQueries(queries, 'e', frame)).toEqual({
      unsupported: 'two metrics or expressions have the same id',
    });
  });
});

describe('a metric without data', () => {
  it('is named unless the expression can do without it', () => {
    const queries = queriesOf(['m1', 'm2'], { e: 'm1 + m2' });
    expect(evaluateQueries(queries, 'e', frameOf({ m1: [1] }))).toEqual({ unsupported: 'there is no data of "m2"' });
  });

  it('is not mistaken for one of another length', () => {
    const values = evaluateQueries(queriesOf(['m1', 'm2'], { e: 'm1 + m2' }), 'e', frameOf({ m1: [1], m2: [1, 2] }));
    expect(values).toEqual({ unsupported: '"m2" has 2 values, expected 1' });
  });
});

describe('what only CloudWatch can compute', () => {
  it.each([
    ["SEARCH('{AWS/EC2} CPU', 'Average')", 'SEARCH finds metrics inside CloudWatch, and no alarm may use it'],
    ['SERVICE_QUOTA(m1)', 'SERVICE_QUOTA is a quota of the account, which only CloudWatch knows'],
    ['LAMBDA("f")', 'LAMBDA asks a Lambda function, which only CloudWatch can do'],
    ['INSIGHT_RULE_METRIC("r", "x")', 'INSIGHT_RULE_METRIC reads Contributor Insights, which only CloudWatch can ask'],
    [
      'DB_PERF_INSIGHTS("RDS", "db", "x")',
      'DB_PERF_INSIGHTS reads Performance Insights, which only CloudWatch can ask',
    ],
    [
      'ANOMALY_DETECTION_BAND(m1, 2)',
      'ANOMALY_DETECTION_BAND is not supported as part of an expression, only as what an alarm compares with',
    ],
  ])('%s is refused, and said why', (expression, problem) => {
    expect(valuesOf(expression, { m1: [1] })).toBe(`expression "e": at character 1: ${problem}`);
  });
});

describe('a function with arguments of other types', () => {
  const values = over({ m1: [1], m2: [2] });

  it.each([
    ['ABS(5)', 'expected ABS(series or array), found ABS of a number'],
    ['SUM(m1, m2)', 'expected SUM(series or array), found SUM of a series, a series'],
    ['SUM()', 'expected SUM(series or array), found SUM of nothing'],
    ['FIRST(m1)', 'expected FIRST(array), found FIRST of a series'],
    ['HOUR(METRICS())', 'expected HOUR(series), found HOUR of an array'],
    ['FILL(m1)', 'expected FILL(series or array, number, series, REPEAT or LINEAR), found FILL of a series'],
    ['FILL(m1, NEAREST)', 'found FILL of a series, a word'],
    ['FILL(5, 0)', 'found FILL of a number, a number'],
    ['IF(m1, [m1, m2], 0)', 'found IF of a series, an array, a number'],
    ['IF(1, 2, 3)', 'found IF of a number, a number, a number'],
    ['IF(m1)', 'found IF of a series'],
    ['IF(m1, 1, 2, 3)', 'found IF of a series, a number, a number, a number'],
    ['SUM(SLICE(METRICS(), 0.5))', 'found SLICE of an array, a number'],
    ['SUM(SLICE(METRICS(), -1))', 'found SLICE of an array, a number'],
    ['SUM(SORT(METRICS(), STDDEV, ASC))', 'found SORT of an array, a word, a word'],
    ['SUM(SORT(METRICS(), SUM, UP))', 'found SORT of an array, a word, a word'],
    ['SUM(METRICS("x9"))', 'where a metric has such an id, found METRICS of a text'],
    ['SUM([])', 'expected an array of 1 to 500 series, found [nothing]'],
    ['SUM([m1, 5])', 'expected an array of 1 to 500 series, found [a series, a number]'],
    ['Sum(m1)', 'there is no function "Sum"; write SUM'],
    ['MEDIAN(m1)', 'there is no function "MEDIAN"; use one of ABS, CEIL, FLOOR'],
    ['constructor(m1)', 'expected the name of a function in uppercase letters'],
  ])('%s is refused: %s', (expression, problem) => {
    expect(values(expression)).toContain(problem);
  });
});

describe('metric math made to hurt', () => {
  const chain = (length: number, link: (id: string) => string): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length }, (_, index) => [`e${String(index)}`, index === 0 ? 'm1' : link(`e${String(index - 1)}`)]),
    );
  const frame = frameOf({ m1: [1, none] });

  it('cannot double an array without end', () => {
    const queries = queriesOf(['m1'], { ...chain(300, (id) => `[${id},${id}]`), e: 'SUM(e299)' });
    expect(evaluateQueries(queries, 'e', frame)).toEqual({
      unsupported: 'expression "e9": at character 1: expected an array of 1 to 500 series, found [an array, an array]',
    });
  });

  it('can chain long expressions without a deep stack', () => {
    const queries = queriesOf(
      ['m1'],
      chain(200, (id) => `${id}${'+0'.repeat(900)}`),
    );
    expect(evaluateQueries(queries, 'e199', frame)).toEqual(Float64Array.of(1, none));
  });

  it('reads and computes each expression once, however often others refer to it', () => {
    const expressions = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => {
        const [one, other] = [String(index + 1), String(index + 2)];
        return [`e${String(index)}`, `MAX([e${one},e${other},e${one}])`];
      }),
    );
    const queries = queriesOf(['m1'], { ...expressions, e60: 'm1', e61: 'm1' });
    expect(evaluateQueries(queries, 'e0', frame)).toEqual(Float64Array.of(1, none));
  });

  it('cannot hold more entries than CloudWatch takes', () => {
    const queries = queriesOf(
      ['m1'],
      chain(500, (id) => id),
    );
    expect(evaluateQueries(queries, 'e499', frame)).toEqual({
      unsupported: '501 metrics and expressions; CloudWatch takes at most 500',
    });
  });

  it('cannot make more series than memory holds, however short its text', () => {
    const metricIds = Array.from({ length: 300 }, (_, index) => `m${String(index)}`);
    const queries = queriesOf(metricIds, { all: 'METRICS()', more: 'all + 1', most: 'more + 1', e: 'SUM(most)' });
    expect(prepareQueries(queries, 'e')).toEqual({
      unsupported: 'its expressions give more than 1000 series in all: take arrays apart, or name fewer metrics',
    });
    expect(prepareQueries(queries, 'more')).not.toMatchObject({
      unsupported: expect.stringContaining('1000') as unknown,
    });
  });
});

const value = fc.oneof(fc.constant(none), fc.integer({ min: -5, max: 5 }), fc.double({ noDefaultInfinity: true }));
const columns = (count: number): fc.Arbitrary<{ m1: number[]; m2: number[] }> => {
  const column = fc.array(value, { minLength: count, maxLength: count });
  return fc.record({ m1: column, m2: column });
};

describe('an expression that looks at each period alone', () => {
  const leaf = fc.constantFrom('m1', 'm2', '(3-1)', '0.5');
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .tuple(
          tie('expression'),
          fc.constantFrom('+', '-', '*', '/', '<', '>=', '!=', ' AND ', ' OR '),
          tie('expression'),
        )
        .map(([left, operator, right]) => `(${left}${operator}${right})`),
      tie('expression').map((inner) => `-${inner}`),
      tie('expression').map((inner) => `ABS(m1+${inner})`),
      tie('expression').map((inner) => `FILL(m2,m1*${inner})`),
      tie('expression').map((inner) => `SUM([m1,m1-${inner}])`),
      fc.tuple(tie('expression'), tie('expression')).map(([one, other]) => `IF(m1>${one},m2,m1/${other})`),
    ),
  }));

  it('gives a whole history what it gives every part of it', () => {
    fc.assert(
      fc.property(expression, columns(8), fc.nat({ max: 8 }), (part, whole, cut) => {
        const text = `m1+${part}`;
        const slices = [
          [0, cut],
          [cut, 8],
        ].map(([from, to]) => valuesOf(text, { m1: whole.m1.slice(from, to), m2: whole.m2.slice(from, to) }));
        expect(prepareQueries(queriesOf(['m1', 'm2'], { e: text }), 'e')).toMatchObject({ windowed: false });
        expect(slices.flat()).toEqual(valuesOf(text, whole));
      }),
    );
  });

  it('never gives an infinity', () => {
    fc.assert(
      fc.property(expression, columns(4), (part, given) => {
        const values = valuesOf(`m1+${part}`, given);
        expect(Array.isArray(values) && values.every((one) => Number.isNaN(one) || Number.isFinite(one))).toBe(true);
      }),
    );
  });
});
