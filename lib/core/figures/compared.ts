import type { Row } from './rows.ts';

/** A number of a period beside the one of the period before. */
export interface ComparedRow extends Row {
  readonly before: number | null;
  /** Null: one of the two is not known, or is of too few to compare. */
  readonly change: number | null;
}

const keyOf = ({ figure, group, measure }: Row): string => JSON.stringify([figure, group, measure]);

/** What a period does not name happened in it no times; how long that took, nobody can say. */
const absentAs = (row: Row): Row => ({ ...row, value: row.unit === 's' ? null : 0 });

const changeOf = (now: Row, before: Row): number | null => {
  const isTooFew = now.isTooFewToCompare === true || before.isTooFewToCompare === true;
  if (now.value === null || before.value === null || isTooFew) return null;
  // Of decimals a subtraction leaves crumbs.
  return Math.round((now.value - before.value) * 1_000) / 1_000;
};

/** Rows of both periods: those of the period in their order, then what there was before only. */
export const compared = (now: readonly Row[], before: readonly Row[]): readonly ComparedRow[] => {
  const [old, current] = [new Map(before.map((row) => [keyOf(row), row])), new Set(now.map(keyOf))];
  const gone = before.filter((row) => !current.has(keyOf(row))).map(absentAs);
  return [...now, ...gone].map((row) => {
    const was = old.get(keyOf(row)) ?? absentAs(row);
    return { ...row, before: was.value, change: changeOf(row, was) };
  });
};
