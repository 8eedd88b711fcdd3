const FIRST_MS = 50;
const LONGEST_MS = 2_000;

/** Waits with full jitter after so many tries. */
export const backOff = (tries: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** tries));
  });
