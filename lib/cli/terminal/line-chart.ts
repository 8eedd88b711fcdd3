/** Of each character cell: two columns of four dots. https://www.unicode.org/charts/PDF/U2800.pdf */
export const DOTS = { across: 2, down: 4 } as const;
const BLANK = 0x2800;
const LEFT = [0x40, 0x04, 0x02, 0x01];
const RIGHT = [0x80, 0x20, 0x10, 0x08];

const LIMIT = '╌';

/** Neighbouring periods that are drawn into one column of dots. */
interface Drawn {
  readonly low: number;
  readonly high: number;
  readonly last: number;
}

export interface ChartInput {
  /** At equal distances, oldest first; NaN: none. */
  readonly values: Float64Array;
  /** Drawn behind the values: a threshold, or as many values as there are of the line. */
  readonly limits: readonly (number | Float64Array)[];
  /** In characters. */
  readonly columns: number;
  readonly rows: number;
}

export interface LineChart {
  /** From the top, each `columns` wide. */
  readonly lines: readonly string[];
  /**
   * By row, what is labelled: the lowest value or 0 in the last row, the highest in its own, and each threshold. Where a
   * threshold lies in the last row, what that begins with has the number of rows: the line under it.
   */
  readonly labels: ReadonlyMap<number, number>;
}

const bucketOf = (values: Float64Array, column: number, columns: number): Float64Array => {
  const from = Math.floor((column * values.length) / columns);
  const to = Math.floor(((column + 1) * values.length) / columns);
  return values.subarray(from, Math.max(from + 1, to)).filter((value) => !Number.isNaN(value));
};

const drawnOf = (values: Float64Array, columns: number): readonly (Drawn | undefined)[] =>
  Array.from({ length: columns }, (_, column) => {
    const bucket = bucketOf(values, column, columns);
    const last = bucket.at(-1);
    if (last === undefined) return undefined;
    return { low: bucket.reduce((a, b) => Math.min(a, b)), high: bucket.reduce((a, b) => Math.max(a, b)), last };
  });

/** What the lowest and the highest dots stand for. */
interface Scale {
  readonly low: number;
  readonly high: number;
  /** What has a label: the highest there is to see, not the room above it, and where the scale begins. */
  readonly ends: readonly number[];
}

/**
 * From 0 on where that costs less than half of the height, and up to where what is above the highest limit has a row of
 * its own.
 */
const scaleOf = (drawn: readonly (Drawn | undefined)[], limits: readonly number[], rows: number): Scale => {
  const lowest = drawn.flatMap((one) => one?.low ?? []);
  const highest = Math.max(...drawn.flatMap((one) => one?.high ?? []));
  const [low, high] = [Math.min(...lowest, ...limits), Math.max(highest, ...limits)];
  if (low === high) return { low: low - 1, high: high + 1, ends: [high] };
  const base = low > 0 && low < high / 2 ? 0 : low;
  const limit = Math.max(base, ...limits);
  // The top row begins half-way between the two.
  const room = ((limit / 2 + highest / 2 - base) * (rows * DOTS.down - 1)) / ((rows - 1) * DOTS.down - 0.5);
  return { low: base, high: Math.max(high, limit < highest ? base + room : high), ends: [high, base] };
};

/** Dots from the bottom; NaN where the values are too far apart to be told. */
const levelOf = (value: number, { low, high }: Scale, rows: number): number =>
  Math.round(((value - low) / (high - low)) * (rows * DOTS.down - 1));

const rowOf = (value: number, scale: Scale, rows: number): number =>
  rows - 1 - Math.floor(levelOf(value, scale, rows) / DOTS.down);

/** The levels of one column of dots: on from where the line ended in the column before, without a thicker joint. */
const reachOf = (
  { low, high }: Drawn,
  before: Drawn | undefined,
  level: (value: number) => number,
): [number, number] => {
  const [lowest, highest] = [level(low), level(high)];
  const last = before === undefined ? lowest : level(before.last);
  return [last < lowest ? last + 1 : lowest, last > highest ? last - 1 : highest];
};

/** The character cells that have dots, from the top left. */
const cellsOf = (drawn: readonly (Drawn | undefined)[], scale: Scale, { columns, rows }: ChartInput): Uint8Array => {
  const cells = new Uint8Array(columns * rows);
  drawn.forEach((one, column) => {
    if (one === undefined) return;
    const [from, to] = reachOf(one, drawn[column - 1], (value) => levelOf(value, scale, rows));
    const bits = column % DOTS.across === 0 ? LEFT : RIGHT;
    for (let level = from; level <= to; level += 1) {
      const cell = (rows - 1 - Math.floor(level / DOTS.down)) * columns + Math.floor(column / DOTS.across);
      cells[cell] = (cells[cell] ?? 0) | (bits[level % DOTS.down] ?? 0);
    }
  });
  return cells;
};

/** The row of each character of a limit's line, -1 where it has none. */
const limitRows = (limit: number | Float64Array, scale: Scale, { columns, rows }: ChartInput): readonly number[] =>
  Array.from({ length: columns }, (_, column) => {
    const value = typeof limit === 'number' ? limit : (bucketOf(limit, column, columns).at(-1) ?? NaN);
    const row = rowOf(value, scale, rows);
    return Number.isNaN(row) ? -1 : row;
  });

const finiteIn = (limit: number | Float64Array): readonly number[] =>
  typeof limit === 'number' ? [limit] : [...limit.filter((value) => Number.isFinite(value))];

const extremes = (values: readonly number[]): readonly number[] =>
  values.length === 0
    ? []
    : [values.reduce((one, other) => Math.min(one, other)), values.reduce((one, other) => Math.max(one, other))];

const labelsOf = (scale: Scale, { limits, rows }: ChartInput): Map<number, number> => {
  const labels = new Map(scale.ends.map((end) => [rowOf(end, scale, rows), end]));
  for (const limit of limits) {
    if (typeof limit !== 'number') continue;
    const row = rowOf(limit, scale, rows);
    if (row === rows - 1 && limit > scale.low) labels.set(rows, scale.low);
    labels.set(row, limit);
  }
  return labels;
};

/** Values as a line of braille dots, a limit as a dashed one behind it; undefined when there is no value to draw. */
export const lineChart = (input: ChartInput): LineChart | undefined => {
  const { values, limits, columns, rows } = input;
  const drawn = drawnOf(values, columns * DOTS.across);
  if (drawn.every((one) => one === undefined)) return undefined;
  const scale = scaleOf(drawn, extremes(limits.flatMap(finiteIn)), rows);
  const cells = cellsOf(drawn, scale, input);
  const dashed = limits.map((limit) => limitRows(limit, scale, input));
  const characterAt = (row: number, column: number): string => {
    const dots = cells[row * columns + column] ?? 0;
    if (dots > 0) return String.fromCharCode(BLANK + dots);
    return dashed.some((rowsOf) => rowsOf[column] === row) ? LIMIT : ' ';
  };
  return {
    lines: Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (__, column) => characterAt(row, column)).join(''),
    ),
    labels: labelsOf(scale, input),
  };
};
