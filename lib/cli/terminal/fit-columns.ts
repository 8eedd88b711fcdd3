/** Between two columns of a table. */
export const GAP = 2;

/** What becomes of a column where there is no room for all; with neither it is always there, and whole. */
export interface Fit {
  /** It may be cut: to so many while others can still give way to it, then further. */
  readonly least?: number;
  /** It gives way to the others, of several the one with the lowest rank first. */
  readonly rank?: number;
}

export interface Column {
  /** Which cell of a row it holds. */
  readonly cell: number;
  readonly width: number;
  readonly fit: Fit;
}

/** Cut to less, it would say nothing. */
const LEAST = 5;

const together = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1));

const leastOf = ({ width, fit: { least = width } }: Column): number => Math.min(width, least);

/** Those that there is room for, each as wide as it has to be. */
const kept = (columns: readonly Column[], width: number): readonly Column[] => {
  const ranks = columns.flatMap(({ fit: { rank } }) => rank ?? []);
  if (ranks.length === 0 || together(columns.map(leastOf)) <= width) return columns;
  const lowest = Math.min(...ranks);
  const others = columns.filter(({ fit: { rank } }) => rank !== lowest);
  return kept(others, width);
};

/** What it has to spare; below its least it is cut too, but after the others. */
const spareOf = ({ width, fit: { least } }: Column): number =>
  least === undefined || width <= LEAST ? -Infinity : width - least;

/** One less, from the column that has most to spare; undefined: none may be cut any further. */
const cutByOne = (columns: readonly Column[]): readonly Column[] | undefined => {
  const most = Math.max(...columns.map(spareOf));
  const from = columns.findIndex((column) => spareOf(column) === most);
  return most === -Infinity
    ? undefined
    : columns.map((column, index) => (index === from ? { ...column, width: column.width - 1 } : column));
};

/** The columns that are shown, and how wide; wider than `width` only where nothing may give way or be cut. */
export const fitColumns = (all: readonly Column[], width: number): readonly Column[] => {
  let columns = kept(all, width);
  while (together(columns.map((column) => column.width)) > width) {
    const cut = cutByOne(columns);
    if (cut === undefined) return columns;
    columns = cut;
  }
  return columns;
};
