import { describe, expect, it } from 'vitest';
import { DOCUMENTED_CELLS, marksOf } from '../../../support/documented-patterns.ts';
import { coreReading } from '../../../support/core-reading.ts';
import { naiveState } from '../../../support/naive-alarm.ts';

const ofDatapoints = (m: number): readonly (readonly [string, string, string, string])[] =>
  DOCUMENTED_CELLS.filter(({ rule }) => rule.m === m).map(
    ({ pattern, rule, previous, expected }) => [pattern, rule.treatment, previous, expected] as const,
  );
const cell = (m: number, [pattern, treatment, previous]: readonly string[]): (typeof DOCUMENTED_CELLS)[number] => {
  const found = DOCUMENTED_CELLS.find(
    (one) =>
      one.rule.m === m && one.pattern === pattern && one.rule.treatment === treatment && one.previous === previous,
  );
  if (found === undefined) throw new Error(`no cell ${String(pattern)}`);
  return found;
};

describe.each([3, 2])('“Configuring how CloudWatch alarms treat missing data”: %i of 3 datapoints', (m) => {
  it.each(ofDatapoints(m))('%s, missing data treated as %s: from %s to %s', (...row) => {
    const { pattern, rule, previous, expected } = cell(m, row);
    expect(coreReading(marksOf(pattern), rule, previous)).toBe(expected);
    expect(naiveState(marksOf(pattern), rule, previous)).toBe(expected);
  });
});

describe('the tables of the page', () => {
  it('have ten rows of four treatments, here from each of three states', () => {
    expect(DOCUMENTED_CELLS).toHaveLength(120);
  });
});
