import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../../lib/core/alarm/definition.ts';
import { isOnRealData } from '../../../lib/core/alarm/real-data.ts';
import { DAY, epochOf, HOUR, instantOf, MINUTE, SECOND } from '../../../lib/core/time.ts';

const NOON = epochOf('2026-01-05T12:00:00.000Z');
const told = (epoch: number): string => instantOf(epoch).replace('Z', '+0000');

interface State {
  readonly value: AlarmState;
  readonly reason: string;
  readonly reasonData?: string;
}

interface Judged {
  readonly at: number;
  /** Starts of the datapoints, newest first. */
  readonly points: readonly number[];
  readonly periodMs?: number;
  readonly reason?: string;
}

const OUT_OF_FIVE =
  'Threshold Crossed: 3 out of the last 5 datapoints were not greater than the threshold (60.0) (minimum 3 datapoints for ALARM -> OK transition).';
const ONE = 'Threshold Crossed: 1 datapoint [0.28 (05/01/26 06:50:00)] was not greater than the threshold (60.0).';

const judged = (value: AlarmState, { at, points, periodMs = MINUTE, reason = OUT_OF_FIVE }: Judged): State => ({
  value,
  reason,
  reasonData: JSON.stringify({
    version: '1.0',
    queryDate: told(at),
    period: periodMs / SECOND,
    recentDatapoints: points.map(() => 0.28),
    threshold: 60,
    evaluatedDatapoints: points.map((start) => ({ timestamp: told(start), sampleCount: 1, value: 0.28 })),
  }),
});

