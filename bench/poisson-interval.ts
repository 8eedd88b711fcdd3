/** Probability of at most `count` events where `mean` are expected. */
const atMost = (count: number, mean: number): number => {
  let term = Math.exp(-mean);
  let sum = term;
  for (let events = 1; events <= count; events += 1) {
    term *= mean / events;
    sum += term;
  }
  return sum;
};

/** Where a falling function of the mean crosses `target`. */
const meanAt = (falling: (mean: number) => number, target: number): number => {
  let [low, high] = [0, 500];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (falling(middle) > target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

/** The exact 95 % interval (Garwood's) of the mean of which `count` events, fewer than 400, are a sample. */
export const poissonInterval = (count: number): readonly [low: number, high: number] => [
  count === 0 ? 0 : meanAt((mean) => atMost(count - 1, mean), 0.975),
  meanAt((mean) => atMost(count, mean), 0.025),
];
