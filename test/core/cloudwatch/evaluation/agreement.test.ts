import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Agreement, agreementOf } from '../../../../lib/core/cloudwatch/evaluation/agreement.ts';
import type { ComparedChange as Change } from '../../../../lib/core/cloudwatch/evaluation/paired-changes.ts';
import type { AlarmState } from '../../../../lib/core/alarm/definition.ts';
import { instantOf, later, MINUTE, SECOND } from '../../../../lib/core/time.ts';

const start = Date.UTC(2023, 7, 5, 14);

const change = (minute: number, from: AlarmState, to: AlarmState): Change => ({
  at: instantOf(start + minute * MINUTE),
  from,
  to,
});

/** Both ends are far from every change. */
const SPAN = { from: instantOf(start - 60 * MINUTE), to: instantOf(start + 10_000 * MINUTE) };

const agree = (recorded: readonly Change[], predicted: readonly Change[], periodMs: number): Agreement =>
  agreementOf(recorded, predicted, { periodMs, span: SPAN });

const begun = change(0, 'INSUFFICIENT_DATA', 'OK');
const fired = (minute: number): Change => change(minute, 'OK', 'ALARM');
const recovered = (minute: number): Change => change(minute, 'ALARM', 'OK');

describe('an evaluation that says what CloudWatch did', () => {
  it('agrees fully, also when it is a period early or late', () => {
    expect(agree([fired(10), recovered(30)], [fired(9), recovered(31)], MINUTE)).toMatchObject({
      recorded: 2,
      predicted: 2,
      matched: 2,
      score: 1,
    });
  });

  it('agrees fully when nothing happened', () => {
    expect(agree([], [], MINUTE)).toEqual({
      recorded: 0,
      predicted: 0,
      matched: 0,
      score: 1,
      lagSeconds: null,
    });
  });
});

describe('an evaluation that says something else', () => {
  it('loses for what it missed and for what it made up', () => {
    expect(agree([fired(10), recovered(30)], [fired(10)], MINUTE)).toMatchObject({ matched: 1, score: 2 / 3 });
    expect(agree([fired(10)], [fired(10), recovered(12)], MINUTE)).toMatchObject({ matched: 1, score: 2 / 3 });
    expect(agree([], [fired(10)], MINUTE)).toMatchObject({ predicted: 1, score: 0 });
  });

  it('is not right two periods late', () => {
    expect(agree([fired(10)], [fired(12)], MINUTE)).toMatchObject({ matched: 0, score: 0 });
    expect(agree([fired(10)], [fired(12)], 5 * MINUTE)).toMatchObject({ matched: 1, score: 1 });
  });

  it('is not right about the states it goes between', () => {
    const lost = change(10, 'OK', 'INSUFFICIENT_DATA');
    expect(agree([fired(10)], [recovered(5), lost], 10 * MINUTE)).toMatchObject({ matched: 0 });
  });

  it('matches each change once', () => {
    expect(agree([fired(10)], [fired(10), fired(11)], MINUTE)).toMatchObject({ predicted: 2, matched: 1 });
    expect(agree([fired(10), fired(11)], [fired(11), fired(12)], MINUTE)).toMatchObject({ matched: 2 });
  });
});

describe('the start of an evaluation, which is in INSUFFICIENT_DATA whatever the alarm was in', () => {
  it('is not counted when CloudWatch did not change then', () => {
    expect(agree([fired(10)], [begun, fired(10)], MINUTE)).toMatchObject({
      recorded: 1,
      predicted: 1,
      matched: 1,
      score: 1,
    });
    expect(agree([], [begun], MINUTE)).toMatchObject({ predicted: 0, score: 1 });
  });

  it('is counted when CloudWatch changed to the same state', () => {
    expect(agree([begun, fired(10)], [begun, fired(10)], MINUTE)).toMatchObject({ predicted: 2, matched: 2 });
    expect(agree([fired(1)], [change(1, 'INSUFFICIENT_DATA', 'ALARM')], MINUTE)).toMatchObject({ matched: 1 });
  });

  it('counts as any other later on', () => {
    const back = change(20, 'INSUFFICIENT_DATA', 'OK');
    expect(agree([], [begun, change(10, 'OK', 'INSUFFICIENT_DATA'), back], MINUTE)).toMatchObject({
      predicted: 2,
      score: 0,
    });
  });
});

