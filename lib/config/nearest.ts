const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (const [index, letter] of Array.from(one).entries()) {
    const next = [index + 1];
    for (const [column, otherLetter] of Array.from(other).entries()) {
      const replaced = (row[column] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};

const mostApart = (length: number): number => {
  if (length < 4) return 1;
  return length < 9 ? 2 : 3;
};

/** The candidate that `word` most likely misspells (Levenshtein, case ignored); undefined when none is near. */
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
