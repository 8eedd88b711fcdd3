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

const mostApart = (length: number): number => {
  if (length < 4) return 1;
  return length < 9 ? 2 : 3;
};

/** The candidate that `word` most likely misspells (case ignored); undefined when none is near. */
export const nearest = (word: string, candidates: readonly string[]): string | undefined => {
  let best: string | undefined;
  let atMost = mostApart(word.length);
  for (const candidate of candidates) {
    if (candidate.length > 63 || Math.abs(candidate.length - word.length) > atMost) continue;
    const apart = distance(word.toLowerCase(), candidate.toLowerCase());
    if (apart < atMost || (apart === atMost && best === undefined)) {
      best = candidate;
      atMost = apart;
    }
  }
  return best;
};

/** `: did you mean "x"?`, else the first candidates, ready to follow a message. */
export const suggestion = (word: string, candidates: readonly string[]): string => {
  const near = nearest(word, candidates);
  if (near !== undefined) return `: did you mean ${JSON.stringify(near)}?`;
  if (candidates.length === 0) return '';
  const more = candidates.length > 12 ? ', …' : '';
  return `: known here: ${candidates.slice(0, 12).join(', ')}${more}`;
};