const states = fc.constantFrom<AlarmState>('OK', 'ALARM', 'INSUFFICIENT_DATA');
const histories = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 60 }), states, states), { maxLength: 8 })
  .map((list) => list.toSorted(([one], [other]) => one - other).map(([minute, from, to]) => change(minute, from, to)));

/** The most pairs, by trying every choice. */
const mostPairs = (recorded: readonly Change[], predicted: readonly Change[]): number => {
  const [first, ...rest] = recorded;
  if (first === undefined) return 0;
  const choices = predicted.flatMap((one, index) => {
    const late = Date.parse(first.at) - Date.parse(one.at);
    const isNear = late >= -3 * MINUTE && late <= 3 * MINUTE + 305 * SECOND;
    return isNear && one.from === first.from && one.to === first.to
      ? [1 + mostPairs(rest, predicted.toSpliced(index, 1))]
      : [];
  });
  return Math.max(mostPairs(rest, predicted), ...choices);
};

describe('any two histories', () => {
  it('are matched in as many pairs as there can be', () => {
    fc.assert(
      fc.property(histories, histories, (recorded, predicted) => {
        fc.pre(predicted[0]?.from !== 'INSUFFICIENT_DATA');
        expect(agree(recorded, predicted, 3 * MINUTE).matched).toBe(mostPairs(recorded, predicted));
      }),
    );
  });

  it('agree by a score from 0 to 1, and with themselves by 1', () => {
    fc.assert(
      fc.property(histories, histories, (recorded, predicted) => {
        const { score } = agree(recorded, predicted, MINUTE);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(agree(recorded, recorded, MINUTE).score).toBe(1);
      }),
    );
  });
});

/** OK and ALARM by turns, from minute 10 on; `gaps` in seconds. */
const flapping = (gaps: readonly number[]): Change[] => {
  let second = 600;
  return gaps.map((gap, index) => {
    const one = (index % 2 === 0 ? fired : recovered)(second / 60);
    second += gap;
    return one;
  });
};

/** What CloudWatch records of such changes: each so many seconds later. */
const lateBy = (changes: readonly Change[], seconds: (index: number) => number): Change[] =>
  changes.map((one, index) => ({ ...one, at: later(one.at, seconds(index) * SECOND) }));

/** As a history that names the period each change rests on. */
const named = (recorded: readonly Change[], predicted: readonly Change[], periodSeconds: number): Change[] =>
  recorded.map((one, index) => ({
    ...one,
    newestPeriodAt: later(predicted[index]?.at ?? one.at, -periodSeconds * SECOND),
  }));

const PERIODS = [10, 60, 300, 3_600];

describe('changes that CloudWatch makes long after the end of the period', () => {
  const changes = flapping([300, 900, 300, 900, 300]);

  it('are those predicted, and their lag is told', () => {
    const recorded = lateBy(changes, (index) => [92, 90, 94, 92, 93][index] ?? 0);
    expect(agree(recorded, changes, MINUTE)).toEqual({
      recorded: 5,
      predicted: 5,
      matched: 5,
      score: 1,
      lagSeconds: { median: 92, most: 94, from: 'history' },
    });
  });

  it('have a lag that is assumed where each has another, or there are few', () => {
    const uneven = lateBy(changes, (index) => [1, 305, 60, 200, 98][index] ?? 0);
    expect(agree(uneven, changes, MINUTE).lagSeconds).toEqual({ median: 98, most: 305, from: 'assumed' });
    const few = flapping([300, 300]);
    const recorded = lateBy(few, () => 92);
    expect(agree(recorded, few, MINUTE).lagSeconds).toEqual({ median: 92, most: 92, from: 'assumed' });
  });

  it('are those predicted, whatever the period of the alarm and however the lag varies', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PERIODS),
        fc.array(fc.tuple(fc.integer({ min: 310, max: 5_000 }), fc.integer({ min: 1, max: 305 })), { maxLength: 30 }),
        (period, items) => {
          const predicted = flapping(items.map(([gap]) => Math.max(gap, period)));
          const recorded = lateBy(predicted, (index) => items[index]?.[1] ?? 0);
          expect(agree(recorded, predicted, period * SECOND)).toMatchObject({ matched: items.length, score: 1 });
        },
      ),
    );
  });

  it('are those predicted where two come within one lag', () => {
    const close = flapping([60, 60, 120, 60, 60]);
    expect(
      agree(
        lateBy(close, () => 265),
        close,
        MINUTE,
      ),
    ).toMatchObject({
      matched: 5,
      score: 1,
      lagSeconds: { median: 265, most: 265 },
    });
  });

  it('are told from those that were missed or made up', () => {
    const many = flapping(Array.from({ length: 20 }, () => 1_800));
    const recorded = lateBy(many, (index) => 40 + 13 * index);
    expect(agree(recorded.toSpliced(6, 2), many, MINUTE)).toMatchObject({ recorded: 18, predicted: 20, matched: 18 });
    expect(agree(recorded, many.toSpliced(6, 2), MINUTE)).toMatchObject({ recorded: 20, predicted: 18, matched: 18 });
  });

  it('are not those predicted much later than any lag', () => {
    expect(
      agree(
        lateBy(changes, () => 366),
        changes,
        MINUTE,
      ).score,
    ).toBe(0);
    expect(
      agree(
        lateBy(changes, () => 365),
        changes,
        MINUTE,
      ).score,
    ).toBe(1);
  });
});

