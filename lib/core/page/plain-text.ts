import { cutAtWord } from '../words.ts';

/** Longer hostile texts are cut before anything looks at them. */
const READ_AT_MOST = 4_096;

const ANSI_ESCAPE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g;
const NOT_PRINTABLE_ASCII = /[^\x20-\x7e]+/g;

const dotless = (text: string): string => text.replace(/(?<![[.])\.(?![\].]|$)/g, '[.]');

/**
 * Makes links unclickable in the way of incident responders: `hxxps://evil[.]example/x`, `javascript[:]…`.
 * A dotted name is left alone unless a path, port or query follows. What is defanged stays as it is.
 */
export const defanged = (text: string): string =>
  text
    .replace(/https?(?=:\/\/)/gi, (scheme) => (scheme.length === 5 ? 'hxxps' : 'hxxp'))
    .replace(/(?<!hxxps?):\/\//g, '[:]//')
    .replace(/(?<=:\]?\/\/)[^\s/?#]+/g, dotless)
    .replace(/(javascript|vbscript|mailto|data(?=:\w+\/)):/gi, '$1[:]')
    .replace(/www\./gi, 'www[.]')
    .replace(/(?<![\p{L}\p{N}_.-])(?:[\p{L}\p{N}_-]{1,63}\.){1,8}\p{L}{2,24}(?=[/:?#][^\s])/giu, dotless);

/**
 * A text of unknown origin as one line, whose links are still links: no control, bidirectional, zero-width or look-alike
 * compatibility characters, no terminal escapes, no lone surrogates, no piles of accents.
 */
export const printableLine = (text: string): string =>
  text
    .slice(0, READ_AT_MOST)
    .replace(ANSI_ESCAPE, '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .normalize('NFKC')
    .replace(/[\p{Control}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/[\p{Format}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/(\p{Mark}{3})\p{Mark}+/gu, '$1')
    .replace(/\s+/g, ' ')
    .trim();

/** The same harmless: without clickable links, of at most `max` UTF-16 units. */
export const oneLine = (text: string, max: number): string => cutAtWord(defanged(printableLine(text)), max);

const SPELLED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '-': '‐‑‒–—―−',
    "'": '‘’‚‛′',
    '"': '“”„‟″«»',
    '->': '→⇒',
    '<-': '←⇐',
    '>=': '≥',
    '<=': '≤',
    x: '×',
    '*': '•·',
    u: 'µμ',
    ss: 'ß',
    ae: 'æ',
    AE: 'Æ',
    o: 'ø',
    O: 'Ø',
    l: 'ł',
    L: 'Ł',
    EUR: '€',
    GBP: '£',
    deg: '°',
  }).flatMap(([ascii, characters]) => Array.from(characters, (character) => [character, ascii] as const)),
);

/** Printable ASCII: accents dropped, signs spelled, each run of what is left of other writing one `?`. */
export const asciiOf = (text: string): string =>
  defanged(
    Array.from(text.normalize('NFKD').replace(/\p{Mark}/gu, ''), (character) => SPELLED.get(character) ?? character)
      .join('')
      .replace(NOT_PRINTABLE_ASCII, '?'),
  );

/** A number and its unit stay together, and `3 of 5 min`. */
const BREAKS = /(?<!\bof) (?!(?:%|of \d+|of|[kMG]?B|m?s|min|h|d)(?=[\s).,;:]|$))(?!\d+ min\b)/u;

/** Broken at spaces into lines of about `width` characters, the last of at most `maxLines` cut; a long word stays whole. */
export const wrapped = (text: string, maxLines: number, width = 76): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(BREAKS)) {
    const line = lines.at(-1);
    if (line === undefined || line.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  if (lines.length <= maxLines) return lines;
  return [...lines.slice(0, maxLines - 1), cutAtWord(lines.slice(maxLines - 1).join(' '), width)];
};
