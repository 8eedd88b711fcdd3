import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmTransitions } from '../../../lib/core/alarm/alarm-transitions.ts';
import type { AlarmDefinition, AlarmState, MissingData } from '../../../lib/core/alarm/definition.ts';
import { evaluateAlarm } from '../../../lib/core/alarm/evaluate-alarm.ts';
import { evaluationRange } from '../../../lib/core/alarm/judge-alarm.ts';

const latency: AlarmDefinition = {
  name: 'tocsin-prod-web-latency-critical',
  service: 'web',
  severity: 'critical',
  description: 'web answers slowly',
  signal: {
    kind: 'metric',
    metric: { namespace: 'Shop', metricName: 'Latency', dimensions: {}, stat: 'p99', periodSeconds: 60 },
  },
  comparison: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
  datapointsToAlarm: 3,
  evaluationPeriods: 3,
  treatMissingData: 'missing',
  missingDataReason: 'a dead service has no latency',
};
const endsAt = Date.parse('2023-08-05T14:15:00Z');
const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];
const TREATMENTS: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

/** `0` not breaching, `X` breaching, `-` missing; newest on the right. */
const seen = (pattern: string): (number | undefined)[] =>
  Array.from(pattern.replaceAll(' ', ''), (mark) => ({ '0': 0.5, X: 1.5 })[mark]);
const evaluate = (
  pattern: string,
  changed: Partial<AlarmDefinition> = {},
  previous: AlarmState = 'OK',
): ReturnType<typeof evaluateAlarm> =>
  evaluateAlarm({ ...latency, ...changed }, { endsAt, values: seen(pattern) }, previous);

type Row = readonly [string, ...(AlarmState | 'RETAIN')[]];

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html, both tables,
// columns missing, ignore, breaching, notBreaching.
const THREE_OF_THREE: readonly Row[] = [
  ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
  ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
  ['- - - - -', 'INSUFFICIENT_DATA', 'RETAIN', 'ALARM', 'OK'],
  ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['- - X - -', 'ALARM', 'RETAIN', 'ALARM', 'OK'],
];
const TWO_OF_THREE: readonly Row[] = [
  ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - X -', 'ALARM', 'RETAIN', 'ALARM', 'OK'],
];
const cells = (rows: readonly Row[]): (readonly [string, MissingData, AlarmState, AlarmState])[] =>
  rows.flatMap(([pattern, ...expected]) =>
    TREATMENTS.flatMap((treatment, column) =>
      STATES.map((previous) => {
        const state = expected[column] ?? 'RETAIN';
        return [pattern, treatment, previous, state === 'RETAIN' ? previous : state] as const;
      }),
    ),
  );

describe('an alarm of three datapoints in three periods', () => {
  it.each(cells(THREE_OF_THREE))('that saw %s and treats missing data as %s goes from %s to %s', (...cell) => {
    const [pattern, treatMissingData, previous, expected] = cell;
    expect(evaluate(pattern, { treatMissingData }, previous).state).toBe(expected);
  });

  it('leaves the ALARM of breaching data to the next evaluation, when the last good datapoint is out of range', () => {
    expect(evaluate('0 - - - - -', { treatMissingData: 'breaching' }).state).toBe('ALARM');
  });
});

describe('an alarm of two datapoints in three periods', () => {
  it.each(cells(TWO_OF_THREE))('that saw %s and treats missing data as %s goes from %s to %s', (...cell) => {
    const [pattern, treatMissingData, previous, expected] = cell;
    expect(evaluate(pattern, { treatMissingData, datapointsToAlarm: 2 }, previous).state).toBe(expected);
  });
});

describe('an alarm that knows only breaching datapoints younger than it needs', () => {
  it.each(['- - - - X', '- - - X -'])('does not go to ALARM at once: %s', (pattern) => {
    for (const previous of STATES) expect(evaluate(pattern, {}, previous).state).toBe('INSUFFICIENT_DATA');
    expect(evaluate(pattern, { treatMissingData: 'ignore' }).state).toBe('OK');
  });
});

