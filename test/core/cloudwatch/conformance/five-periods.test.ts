import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../../../lib/core/alarm/definition.ts';
import { outcomesOverMarks } from '../../../support/alarm-histories.ts';
import { coreReading } from '../../../support/core-reading.ts';
import {
  agrees,
  type Case,
  CASES,
  DETERMINED,
  marksOf,
  STATES,
  TREATMENTS,
} from '../../../support/documented-patterns.ts';
import { naiveState } from '../../../support/naive-alarm.ts';
import { exactlyN, localStackLike } from '../../../support/other-readings.ts';

const named = ({ pattern, rule }: Case): string => `${pattern}, ${rule.treatment}, ${String(rule.m)} of 3`;
const undetermined = CASES.filter(({ said }) => said === 'undetermined');

describe('every pattern of five periods under every treatment, for 1 to 3 of 3 datapoints', () => {
  it('is determined by the page in 2,912 of 2,916 cases', () => {
    expect(CASES).toHaveLength(2_916);
    expect(DETERMINED).toHaveLength(2_912);
    expect(undetermined.map(named).toSorted()).toEqual([
      '----X, missing, 2 of 3',
      '----X, missing, 3 of 3',
      '---X-, missing, 3 of 3',
      '---XX, missing, 3 of 3',
    ]);
  });

  it.each(TREATMENTS)('gets the state that the page determines from every prior state: %s', (treatment) => {
    const cases = DETERMINED.filter(({ rule }) => rule.treatment === treatment);
    expect(cases.filter((one) => !agrees(naiveState, one)).map(named)).toEqual([]);
    expect(cases.filter((one) => !agrees(coreReading, one)).map(named)).toEqual([]);
  });

  it('does not go to ALARM where the page leaves the state open, but to the one it last named', () => {
    for (const { pattern, rule } of undetermined) {
      for (const previous of STATES) {
        expect(coreReading(marksOf(pattern), rule, previous)).toBe('INSUFFICIENT_DATA');
        expect(naiveState(marksOf(pattern), rule, previous)).toBe('INSUFFICIENT_DATA');
      }
    }
  });

  // A stretch without data keeps, under `ignore`, the state that the history before it led to.
  it.each([
    ['a new alarm', '', 'INSUFFICIENT_DATA'],
    ['an alarm that was OK', '00000-----', 'OK'],
    ['an alarm that was in ALARM', 'XXXXX-----', 'ALARM'],
  ] as const)('leads %s through the same changes as the naive evaluator, to the state of the page', (...row) => {
    const [, history, kept] = row;
    const stateOf = ({ said }: Case): AlarmState => {
      if (said === 'undetermined') return 'INSUFFICIENT_DATA';
      return said === 'kept' ? kept : said;
    };
    const wrong = CASES.filter((one) => {
      const { core, naive } = outcomesOverMarks(marksOf(history + one.pattern), one.rule);
      return JSON.stringify(core) !== JSON.stringify(naive) || core.stateAtEnd !== stateOf(one);
    });
    expect(wrong.map(named)).toEqual([]);
  });
});

describe('the second row of the first table', () => {
  it('goes on from OK to ALARM under `breaching` as soon as the last good datapoint leaves the range', () => {
    const changes = outcomesOverMarks(marksOf('0 - - - - -'), { m: 3, n: 3, treatment: 'breaching' }).core.changes;
    expect(changes).toEqual(['2023-08-05T14:01:00.000Z INSUFFICIENT_DATA OK', '2023-08-05T14:06:00.000Z OK ALARM']);
  });
});

describe('an evaluator that counts breaches over all datapoints of the range, as LocalStack’s', () => {
  /** Enough real datapoints, from OK or ALARM: what its difference was first counted on. */
  const wrongWithEnough = (m: number): number =>
    CASES.filter(({ pattern, rule }) => rule.m === m && pattern.replaceAll('-', '').length >= 3)
      .flatMap(({ pattern, rule }) => (['OK', 'ALARM'] as const).map((previous) => ({ pattern, rule, previous })))
      .filter(
        ({ pattern, rule, previous }) =>
          localStackLike(marksOf(pattern), rule, previous) !== coreReading(marksOf(pattern), rule, previous),
      ).length;

  it('is wrong on 64, 200 and 226 of 1,536 inputs with enough datapoints', () => {
    expect([1, 2, 3].map(wrongWithEnough)).toEqual([64, 200, 226]);
  });

  it('alarms on an old breach that newer datapoints have overtaken', () => {
    const rule = { m: 1, n: 3, treatment: 'missing' } as const;
    expect(localStackLike(marksOf('0 X 0 0 0'), rule, 'OK')).toBe('ALARM');
    expect(coreReading(marksOf('0 X 0 0 0'), rule, 'OK')).toBe('OK');
  });

  it('passes fewer of the determined patterns', () => {
    const passed = DETERMINED.filter((one) => agrees(localStackLike, one)).length;
    expect(passed).toBe(2_659);
  });
});

describe('an evaluator that looks at exactly N periods', () => {
  it('passes fewer still', () => {
    expect(DETERMINED.filter((one) => agrees(exactlyN, one))).toHaveLength(2_484);
  });
});
