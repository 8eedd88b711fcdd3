import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DescribedAlarm } from '../../../lib/core/cloudwatch/described/described-alarms.ts';
import type { RecordedChange } from '../../../lib/core/cloudwatch/described/described-history.ts';
import { later, MINUTE, SECOND } from '../../../lib/core/time.ts';
import type { BacktestedAlarm, SeriesSource } from '../../../lib/simulator/backtest/backtest.ts';
import { backtesting, composite, memory, memoryAlarm, minute } from './backtesting.ts';

const SPAN = { from: minute(0), to: minute(240) };

const held = (values: readonly number[]): SeriesSource => {
  const series = { startMs: Date.parse(SPAN.from), periodMs: MINUTE, values: Float64Array.from(values) };
  return { bind: () => () => [series] };
};

const double = { kind: 'math', returned: 'e1' } as const;

/** Of every form, all on the same values. */
const ALARMS: readonly DescribedAlarm[] = [
  memoryAlarm(),
  memoryAlarm({ name: 'two of three', datapointsToAlarm: 2, evaluationPeriods: 3 }),
  memoryAlarm({ name: 'five minutes', signal: { kind: 'metric', metric: { ...memory, periodSeconds: 300 } } }),
  memoryAlarm({
    name: 'math',
    signal: {
      ...double,
      queries: [
        { id: 'm1', metric: memory },
        { id: 'e1', expression: 'm1 * 2' },
      ],
    },
  }),
  memoryAlarm({ name: 'breaching', treatMissingData: 'breaching' }),
  composite('ALARM(memory) OR ALARM("two of three")'),
];

/** What CloudWatch would have recorded of what an alarm did. */
const recordedOf = ({ alarm, changes }: BacktestedAlarm, lags: readonly number[], isNamed: boolean): RecordedChange[] =>
  changes.map(({ at, from, to, newestPeriodAt }, index) => ({
    alarmName: alarm.name,
    at: later(at, (lags[index % lags.length] ?? 0) * SECOND),
    from,
    to,
    ...(isNamed && newestPeriodAt !== undefined ? { newestPeriodAt } : {}),
  }));

/** A quarter high, a tenth missing. */
const values = fc.array(fc.constantFrom(50, 50, 50, 50, 50, 50, 90, 90, 90, NaN), { minLength: 240, maxLength: 240 });
const lags = fc.array(fc.integer({ min: 1, max: 305 }), { minLength: 1, maxLength: 40 });

describe('a history of alarms that changed 1 to 305 s after their periods', () => {
  it('agrees fully with what it is a history of, in whatever order and form', () => {
    fc.assert(
      fc.property(values, lags, fc.boolean(), (minutes, late, isNamed) => {
        const series = held(minutes);
        const predicted = backtesting(ALARMS, { series, span: SPAN });
        const recorded = predicted
          .flatMap((one) => recordedOf(one, late, isNamed))
          .toSorted((one, other) => (one.at < other.at ? -1 : 1));
        for (const { alarm, agreement } of backtesting(ALARMS, { series, span: SPAN, recorded }))
          expect([alarm.name, agreement?.score]).toEqual([alarm.name, 1]);
      }),
      { numRuns: 30 },
    );
  });

  it('does not agree with what other values would have done', () => {
    const flapping = (high: number): SeriesSource =>
      held(Array.from({ length: 240 }, (_, index) => (index % 40 >= high && index % 40 < high + 8 ? 90 : 50)));
    const [alarm = memoryAlarm()] = ALARMS;
    const [other] = backtesting([alarm], { series: flapping(20), span: SPAN });
    const recorded = other === undefined ? [] : recordedOf(other, [92], false);
    const [found] = backtesting([alarm], { series: flapping(0), span: SPAN, recorded });
    expect(found?.agreement?.score).toBe(0);
  });
});