describe('an alarm with enough datapoints', () => {
  it('looks only at as many of the newest as it has periods', () => {
    expect(evaluate('0 X 0 0 0', { datapointsToAlarm: 1 }).state).toBe('OK');
    expect(evaluate('0 X 0 X X').state).toBe('OK');
  });

  it.each([
    ['GreaterThanOrEqualToThreshold', 'OK', 'ALARM', 'ALARM'],
    ['GreaterThanThreshold', 'OK', 'OK', 'ALARM'],
    ['LessThanThreshold', 'ALARM', 'OK', 'OK'],
    ['LessThanOrEqualToThreshold', 'ALARM', 'ALARM', 'OK'],
  ] as const)('compares below, at and above the threshold: %s', (comparison, ...expected) => {
    const definition = { ...latency, comparison, evaluationPeriods: 1, datapointsToAlarm: 1 };
    expect([0.9, 1, 1.1].map((value) => evaluateAlarm(definition, { endsAt, values: [value] }, 'OK').state)).toEqual(
      expected,
    );
  });

  it('takes a zero for a datapoint', () => {
    const values = [0, 0, undefined, undefined, undefined];
    const below = { ...latency, comparison: 'LessThanThreshold' } as const;
    expect(evaluateAlarm(below, { endsAt, values }, 'OK').state).toBe('ALARM');
  });
});

describe('the evaluation range', () => {
  it('is five periods for an alarm of three, as documented, and longer than any alarm', () => {
    expect(evaluationRange(3)).toBe(5);
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_440 }), (n) => evaluationRange(n) >= n + 2));
  });

  it('bounds what matters: older datapoints change nothing', () => {
    const value = fc.option(fc.constantFrom(0, 1, 2), { nil: undefined });
    const arbitrary = fc.record({
      evaluationPeriods: fc.integer({ min: 1, max: 8 }),
      m: fc.integer({ min: 1, max: 8 }),
      treatMissingData: fc.constantFrom(...TREATMENTS),
      previous: fc.constantFrom(...STATES),
      older: fc.array(value, { maxLength: 10 }),
      newer: fc.array(value, { minLength: 10, maxLength: 10 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ evaluationPeriods, m, treatMissingData, previous, older, newer }) => {
        const datapointsToAlarm = Math.min(m, evaluationPeriods);
        const definition = { ...latency, evaluationPeriods, datapointsToAlarm, treatMissingData };
        const inside = newer.slice(-evaluationRange(evaluationPeriods));
        expect(evaluateAlarm(definition, { endsAt, values: [...older, ...inside] }, previous)).toEqual(
          evaluateAlarm(definition, { endsAt, values: inside }, previous),
        );
      }),
    );
  });
});

describe('an alarm in ALARM', () => {
  it('stays there when datapoints that were good turn bad', () => {
    const value = fc.option(fc.constantFrom(0, 2), { nil: undefined });
    fc.assert(
      fc.property(fc.array(value, { minLength: 5, maxLength: 5 }), fc.constantFrom(...TREATMENTS), (values, treat) => {
        const definition = { ...latency, datapointsToAlarm: 2, treatMissingData: treat };
        const stateOf = (window: readonly (number | undefined)[]): AlarmState =>
          evaluateAlarm(definition, { endsAt, values: window }, 'ALARM').state;
        const worse = values.map((one) => (one === undefined ? undefined : 2));
        fc.pre(stateOf(values) === 'ALARM');
        expect(stateOf(worse)).toBe('ALARM');
      }),
    );
  });
});

