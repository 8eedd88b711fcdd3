import fc from 'fast-check';
import type { ThresholdComparison } from '../../lib/core/alarm/definition.ts';
import type { NaiveAlarm, NaiveData, Points, Stretch } from './naive-alarm.ts';
import { TREATMENTS } from './documented-patterns.ts';

export interface Scenario {
  readonly alarm: NaiveAlarm;
  readonly data: NaiveData;
  readonly span: Stretch;
}

const COMPARISONS: readonly ThresholdComparison[] = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
];

type Rule = Pick<NaiveAlarm, 'comparison' | 'threshold' | 'm' | 'n' | 'treatment'>;

/** M of N with `most` periods at most; thresholds that values meet exactly, too. */
export const ruleUpTo = (most: number): fc.Arbitrary<Rule> =>
  fc
    .record({
      comparison: fc.constantFrom(...COMPARISONS),
      threshold: fc.constantFrom(-1, 0, 0.5, 1, 2.5),
      n: fc.integer({ min: 1, max: most }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      treatment: fc.constantFrom(...TREATMENTS),
    })
    .map(({ share, ...rule }) => ({ ...rule, m: 1 + Math.round(share * (rule.n - 1)) }));

export const rule: fc.Arbitrary<Rule> = fc.oneof(
  { weight: 4, arbitrary: ruleUpTo(5) },
  { weight: 2, arbitrary: ruleUpTo(12) },
  { weight: 1, arbitrary: ruleUpTo(70) },
);

/** Whole numbers, so that sums are exact in any order; undefined: missing. Runs of one kind, as outages and surges are. */
const valuesIn = (length: number): fc.Arbitrary<(number | undefined)[]> => {
  const value = fc.option(fc.integer({ min: -2, max: 4 }), { nil: undefined });
  return fc
    .array(fc.tuple(value, fc.integer({ min: 1, max: 7 })), { minLength: 1, maxLength: Math.ceil(length / 2) })
    .map((runs) => runs.flatMap(([one, times]) => Array.from({ length: times }, () => one)).slice(0, length));
};

interface Recorded {
  readonly everySeconds: number;
  readonly startMs: number;
  readonly length: number;
  /** Samples a point rests on. */
  readonly samples?: fc.Arbitrary<number>;
}

export const recorded = ({ everySeconds, startMs, length, samples }: Recorded): fc.Arbitrary<NaiveData> =>
  fc
    .record({
      values: valuesIn(length),
      samples: fc.array(samples ?? fc.integer({ min: 1, max: 5 }), { minLength: length, maxLength: length }),
    })
    .map((drawn): NaiveData => {
      const at = (i: number): number => startMs + i * everySeconds * 1000;
      const points = drawn.values.flatMap((value, i): Points => (value === undefined ? [] : [[at(i), value]]));
      const counts = points.map(([time], i): Points[number] => [time, drawn.samples[i] ?? 1]);
      return { everySeconds, points, counts };
    });

/** A stretch that begins and ends about where some data does, to the millisecond. */
export const spanAbout = ([from, to]: Stretch, slackMs: number): fc.Arbitrary<Stretch> =>
  fc
    .tuple(
      fc.oneof(fc.constant(from), fc.integer({ min: from - slackMs, max: to })),
      fc.oneof(fc.constant(to), fc.integer({ min: from, max: to + slackMs })),
    )
    .map(([one, other]) => (one <= other ? [one, other] : [other, one]));
