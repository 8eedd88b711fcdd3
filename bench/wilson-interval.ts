const Z = 1.959964;

/** The 95 % interval (Wilson's score) of the share of which `count` of `total` are a sample. */
export const wilsonInterval = (count: number, total: number): readonly [low: number, high: number] => {
  if (total === 0) return [0, 1];
  const share = count / total;
  const scale = 1 + Z ** 2 / total;
  const middle = (share + Z ** 2 / (2 * total)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / total + (Z / (2 * total)) ** 2);
  return [count === 0 ? 0 : middle - half, count === total ? 1 : middle + half];
};