describe('the reason of a state', () => {
  const threeOfFive = { datapointsToAlarm: 3, evaluationPeriods: 5 } as const;

  it('names the datapoints that crossed the threshold, newest first', () => {
    expect(evaluate('0 X 0 X X', threeOfFive).reason).toBe(
      'Threshold Crossed: 3 out of the last 5 datapoints [1.5 (05/08/23 14:14:00), 1.5 (05/08/23 14:13:00), 1.5 (05/08/23 14:11:00)] were greater than or equal to the threshold (1.0) (minimum 3 datapoints for OK -> ALARM transition).',
    );
  });

  it('names the newest five in a sentence of their own when there are as many', () => {
    expect(evaluate('X X X X X', { ...threeOfFive, comparison: 'GreaterThanThreshold' }).reason).toBe(
      'Threshold Crossed: 5 out of the last 5 datapoints were greater than the threshold (1.0). The most recent datapoints which crossed the threshold: [1.5 (05/08/23 14:14:00), 1.5 (05/08/23 14:13:00), 1.5 (05/08/23 14:12:00), 1.5 (05/08/23 14:11:00), 1.5 (05/08/23 14:10:00)] (minimum 3 datapoints for OK -> ALARM transition).',
    );
  });

  it('says what did not cross it when the alarm is OK', () => {
    expect(evaluate('X X 0', {}, 'ALARM').reason).toBe(
      'Threshold Crossed: 1 out of the last 3 datapoints [0.5 (05/08/23 14:14:00)] was not greater than or equal to the threshold (1.0) (minimum 1 datapoint for ALARM -> OK transition).',
    );
  });

  it('says which missing datapoints were treated as what', () => {
    expect(evaluate('- - -', { treatMissingData: 'notBreaching' }).reason).toBe(
      'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [NonBreaching].',
    );
    expect(evaluate('-', { treatMissingData: 'breaching', evaluationPeriods: 1, datapointsToAlarm: 1 }).reason).toBe(
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].',
    );
    expect(evaluate('X - -', { treatMissingData: 'notBreaching', datapointsToAlarm: 1 }).reason).toBe(
      'Threshold Crossed: 1 out of the last 3 datapoints [1.5 (05/08/23 14:12:00)] was greater than or equal to the threshold (1.0) and 2 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).',
    );
    expect(evaluate('X - -', { treatMissingData: 'notBreaching' }).reason).toBe(
      'Threshold Crossed: 2 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for ALARM -> OK transition).',
    );
  });

  it('says how much is unknown', () => {
    expect(evaluate('- - - - -').reason).toBe('Insufficient Data: 3 datapoints were unknown.');
    expect(evaluate('-', { evaluationPeriods: 1, datapointsToAlarm: 1 }).reason).toBe(
      'Insufficient Data: 1 datapoint was unknown.',
    );
  });

  it.each([
    [0.05, '0.05'],
    [0, '0.0'],
    [0.00012, '1.2E-4'],
    [12_345_678, '1.2345678E7'],
    [1e7, '1.0E7'],
  ])('writes %d as %s', (value, written) => {
    const { reason } = evaluateAlarm({ ...latency, threshold: 1e9 }, { endsAt, values: [value] }, 'OK');
    expect(reason).toContain(`[${written} (05/08/23 14:14:00)]`);
  });

  it('stays within the 1,023 characters of CloudWatch', () => {
    const values = Array.from({ length: 1_440 }, () => 123_456.789_012_345_6);
    const definition = { ...latency, evaluationPeriods: 1_440, datapointsToAlarm: 1_440 };
    expect(evaluateAlarm(definition, { endsAt, values }, 'OK').reason.length).toBeLessThanOrEqual(1_023);
  });

  it('comes with data for machines: recent datapoints oldest first, evaluated ones newest first', () => {
    expect(evaluate('0 - X - X').reasonData).toEqual({
      version: '1.0',
      queryDate: '2023-08-05T14:15:00.000+0000',
      startDate: '2023-08-05T14:10:00.000+0000',
      statistic: 'p99',
      period: 60,
      recentDatapoints: [0.5, 1.5, 1.5],
      threshold: 1,
      evaluatedDatapoints: [
        { timestamp: '2023-08-05T14:14:00.000+0000', value: 1.5 },
        { timestamp: '2023-08-05T14:12:00.000+0000', value: 1.5 },
        { timestamp: '2023-08-05T14:10:00.000+0000', value: 0.5 },
      ],
    });
    const { startDate, recentDatapoints, evaluatedDatapoints } = evaluate('- - -').reasonData;
    expect([startDate, recentDatapoints, evaluatedDatapoints.length]).toEqual([undefined, [], 3]);
  });
});

