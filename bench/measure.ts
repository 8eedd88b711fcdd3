/** One of several ways to do the same; a round returns its milliseconds. */
export interface Contestant {
  readonly name: string;
  readonly round: () => Promise<number>;
}

export interface Measured {
  readonly name: string;
  /** Milliseconds of the counted rounds, in their order. */
  readonly rounds: readonly number[];
  readonly median: number;
}

export interface Rounds {
  /** Run first and not counted. */
  readonly warmUp: number;
  readonly counted: number;
}

export const tell = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
};

/** All contestants in turn, then all again: what else the machine does meets each of them alike. */
export const interleaved = async (
  contestants: readonly Contestant[],
  { warmUp, counted }: Rounds,
): Promise<readonly Measured[]> => {
  const rounds = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let done = 0; done < warmUp + counted; done += 1) {
    for (const { name, round } of contestants) {
      const took = await round();
      if (done >= warmUp) rounds.get(name)?.push(took);
      tell(`${done < warmUp ? 'warm-up' : `round ${String(done - warmUp + 1)}`}  ${name}: ${took.toFixed(0)} ms`);
    }
  }
  return [...rounds].map(([name, all]) => ({ name, rounds: all, median: medianOf(all) }));
};
