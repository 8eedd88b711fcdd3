/** So many of a group. */
export interface GroupCount {
  readonly group: string;
  readonly n: number;
}

export const byText = (one: string, other: string): number => Number(one > other) - Number(one < other);

/** The largest first, of those that are equal in the order of their groups. */
const byNumber = (one: GroupCount, other: GroupCount): number => other.n - one.n || byText(one.group, other.group);

export const groupedBy = <T>(all: readonly T[], groupOf: (one: T) => string): ReadonlyMap<string, readonly T[]> =>
  Map.groupBy(all, groupOf);

/** Of numbers by group. */
export const groupCountsOf = (counts: ReadonlyMap<string, number>): readonly GroupCount[] =>
  [...counts].map(([group, n]) => ({ group, n })).sort(byNumber);

/** How many there are of each group. */
export const groupCounts = <T>(all: readonly T[], groupOf: (one: T) => string): readonly GroupCount[] =>
  groupCountsOf(new Map([...groupedBy(all, groupOf)].map(([group, { length }]) => [group, length])));
