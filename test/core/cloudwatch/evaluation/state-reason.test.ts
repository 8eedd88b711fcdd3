import { describe, expect, it } from 'vitest';
import type { AlarmTransition } from '../../../../lib/core/cloudwatch/evaluation/alarm-transitions.ts';
import type { MetricAlarm } from '../../../../lib/core/alarm/definition.ts';
import { epochOf, MINUTE } from '../../../../lib/core/time.ts';
import { historyOf, lookupOf, metricAlarm, metricOf, seriesOf } from '../../../support/alarm-histories.ts';
import { marksOf } from '../../../support/documented-patterns.ts';

const endsAt = epochOf('2023-08-05T14:15:00.000Z');
const VALUES = { '0': 0.5, X: 1.5, '-': undefined } as const;

type Values = readonly (number | undefined)[];

/** The last change of an alarm that is evaluated at the ends of the newest `evaluations` minutes, up to 14:15. */
const lastChange = (values: Values, changed: Partial<MetricAlarm> = {}, evaluations = 1): AlarmTransition => {
  const series = lookupOf({ p99: seriesOf(endsAt - values.length * MINUTE, 60, values) });
  const alarm = metricAlarm({ signal: { kind: 'metric', metric: metricOf({ stat: 'p99' }) }, ...changed });
  const last = historyOf(alarm, series, [endsAt - evaluations * MINUTE, endsAt]).transitions.at(-1);
  if (last === undefined) throw new Error('the alarm stayed in INSUFFICIENT_DATA');
  return last;
};
const seen = (pattern: string): Values => marksOf(pattern).map((mark) => VALUES[mark]);
const reasonOf = (pattern: string, changed: Partial<MetricAlarm> = {}, evaluations = 1): string =>
  lastChange(seen(pattern), changed, evaluations).reason;

describe('the reason of a state', () => {
  const threeOfFive = { datapointsToAlarm: 3, evaluationPeriods: 5 } as const;
  const oneOfOne = { datapointsToAlarm: 1, evaluationPeriods: 1 } as const;
  const above = { comparison: 'GreaterThanThreshold', threshold: 1 } as const;

  it('names the datapoints that crossed the threshold, newest first', () => {
    expect(reasonOf('0 X 0 X X', threeOfFive)).toBe(
      'Threshold Crossed: 3 out of the last 5 datapoints [1.5 (05/08/23 14:14:00), 1.5 (05/08/23 14:13:00), 1.5 (05/08/23 14:11:00)] were greater than or equal to the threshold (1.0) (minimum 3 datapoints for OK -> ALARM transition).',
    );
  });

  it('names the newest five in a sentence of their own when there are as many', () => {
    expect(reasonOf('X X X X X', { ...threeOfFive, limit: above })).toBe(
      'Threshold Crossed: 5 out of the last 5 datapoints were greater than the threshold (1.0). The most recent datapoints which crossed the threshold: [1.5 (05/08/23 14:14:00), 1.5 (05/08/23 14:13:00), 1.5 (05/08/23 14:12:00), 1.5 (05/08/23 14:11:00), 1.5 (05/08/23 14:10:00)] (minimum 3 datapoints for OK -> ALARM transition).',
    );
  });

  it('says what did not cross it when the alarm is OK', () => {
    expect(reasonOf('X X 0')).toBe(
      'Threshold Crossed: 1 out of the last 3 datapoints [0.5 (05/08/23 14:14:00)] was not greater than or equal to the threshold (1.0) (minimum 1 datapoint for ALARM -> OK transition).',
    );
  });

  it('says which missing datapoints were treated as what', () => {
    expect(reasonOf('- - -', { treatMissingData: 'notBreaching' })).toBe(
      'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [NonBreaching].',
    );
    expect(reasonOf('-', { ...oneOfOne, treatMissingData: 'breaching' })).toBe(
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].',
    );
    expect(reasonOf('X - -', { treatMissingData: 'notBreaching', datapointsToAlarm: 1 })).toBe(
      'Threshold Crossed: 1 out of the last 3 datapoints [1.5 (05/08/23 14:12:00)] was greater than or equal to the threshold (1.0) and 2 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).',
    );
    expect(reasonOf('X - -', { treatMissingData: 'notBreaching' })).toBe(
      'Threshold Crossed: 2 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for ALARM -> OK transition).',
    );
  });

  it('says how much is unknown', () => {
    expect(reasonOf('0 - - - - -', {}, 6)).toBe('Insufficient Data: 3 datapoints were unknown.');
    expect(reasonOf('0 - - -', oneOfOne, 4)).toBe('Insufficient Data: 1 datapoint was unknown.');
  });

  it.each([
    [0.05, '0.05'],
    [0, '0.0'],
    [-2, '-2.0'],
    [0.00012, '1.2E-4'],
    [12_345_678, '1.2345678E7'],
    [1e7, '1.0E7'],
  ])('writes %d as %s', (value, written) => {
    const { reason } = lastChange([value], { limit: { ...above, threshold: 1e9 } });
    expect(reason).toContain(`[${written} (05/08/23 14:14:00)]`);
  });

  it('stays within the 1,023 characters of CloudWatch', () => {
    const values = Array.from({ length: 1_440 }, () => 123_456.789_012_345_6);
    const { reason } = lastChange(values, { evaluationPeriods: 1_440, datapointsToAlarm: 1_440 });
    expect(reason).toContain('1440 out of the last 1440 datapoints');
    expect(reason.length).toBeLessThanOrEqual(1_023);
  });
});

describe('the data of a state', () => {
  it('has recent datapoints oldest first, evaluated ones newest first', () => {
    expect(lastChange(seen('0 - X - X')).reasonData).toEqual({
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
  });

  it('has no start and no values where nothing was reported', () => {
    const { startDate, recentDatapoints, evaluatedDatapoints } = lastChange(seen('0 - - - - -'), {}, 6).reasonData;
    expect([startDate, recentDatapoints, evaluatedDatapoints]).toEqual([
      undefined,
      [],
      ['14:14', '14:13', '14:12'].map((time) => ({ timestamp: `2023-08-05T${time}:00.000+0000` })),
    ]);
  });
});
