/** What differs from one message to the next, the widest first; every repetition has an end. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?/gu, '<time>'],
  [/\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d(?: [+-]\d{4})?/gu, '<time>'],
  [/(?<=^|\s)[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d/gu, '<time>'],
  [/\d{4}[/-]\d\d[/-]\d\d|\b\d\d:\d\d:\d\d(?:[.,]\d{1,9})?/gu, '<time>'],
  [/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/giu, '<id>'],
  // How it ended is what matters of a response: its class stays.
  [/(?<=HTTP\/\d(?:\.\d)?" |\bstatus(?:[ _-]?code)?["']?[:= ]{1,2}["']?)([1-5])\d\d(?!\d)/giu, '$1xx'],
  [/\?[^\s"'<>]{1,500}/gu, '?…'],
  [/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?![\w.])/gu, '<ip>'],
  [/(?<![\w:])(?:[\da-f]{1,4}:){3,7}(?::|[\da-f]{1,4})(?![\w:])/giu, '<ip>'],
  [/"[^"]{0,500}"|`[^`]{0,500}`|(?<=^|[\s=:(])'[^']{0,500}'/gu, '"…"'],
  // Letters and digits in one word, but for a number with its unit: the name of a pod, of a request, of a user.
  [/(?<![\w-])(?!\d{1,20}[a-z]{1,3}\b)(?=[\w-]{0,60}\d)(?=[\w-]{0,60}[a-z])[\w-]{6,120}(?![\w-])/giu, '<id>'],
  [/\b0x[\da-f]{1,40}\b/giu, '<id>'],
  [/(?![1-5]xx\b)\d{1,40}(?:[.,]\d{1,40}){0,5}/gu, '#'],
];

/** A longer message is known by its beginning. */
const WORDS = 24;
const WORD = 40;

const masked = (said: string): string => VARYING.reduce((text, [varying, mask]) => text.replace(varying, mask), said);

/** What messages of one kind have in common: numbers, times, ids, addresses and quoted words are masked. */
export const templateOf = (said: string): string =>
  masked(said)
    .split(' ')
    .slice(0, WORDS)
    .map((word) => word.slice(0, WORD))
    .join(' ');