describe('an alarm over a stretch of time', () => {
  const minute = 60_000;
  const start = Date.parse('2023-08-05T14:00:00Z');
  const points = (pattern: string): ReadonlyMap<number, number> =>
    new Map(
      seen(pattern).flatMap((value, index) => (value === undefined ? [] : [[start + index * minute, value] as const])),
    );
  const changes = (pattern: string, changed: Partial<AlarmDefinition> = {}): string[] =>
    alarmTransitions({ ...latency, ...changed }, () => points(pattern), {
      from: '2023-08-05T14:00:00.000Z',
      to: '2023-08-05T14:20:00.000Z',
    }).map(({ at, from, to }) => `${at.slice(11, 19)} ${from} -> ${to}`);

  it('changes at the end of the period that decides, and says so once', () => {
    expect(changes('0 0 0 X X X X 0 0 0')).toEqual([
      '14:01:00 INSUFFICIENT_DATA -> OK',
      '14:06:00 OK -> ALARM',
      '14:08:00 ALARM -> OK',
      '14:15:00 OK -> INSUFFICIENT_DATA',
    ]);
  });

  it('gives each change the reason and data of its own evaluation', () => {
    const [, alarm] = alarmTransitions(latency, () => points('0 0 0 X X X'), {
      from: '2023-08-05T14:00:00.000Z',
      to: '2023-08-05T14:06:00.000Z',
    });
    expect(alarm?.reason).toContain('3 out of the last 3 datapoints [1.5 (05/08/23 14:05:00)');
    expect(alarm?.reasonData.queryDate).toBe('2023-08-05T14:06:00.000+0000');
  });

  it('starts without data and stays so while there is none', () => {
    expect(changes('')).toEqual([]);
    expect(changes('', { treatMissingData: 'notBreaching' })).toEqual(['14:01:00 INSUFFICIENT_DATA -> OK']);
  });

  it('takes datapoints from before the start where later ones are missing', () => {
    const transitions = alarmTransitions(latency, () => points('X - - - -'), {
      from: '2023-08-05T14:04:00.000Z',
      to: '2023-08-05T14:05:00.000Z',
    });
    expect(transitions.map(({ at, to }) => [at, to])).toEqual([['2023-08-05T14:05:00.000Z', 'ALARM']]);
  });

  it('takes a value that is no number for missing', () => {
    const broken = new Map([[start, Number.NaN]]);
    expect(
      alarmTransitions(latency, () => broken, { from: '2023-08-05T14:00:00.000Z', to: '2023-08-05T14:20:00.000Z' }),
    ).toEqual([]);
  });

  it('agrees with evaluating every period by itself', () => {
    const value = fc.option(fc.constantFrom(0, 2), { nil: undefined });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), fc.constantFrom(...TREATMENTS), (values, treatMissingData) => {
        const definition = { ...latency, datapointsToAlarm: 2, treatMissingData };
        const series = new Map(
          values.flatMap((one, i) => (one === undefined ? [] : [[start + i * minute, one] as const])),
        );
        const to = new Date(start + values.length * minute).toISOString();
        const replayed = alarmTransitions(definition, () => series, { from: '2023-08-05T14:00:00.000Z', to });
        let state: AlarmState = 'INSUFFICIENT_DATA';
        const expected: AlarmState[] = [];
        values.forEach((_, i) => {
          const window = { endsAt: start + (i + 1) * minute, values: values.slice(0, i + 1) };
          const next = evaluateAlarm(definition, window, state).state;
          if (next !== state) expected.push(next);
          state = next;
        });
        expect(replayed.map(({ to: entered }) => entered)).toEqual(expected);
      }),
    );
  });
});