describe('a history that names the periods', () => {
  it('is compared by them, however late it is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PERIODS),
        fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 20 }),
        (period, lags) => {
          const predicted = flapping(lags.map(() => 2 * period));
          const resting = named(predicted, predicted, period);
          const recorded = named(
            lateBy(predicted, (index) => lags[index] ?? 0),
            predicted,
            period,
          );
          expect(agree(recorded, resting, period * SECOND)).toMatchObject({
            matched: lags.length,
            score: 1,
            lagSeconds: { most: Math.max(...lags), from: 'history' },
          });
        },
      ),
    );
  });

  it('says that a change rests on other periods, though the times would fit', () => {
    const predicted = named(flapping([600]), flapping([600]), 60);
    const [one] = named(
      lateBy(predicted, () => 200),
      predicted,
      60,
    );
    const elsewhere = { ...one, newestPeriodAt: later(one?.newestPeriodAt ?? '', 2 * MINUTE) } as Change;
    expect(agree([elsewhere], predicted, MINUTE)).toMatchObject({ matched: 0, score: 0 });
  });

  it('may name them of some changes only', () => {
    const predicted = named(flapping([600, 600, 600]), flapping([600, 600, 600]), 60);
    const [first, ...others] = lateBy(predicted, () => 100);
    const unnamed = others.map(({ at, from, to }) => ({ at, from, to }));
    expect(agree([first as Change, ...unnamed], predicted, MINUTE)).toMatchObject({
      matched: 3,
      lagSeconds: { median: 100, from: 'history' },
    });
  });
});

describe('the ends of the time that is compared', () => {
  const changes = flapping([1_200, 1_200, 1_200, 1_200]);
  const late = lateBy(changes, () => 90);
  const [first, second] = changes;
  const last = changes.at(-1);

  it('cut nothing that was recorded of a period before them', () => {
    const span = { ...SPAN, from: second?.at ?? '' };
    expect(agreementOf(late.slice(1), changes.slice(2), { periodMs: MINUTE, span })).toMatchObject({
      recorded: 2,
      matched: 2,
      score: 1,
    });
    expect(agreementOf(late, changes.slice(2), { periodMs: MINUTE, span })).toMatchObject({ recorded: 2, score: 1 });
  });

  it('take what is recorded after them of a period within', () => {
    const span = { ...SPAN, to: last?.at ?? '' };
    expect(agreementOf(late, changes, { periodMs: MINUTE, span })).toMatchObject({ recorded: 4, matched: 4, score: 1 });
  });

  it('do not ask for what could not be recorded yet', () => {
    const span = { ...SPAN, to: later(last?.at ?? '', MINUTE) };
    expect(agreementOf(late.slice(0, 3), changes, { periodMs: MINUTE, span })).toMatchObject({
      predicted: 3,
      matched: 3,
      score: 1,
    });
    const longer = { ...SPAN, to: later(last?.at ?? '', 2 * MINUTE) };
    expect(agreementOf(late.slice(0, 3), changes, { periodMs: MINUTE, span: longer })).toMatchObject({
      predicted: 4,
      matched: 3,
    });
  });

  it('count what is missing well within them', () => {
    expect(
      agreementOf(late.slice(1), changes, { periodMs: MINUTE, span: { ...SPAN, from: later(first?.at ?? '', -1) } })
        .score,
    ).toBeLessThan(1);
  });
});
