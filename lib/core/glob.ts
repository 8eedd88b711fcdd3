/** One pattern as its characters: `*` is any run of them, `?` any one, all else itself. */
const symbolsOf = (pattern: string): readonly string[] => Array.from(pattern.replace(/\*+/gu, '*'));

type Takes = (symbol: string, character: string) => boolean;

/**
 * Whether the whole text is of the pattern. Only the last `*` is ever tried again, so that the steps are at most
 * pattern × text, whatever either holds.
 */
const takesAll = (pattern: readonly string[], text: readonly string[], takes: Takes): boolean => {
  let at = 0;
  let star: { readonly next: number; from: number } | undefined;
  for (let index = 0; index < text.length;) {
    const symbol = pattern[at];
    if (symbol === '*') {
      at += 1;
      star = { next: at, from: index };
    } else if (symbol !== undefined && takes(symbol, text[index] ?? '')) {
      at += 1;
      index += 1;
    } else if (star === undefined) {
      return false;
    } else {
      star.from += 1;
      at = star.next;
      index = star.from;
    }
  }
  return pattern.slice(at).every((symbol) => symbol === '*');
};

export type Glob = (text: string) => boolean;

/** `*` stands for any characters or none, `?` for one; the whole text has to match, upper and lower case differ. */
export const globOf = (pattern: string): Glob => {
  if (!/[*?]/u.test(pattern)) return (text) => text === pattern;
  const symbols = symbolsOf(pattern);
  return (text) => takesAll(symbols, Array.from(text), (symbol, character) => symbol === '?' || symbol === character);
};

/**
 * Whether the first pattern certainly matches all that the second does: what stands in the second is taken as text, of
 * which only a `*` takes a `*`. Some pairs of which that is so are not seen, such as `?*` and `*?`.
 */
export const coversGlob = (wide: string, narrow: string): boolean =>
  takesAll(
    symbolsOf(wide),
    symbolsOf(narrow),
    (symbol, other) => symbol === other || (symbol === '?' && other !== '*'),
  );