const WITHOUT_DATA: State = { value: 'INSUFFICIENT_DATA', reason: 'Insufficient Data: 1 datapoint was unknown.' };
const CREATED: State = { value: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation' };
const UNEXPLAINED: State = { value: 'ALARM', reason: '' };

const isReal = (state: unknown, previousState: unknown = UNEXPLAINED, stat = 'Average'): boolean =>
  isOnRealData('OK', { state, previousState, configuration: { metrics: [{ metricStat: { stat } }] } });

const every = (beat: number, count: number, from = NOON): number[] =>
  Array.from({ length: count }, (_, index) => from - index * beat);

describe('an OK of a metric that is slower than its alarm', () => {
  it('rests on the datapoint that ended a time without data, however old that is', () => {
    for (const age of [365 * SECOND, 665 * SECOND, HOUR, DAY]) {
      expect(isReal(judged('OK', { at: NOON + age, points: [NOON] }), WITHOUT_DATA)).toBe(true);
    }
  });

  it('does not where the time without data was only the alarm’s first', () => {
    expect(isReal(judged('OK', { at: NOON + HOUR, points: [NOON] }), CREATED)).toBe(false);
  });

  it.each([
    ['no number to reach is named', ONE],
    [
      'a hundred stand in it',
      'Threshold Crossed: 100 datapoints [0.1, 0.2] were not greater than the threshold (60.0).',
    ],
    ['one is named', `${OUT_OF_FIVE.split('(minimum')[0] ?? ''}(minimum 1 datapoint for ALARM -> OK transition).`],
    ['the alarm has a band', ONE.replace('Threshold', 'Thresholds')],
  ])('rests on its datapoint where a single one is enough: %s', (_, reason) => {
    expect(isReal(judged('OK', { at: NOON + 665 * SECOND, points: [NOON], reason }))).toBe(true);
  });

  it('does not where more are needed and nothing says how often it reports', () => {
    expect(isReal(judged('OK', { at: NOON + 365 * SECOND, points: [NOON] }))).toBe(false);
  });

  it('may be as late as the ALARM before it was', () => {
    const fired = judged('ALARM', { at: NOON - 10 * MINUTE + 365 * SECOND, points: [NOON - 10 * MINUTE] });
    expect(isReal(judged('OK', { at: NOON + 365 * SECOND, points: [NOON] }), fired)).toBe(true);
    expect(isReal(judged('OK', { at: NOON + 731 * SECOND, points: [NOON] }), fired)).toBe(false);
  });

  it.each([
    ['five minutes', 5 * MINUTE, 20 * MINUTE],
    ['ten minutes', 10 * MINUTE, 40 * MINUTE],
    ['an hour', HOUR, 4 * HOUR],
    ['a day', DAY, 4 * DAY],
  ])('is fresh for three more beats of %s', (_, beat, oldest) => {
    const points = every(beat, 3);
    expect(isReal(judged('OK', { at: NOON + oldest, points }))).toBe(true);
    expect(isReal(judged('OK', { at: NOON + oldest + SECOND, points }))).toBe(false);
  });

  it('tells the rhythm by the datapoints that it fired on, too', () => {
    const fired = judged('ALARM', { at: NOON - HOUR, points: every(10 * MINUTE, 3, NOON - HOUR) });
    expect(isReal(judged('OK', { at: NOON + 30 * MINUTE, points: [NOON] }), fired)).toBe(true);
  });

  it('is not made slower by the time between two changes, or by one that is missing', () => {
    const fired = judged('ALARM', { at: NOON - 5 * HOUR, points: every(MINUTE, 3, NOON - 5 * HOUR) });
    expect(isReal(judged('OK', { at: NOON + 10 * MINUTE, points: [NOON] }), fired)).toBe(false);
    const holed = [NOON, NOON - MINUTE, NOON - 20 * MINUTE, NOON - 21 * MINUTE];
    expect(isReal(judged('OK', { at: NOON + 10 * MINUTE, points: holed }))).toBe(false);
  });
});

describe('an OK of a metric that stopped', () => {
  const dead = (stat: string): boolean =>
    isReal(judged('OK', { at: NOON + 7 * MINUTE, points: every(MINUTE, 3) }), UNEXPLAINED, stat);

  it('only means that what breached is out of sight', () => {
    expect(['Average', 'Maximum', 'p99', 'tm99'].map(dead)).toEqual([false, false, false, false]);
  });

  it('ends what counts', () => {
    expect(['Sum', 'SampleCount'].map(dead)).toEqual([true, true]);
  });

  it('is not believed half an hour later even where one datapoint would have been enough', () => {
    const [points, reason] = [every(MINUTE, 3), ONE];
    expect(isReal(judged('OK', { at: NOON + 365 * SECOND, points, reason }))).toBe(true);
    expect(isReal(judged('OK', { at: NOON + 30 * MINUTE, points, reason }))).toBe(false);
    expect(isReal(judged('OK', { at: NOON + 30 * MINUTE, points }), WITHOUT_DATA)).toBe(false);
  });

  it.each([
    'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
  ])('rests on nothing where missing ones do not breach: %s', (reason) => {
    expect(isReal(judged('OK', { at: NOON, points: [], reason }), WITHOUT_DATA)).toBe(false);
  });
});

/** A metric, by when its datapoints start and when CloudWatch has them, and what an alarm of one minute makes of it. */
const slow = fc.record({
  beat: fc.integer({ min: 1, max: 24 * 60 }).map((minutes) => minutes * MINUTE),
  late: fc.integer({ min: 0, max: 305 }).map((seconds) => seconds * SECOND),
  fired: fc.integer({ min: 1, max: 50 }),
});

describe('any rhythm', () => {
  it('lets an alarm recover by the first good datapoint that comes', () => {
    fc.assert(
      fc.property(slow, fc.boolean(), ({ beat, late, fired }, lost) => {
        const came = (start: number): number => start + beat + late;
        const before = NOON - fired * beat;
        const alarm = judged('ALARM', { at: came(before), points: [before], reason: ONE });
        const ok = judged('OK', { at: came(NOON), points: [NOON] });
        expect(isReal(ok, lost ? WITHOUT_DATA : alarm)).toBe(true);
      }),
    );
  });

  it('never makes a metric fresh that missed four beats and a quarter of an hour', () => {
    const missed = fc.record({
      beat: fc.integer({ min: 1, max: 60 }).map((minutes) => minutes * MINUTE),
      count: fc.integer({ min: 2, max: 5 }),
      over: fc.integer({ min: 1, max: 10_000 }).map((seconds) => seconds * SECOND),
      before: fc.constantFrom(WITHOUT_DATA, CREATED, UNEXPLAINED),
      reason: fc.constantFrom(ONE, OUT_OF_FIVE),
    });
    fc.assert(
      fc.property(missed, ({ beat, count, over, before, reason }) => {
        const at = NOON + 4 * beat + 15 * MINUTE + over;
        expect(isReal(judged('OK', { at, points: every(beat, count), reason }), before)).toBe(false);
      }),
    );
  });

  it('is told the same however the datapoints are ordered and repeated', () => {
    fc.assert(
      fc.property(slow, fc.integer({ min: 0, max: 2 * DAY }), ({ beat }, age) => {
        const points = every(beat, 4);
        const shuffled = [points[2], ...points.toReversed(), points[0]].filter((start) => start !== undefined);
        const at = NOON + age;
        expect(isReal(judged('OK', { at, points: shuffled }))).toBe(isReal(judged('OK', { at, points })));
      }),
    );
  });

  it('of a clock that is ahead is fresh', () => {
    expect(isReal(judged('OK', { at: NOON - HOUR, points: every(MINUTE, 2) }))).toBe(true);
  });

  it('is not read out of data that is none, and nothing fails', () => {
    const any = fc.oneof(
      fc.anything(),
      fc.record({ value: fc.anything(), reason: fc.anything(), reasonData: fc.anything() }),
      fc
        .record({
          queryDate: fc.constantFrom<unknown>(told(NOON), 'soon', 7),
          period: fc.constantFrom<unknown>(60, -1, 0, 1e300, '60', null),
          evaluatedDatapoints: fc.array(
            fc.record({
              timestamp: fc.constantFrom<unknown>(told(NOON), told(0), '9999-99-99', null),
              value: fc.constantFrom<unknown>(1, 'x', null),
            }),
          ),
        })
        .map((data) => ({ value: 'OK', reason: 'Fine.', reasonData: JSON.stringify(data) })),
    );
    fc.assert(
      fc.property(any, any, (state, before) => {
        expect(typeof isReal(state, before)).toBe('boolean');
      }),
    );
  });

  it.each([-1, 0, 1e300, '60', undefined])('counts a period of %s as a minute', (period) => {
    const reasonData = JSON.stringify({
      queryDate: told(NOON + 7 * MINUTE),
      period,
      evaluatedDatapoints: [{ timestamp: told(NOON), value: 1 }],
    });
    expect(isReal({ value: 'OK', reason: 'Fine.', reasonData })).toBe(false);
  });
});
