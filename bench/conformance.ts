import { coreReading } from '../test/support/core-reading.ts';
import { agrees, DETERMINED, DOCUMENTED_CELLS, marksOf, type Reading } from '../test/support/documented-patterns.ts';
import { naiveState } from '../test/support/naive-alarm.ts';
import { exactlyN, localStackLike } from '../test/support/other-readings.ts';
import { table, whole } from './table.ts';

/** What is counted of each evaluator: right ones of how many, no times. */
interface Counted {
  readonly heading: string;
  readonly of: number;
  readonly rightOf: (reading: Reading) => number;
}

const CELLS: Counted = {
  heading: 'table cells',
  of: DOCUMENTED_CELLS.length,
  rightOf: (reading) =>
    DOCUMENTED_CELLS.filter(
      ({ pattern, rule, previous, expected }) => reading(marksOf(pattern), rule, previous) === expected,
    ).length,
};

const patterns = (heading: string, datapoints: readonly number[]): Counted => {
  const cases = DETERMINED.filter(({ rule }) => datapoints.includes(rule.m));
  return { heading, of: cases.length, rightOf: (reading) => cases.filter((one) => agrees(reading, one)).length };
};

const COUNTED: readonly Counted[] = [
  CELLS,
  patterns('patterns', [1, 2, 3]),
  patterns('1 of 3', [1]),
  patterns('2 of 3', [2]),
  patterns('3 of 3', [3]),
];

const EVALUATORS: readonly (readonly [string, Reading])[] = [
  ['Tocsin', coreReading],
  ['a naive reading of the page', naiveState],
  ['as LocalStack: breaches of the whole range', localStackLike],
  ['as gopherstack: exactly N, never premature', exactlyN],
];

const percent = (right: number, of: number): string => `${((100 * right) / of).toFixed(1)} %`;

const rows = EVALUATORS.map(([name, reading]) => [
  name,
  ...COUNTED.flatMap(({ of, rightOf }) => {
    const right = rightOf(reading);
    return [`${whole(right)}/${whole(of)}`, percent(right, of)];
  }),
]);

process.stdout.write(
  `${table(['right, of what the documentation determines', ...COUNTED.flatMap(({ heading }) => [heading, ''])], rows)}\n`,
);

const failed = COUNTED.filter(({ of, rightOf }) => rightOf(coreReading) < of);
if (failed.length > 0) {
  process.stderr.write(`Tocsin fails some of: ${failed.map(({ heading }) => heading).join(', ')}\n`);
  process.exitCode = 1;
}
