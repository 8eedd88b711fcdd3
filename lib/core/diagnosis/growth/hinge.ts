/** Level until a bend, then a straight line. */
export interface Hinge {
  /** Index of the bend. */
  readonly bend: number;
  /** Rise from one index to the next, after the bend. */
  readonly slope: number;
  /** Squares left of the values beside it. */
  readonly squares: number;
}

/** A line through fewer values follows their noise. */
const FEWEST_AFTER = 4;

interface Fit {
  readonly slope: number;
  readonly squares: number;
}

/** Least squares of `level + slope · max(0, index − bend)`; missing values (NaN) are passed over. */
const fitAt = (values: Float64Array, bend: number): Fit => {
  let [count, sumX, sumY, sumXX, sumXY, sumYY] = [0, 0, 0, 0, 0, 0];
  const zero = values.find((value) => !Number.isNaN(value)) ?? 0;
  for (const [index, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    const x = Math.max(0, index - bend);
    const y = value - zero;
    count += 1;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
    sumYY += y * y;
  }
  const spreadX = sumXX - (sumX * sumX) / count;
  const slope = spreadX > 0 ? (sumXY - (sumX * sumY) / count) / spreadX : 0;
  return { slope, squares: sumYY - (sumY * sumY) / count - slope * slope * spreadX };
};

/** The rising hinge that lies closest to the values, in squares; undefined if none rises. */
export const risingHinge = (values: Float64Array): Hinge | undefined => {
  let best: Hinge | undefined;
  for (let bend = 0; bend <= values.length - FEWEST_AFTER; bend += 1) {
    const fit = fitAt(values, bend);
    if (!(fit.slope > 0) || (best !== undefined && fit.squares >= best.squares)) continue;
    best = { bend, ...fit };
  }
  return best;
};
