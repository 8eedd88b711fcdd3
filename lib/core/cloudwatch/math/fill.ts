import { interpolated, repeated } from './over-time.ts';
import { each, type Kernel, type Term } from './term.ts';

const KEYWORDS: ReadonlyMap<string, Kernel> = new Map([
  ['REPEAT', repeated],
  ['LINEAR', interpolated],
]);

const filledWith =
  (filler: Float64Array | number): Kernel =>
  (values) => {
    const filled = values.slice();
    for (let index = 0; index < filled.length; index += 1) {
      if (Number.isNaN(filled[index])) filled[index] = typeof filler === 'number' ? filler : (filler[index] ?? NaN);
    }
    return filled;
  };

const withKeyword = (term: Term | undefined, word: string): Term | undefined => {
  const kernel = KEYWORDS.get(word);
  return kernel === undefined ? undefined : each(term, true, () => kernel);
};

/** FILL(series or array, number, series, REPEAT or LINEAR). */
export const fill = ([term, filler, ...rest]: readonly Term[]): Term | undefined => {
  if (rest.length > 0 || filler === undefined) return undefined;
  if (filler.kind === 'word') return withKeyword(term, filler.word);
  if (filler.kind !== 'series' && filler.kind !== 'scalar') return undefined;
  return each(term, filler.windowed, (run) => filledWith(filler.of(run)));
};
