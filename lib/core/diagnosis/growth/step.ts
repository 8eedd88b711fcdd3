/** Squares left of the values when the nearest single step is taken from them; missing values (NaN) are passed over. */
export const squaresBesideStep = (values: Float64Array): number => {
  const known = values.filter((value) => !Number.isNaN(value));
  const zero = known[0] ?? 0;
  const sum = known.reduce((total, value) => total + (value - zero), 0);
  const squares = known.reduce((total, value) => total + (value - zero) ** 2, 0);
  let [before, least] = [0, Number.POSITIVE_INFINITY];
  for (let count = 1; count < known.length; count += 1) {
    before += (known[count - 1] ?? zero) - zero;
    const left = squares - before ** 2 / count - (sum - before) ** 2 / (known.length - count);
    least = Math.min(least, left);
  }
  return least;
};
