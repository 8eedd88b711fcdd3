/** `1 alarm`, `3 alarms`. */
export const counted = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;

/** With its first letter in upper case. */
export const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** `ResponderDevLead` of `responder:dev-lead`: how outputs of the stack are named; two names never make the same. */
export const pascal = (name: string): string =>
  name
    .replace(/^[a-z]/u, (letter) => letter.toUpperCase())
    .replace(/[:-]+(.?)/gu, (_, next: string) => (/[a-z]/u.test(next) ? next.toUpperCase() : `N${next}`));

/** `a`, `a or b`, `a, b or c`. */
export const listed = (words: readonly string[], conjunction: 'and' | 'or'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1) ?? ''}`;

/** More names than these on one line are not read. */
const MOST_NAMED = 8;

/** `web, api, … and 188 more`: as many as are read in a message. */
export const enumerated = (names: readonly string[], most = MOST_NAMED): string => {
  // One more takes no more room than to say that there is one.
  if (names.length <= most + 1) return names.join(', ');
  return `${names.slice(0, most).join(', ')}, … and ${String(names.length - most)} more`;
};

/** The least code points of two, three and four bytes. */
const LONGER_FROM = [0x80, 0x800, 0x10000];

const jsonLength = (character: string): number => {
  if (character === '"' || character === '\\') return 2;
  const codePoint = character.codePointAt(0) ?? 0;
  // Almost all of them: counted for every character of every alarm.
  return codePoint < 0x80 ? 1 : 1 + LONGER_FROM.filter((least) => codePoint >= least).length;
};

/** Nearly all text: a byte a character. */
const PLAIN = /^[ !#-[\]-~]*$/u;

/** Bytes that a text takes within JSON in UTF-8, without its quotation marks. */
export const jsonBytes = (text: string): number =>
  PLAIN.test(text) ? text.length : Array.from(text, jsonLength).reduce((total, bytes) => total + bytes, 0);

/** Cuts at a whole code point so that the text takes at most so many bytes of JSON in UTF-8. */
export const cutToBytes = (text: string, bytes: number): string => {
  let kept = 0;
  let used = 0;
  for (const character of text) {
    used += jsonLength(character);
    if (used > bytes) return text.slice(0, kept);
    kept += character.length;
  }
  return text;
};

type Weigh = (character: string) => number;

/** The weight of the text, and what of it fits into the room. */
const weighed = (text: string, room: number, weightOf: Weigh): { readonly weight: number; readonly kept: string } => {
  let weight = 0;
  let kept = '';
  for (const character of text) {
    weight += weightOf(character);
    if (weight <= room) kept += character;
  }
  return { weight, kept };
};

const toWord = (kept: string): string => {
  const space = kept.lastIndexOf(' ');
  return (space > kept.length / 2 ? kept.slice(0, space) : kept).replace(/[\s,;:]+$/u, '');
};

/**
 * Cuts at a space where one is near; the result ends in `...` (or another mark) and weighs at most `max` (UTF-16 units
 * unless weighed otherwise).
 */
export const cutAtWord = (
  text: string,
  max: number,
  { weightOf = ({ length }) => length, mark = '...' }: CutAtWord = {},
): string => {
  const room = max - Array.from(mark, weightOf).reduce((total, weight) => total + weight, 0);
  const { weight, kept } = weighed(text, room, weightOf);
  if (weight <= max) return text;
  return room < 1 ? '' : `${toWord(kept)}${mark}`;
};

interface CutAtWord {
  readonly weightOf?: Weigh;
  readonly mark?: string;
}

/** A reason or a symptom, cut by words so that it takes at most so many bytes of JSON in UTF-8. */
export const cutWordsToBytes = (text: string, bytes: number, mark = '…'): string =>
  cutAtWord(text, bytes, { weightOf: jsonLength, mark });

/** What the target `ops` is called within a sentence. */
export const OPS_TOPIC = 'the ops topic';
