import { enumerated } from '../../core/words.ts';

type Row = readonly number[];

const cell = (row: Row, column: number): number => row[column] ?? Infinity;

/** Edits from one word to the other: letters added, dropped, replaced, or two neighbours swapped. */
const distance = (one: string, other: string): number => {
  let before: Row = [];
  let row: Row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let at = 0; at < one.length; at += 1) {
    const next = [at + 1];
    for (let column = 0; column < other.length; column += 1) {
      const replaced = cell(row, column) + (one[at] === other[column] ? 0 : 1);
      const isSwap = one[at] === other[column - 1] && one[at - 1] === other[column];
      const swapped = isSwap ? cell(before, column - 1) + 1 : Infinity;
      next.push(Math.min(replaced, swapped, cell(row, column + 1) + 1, cell(next, column) + 1));
    }
    [before, row] = [row, next];
  }
  return cell(row, other.length);
};

/** Of a name. */
const LONGEST = 63;

const mostApart = (length: number): number => {
  if (length < 4) return 1;
  return length < 9 ? 2 : 3;
};

/** Shorter parts of a word are in too many others. */
const LEAST_PART = 4;

/** `functionName` for `function`: the only one that has it in it, or that it has. */
const partly = (word: string, candidates: readonly string[]): string | undefined => {
  const isIn = (part: string, whole: string): boolean =>
    part.length >= LEAST_PART && whole.toLowerCase().includes(part.toLowerCase());
  const found = candidates.filter((one) => isIn(word, one) || isIn(one, word));
  return found.length === 1 ? found[0] : undefined;
};

const misspelt = (word: string, candidates: readonly string[]): string | undefined => {
  let best: string | undefined;
  let atMost = mostApart(word.length);
  for (const candidate of candidates) {
    if (candidate.length > LONGEST || Math.abs(candidate.length - word.length) > atMost) continue;
    const apart = distance(word.toLowerCase(), candidate.toLowerCase());
    if (apart < atMost || (apart === atMost && best === undefined)) {
      best = candidate;
      atMost = apart;
    }
  }
  return best;
};

/** The candidate that `word` most likely stands for (case ignored); undefined when none is near. */
export const nearest = (word: string, candidates: readonly string[]): string | undefined =>
  word.length > LONGEST ? undefined : (misspelt(word, candidates) ?? partly(word, candidates));

/** `did you mean "x"?`, else the first candidates. */
export const suggestion = (word: string, candidates: readonly string[]): string | undefined => {
  const near = nearest(word, candidates);
  if (near !== undefined) return `did you mean ${JSON.stringify(near)}?`;
  return candidates.length === 0 ? undefined : `known here: ${enumerated(candidates)}`;
};
