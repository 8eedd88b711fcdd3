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

/** How many there are of each group. */
export const groupCounts = <T>(all: readonly T[], groupOf: (one: T) => string): readonly GroupCount[] =>
  [...groupedBy(all, groupOf)].map(([group, { length: n }]) => ({ group, n })).sort(byNumber);
