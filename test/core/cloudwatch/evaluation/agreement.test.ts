import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../../../lib/core/cloudwatch/evaluation/agreement.ts';
import type { AlarmState } from '../../../../lib/core/alarm/definition.ts';
import { instantOf, MINUTE } from '../../../../lib/core/time.ts';

interface Change {
  readonly at: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
}

const start = Date.UTC(2023, 7, 5, 14);

const change = (minute: number, from: AlarmState, to: AlarmState): Change => ({
  at: instantOf(start + minute * MINUTE),
  from,
  to,
});

const begun = change(0, 'INSUFFICIENT_DATA', 'OK');
const fired = (minute: number): Change => change(minute, 'OK', 'ALARM');
const recovered = (minute: number): Change => change(minute, 'ALARM', 'OK');

describe('an evaluation that says what CloudWatch did', () => {
  it('agrees fully, also when it is a period early or late', () => {
    expect(agreementOf([fired(10), recovered(30)], [fired(9), recovered(31)], MINUTE)).toEqual({
      recorded: 2,
      predicted: 2,
      matched: 2,
      score: 1,
    });
  });

  it('agrees fully when nothing happened', () => {
    expect(agreementOf([], [], MINUTE)).toEqual({ recorded: 0, predicted: 0, matched: 0, score: 1 });
  });
});

describe('an evaluation that says something else', () => {
  it('loses for what it missed and for what it made up', () => {
    expect(agreementOf([fired(10), recovered(30)], [fired(10)], MINUTE)).toMatchObject({ matched: 1, score: 2 / 3 });
    expect(agreementOf([fired(10)], [fired(10), recovered(12)], MINUTE)).toMatchObject({ matched: 1, score: 2 / 3 });
    expect(agreementOf([], [fired(10)], MINUTE)).toMatchObject({ predicted: 1, score: 0 });
  });

  it('is not right two periods late', () => {
    expect(agreementOf([fired(10)], [fired(12)], MINUTE)).toMatchObject({ matched: 0, score: 0 });
    expect(agreementOf([fired(10)], [fired(12)], 5 * MINUTE)).toMatchObject({ matched: 1, score: 1 });
  });

  it('is not right about the states it goes between', () => {
    const lost = change(10, 'OK', 'INSUFFICIENT_DATA');
    expect(agreementOf([fired(10)], [recovered(5), lost], 10 * MINUTE)).toMatchObject({ matched: 0 });
  });

  it('matches each change once', () => {
    expect(agreementOf([fired(10)], [fired(10), fired(11)], MINUTE)).toMatchObject({ predicted: 2, matched: 1 });
    expect(agreementOf([fired(10), fired(11)], [fired(11), fired(12)], MINUTE)).toMatchObject({ matched: 2 });
  });
});

describe('the start of an evaluation, which is in INSUFFICIENT_DATA whatever the alarm was in', () => {
  it('is not counted when CloudWatch did not change then', () => {
    expect(agreementOf([fired(10)], [begun, fired(10)], MINUTE)).toEqual({
      recorded: 1,
      predicted: 1,
      matched: 1,
      score: 1,
    });
    expect(agreementOf([], [begun], MINUTE)).toMatchObject({ predicted: 0, score: 1 });
  });

  it('is counted when CloudWatch changed to the same state', () => {
    expect(agreementOf([begun, fired(10)], [begun, fired(10)], MINUTE)).toMatchObject({ predicted: 2, matched: 2 });
    expect(agreementOf([fired(1)], [change(1, 'INSUFFICIENT_DATA', 'ALARM')], MINUTE)).toMatchObject({ matched: 1 });
  });

  it('counts as any other later on', () => {
    const back = change(20, 'INSUFFICIENT_DATA', 'OK');
    expect(agreementOf([], [begun, change(10, 'OK', 'INSUFFICIENT_DATA'), back], MINUTE)).toMatchObject({
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
    const isNear = Math.abs(Date.parse(one.at) - Date.parse(first.at)) <= 3 * MINUTE;
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
        expect(agreementOf(recorded, predicted, 3 * MINUTE).matched).toBe(mostPairs(recorded, predicted));
      }),
    );
  });

  it('agree by a score from 0 to 1, and with themselves by 1', () => {
    fc.assert(
      fc.property(histories, histories, (recorded, predicted) => {
        const { score } = agreementOf(recorded, predicted, MINUTE);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(agreementOf(recorded, recorded, MINUTE).score).toBe(1);
      }),
    );
  });
});
