import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coreOutcome,
  historyOf,
  lookupOf,
  metricAlarm,
  metricOf,
  naiveOutcome,
  seriesOf,
} from '../../../support/alarm-histories.ts';
import type { Stretch } from '../../../support/naive-alarm.ts';
import { recorded, ruleUpTo, type Scenario, spanAbout } from '../../../support/random-alarms.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Midnight in UTC before the clock changes. */
const changes = [
  ['America/New_York', '2023-03-12'],
  ['America/New_York', '2023-11-05'],
  ['Europe/London', '2023-03-26'],
  ['Europe/London', '2023-10-29'],
  ['Australia/Lord_Howe', '2023-04-01'],
  ['Australia/Lord_Howe', '2023-09-30'],
  // The clock changes at midnight.
  ['America/Santiago', '2023-04-02'],
  ['America/Santiago', '2023-09-03'],
  ['America/Havana', '2023-03-12'],
  ['America/Havana', '2023-11-05'],
  ['Africa/Cairo', '2023-04-28'],
  ['Africa/Cairo', '2023-10-26'],
  ['Asia/Kathmandu', '2023-08-05'],
  ['UTC+05:30', '2023-08-05'],
  ['-03:30', '2023-08-05'],
  ['UTC', '2023-08-05'],
] as const;

interface Shape {
  readonly periodSeconds: number;
  readonly everySeconds: number;
  readonly days: number;
  readonly most: number;
}

const around = (
  { periodSeconds, everySeconds, days, most }: Shape,
  [zone, date]: (typeof changes)[number],
): fc.Arbitrary<Scenario> => {
  const startMs = Date.parse(`${date}T00:00:00Z`) - Math.floor(days / 2) * DAY;
  const whole: Stretch = [startMs, startMs + days * DAY];
  const length = (days * DAY) / (everySeconds * 1000);
  return fc
    .record({
      own: ruleUpTo(most),
      stat: fc.constantFrom('Sum', 'Maximum', 'Average'),
      data: recorded({ everySeconds, startMs, length }),
      span: spanAbout(whole, DAY / 4),
    })
    .map(({ own, stat, data, span }): Scenario => ({ alarm: { ...own, periodSeconds, stat, zone }, data, span }));
};

const agree = (shape: Shape, numRuns: number): void => {
  const scenarios = fc.constantFrom(...changes).chain((change) => around(shape, change));
  fc.assert(
    fc.property(scenarios, ({ alarm, data, span }) => {
      expect(coreOutcome(alarm, data, span)).toEqual(naiveOutcome(alarm, data, span));
    }),
    { numRuns },
  );
};

describe('an alarm over periods of a zone’s clock', () => {
  it.each([
    ['a minute', { periodSeconds: 60, everySeconds: 60, days: 0.1, most: 5 }, 30],
    ['five minutes', { periodSeconds: 300, everySeconds: 60, days: 0.1, most: 5 }, 30],
    ['an hour', { periodSeconds: 3_600, everySeconds: 900, days: 3, most: 5 }, 100],
    ['a day', { periodSeconds: 86_400, everySeconds: 900, days: 6, most: 4 }, 60],
    ['a week', { periodSeconds: 604_800, everySeconds: 900, days: 21, most: 2 }, 30],
  ] as const)('looks at exactly N of them, across clock changes: %s', (_, shape, numRuns) => {
    agree(shape, numRuns);
  });
});

/** A day’s requests: at least `threshold` of them, hour by hour one each. */
const requestsOfADay = (zone: string, from: string, days: number): string[] => {
  const startMs = Date.parse(from);
  const alarm = metricAlarm({
    signal: { kind: 'metric', metric: metricOf({ stat: 'Sum', periodSeconds: 86_400 }) },
    limit: { comparison: 'GreaterThanOrEqualToThreshold', threshold: 25 },
    datapointsToAlarm: 1,
    evaluationPeriods: 1,
    wallClock: zone,
  });
  const hours = seriesOf(
    startMs,
    3_600,
    Array.from({ length: 24 * days }, () => 1),
  );
  return historyOf(alarm, lookupOf({ Sum: hours }), [startMs, startMs + days * DAY]).transitions.map(
    ({ at, to }) => `${at} ${to}`,
  );
};

describe('a day of a zone’s clock', () => {
  it('has 25 hours where the clock goes back', () => {
    expect(requestsOfADay('America/New_York', '2023-11-03T00:00:00Z', 5)).toEqual([
      '2023-11-03T04:00:00.000Z OK',
      '2023-11-06T05:00:00.000Z ALARM',
      '2023-11-07T05:00:00.000Z OK',
    ]);
  });

  it.each(['UTC', 'Z', '+00:00', 'UTC+00:00', 'GMT+00:00'])('may be named as CloudWatch takes it: %s', (zone) => {
    expect(requestsOfADay(zone, '2023-11-03T00:00:00Z', 2)).toEqual(['2023-11-04T00:00:00.000Z OK']);
  });
});

describe('a wall-clock window of three periods', () => {
  it('takes no older period for a missing one', () => {
    const alarm = metricAlarm({ datapointsToAlarm: 1, limit: { comparison: 'GreaterThanThreshold', threshold: 1 } });
    const startMs = Date.parse('2023-08-05T14:00:00Z');
    const minutes = lookupOf({ Maximum: seriesOf(startMs, 60, [0, 2, 0, undefined, 0]) });
    const lastState = (wallClock: Partial<typeof alarm>): string =>
      historyOf({ ...alarm, ...wallClock }, minutes, [startMs + 4 * 60_000, startMs + 5 * 60_000]).stateAtEnd;
    // Three real datapoints in the range of five, the breach among them; in the window of three only good ones.
    expect(lastState({})).toBe('ALARM');
    expect(lastState({ wallClock: 'UTC' })).toBe('OK');
  });
});
