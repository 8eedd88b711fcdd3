import { type Kind, WORDS_OF_AWS } from './words-of-aws.ts';

/** How people call what a metric is. */
export interface Words {
  /** `latency`, `memory`; of what is counted the singular: `message`. */
  readonly words: string;
  readonly kind: Kind;
  /** The dimension that tells of what, and the word before it: `in payments-dlq`. */
  readonly of?: readonly [dimension: string, preposition: string];
  /** Of what so many percent are in use, where that is known: `512 MB`. */
  readonly whole?: string;
}

type Vocabulary = ReadonlyMap<string, ReadonlyMap<string, Words>>;

const metricsIn = (lines: string, of: Words['of']): ReadonlyMap<string, Words> =>
  new Map(
    lines.split(';').flatMap((line) => {
      const [, metric, words, kind] = /^\s*(\S.*?): (.+), (\w+)$/u.exec(line) ?? [];
      if (metric === undefined || words === undefined) return [];
      return [[metric, { words, kind: kind as Kind, ...(of === undefined ? {} : { of }) }] as const];
    }),
  );

const read = (): Vocabulary =>
  new Map(
    WORDS_OF_AWS.split('# ').map((part) => {
      const [, namespace = '', preposition = '', dimension = '', lines = ''] =
        /^(\S+), (\w+) (.+)\n([^]*)$/u.exec(part) ?? [];
      return [namespace, metricsIn(lines, [dimension, preposition])] as const;
    }),
  );

/** Read when the first alarm comes. */
let vocabulary: Vocabulary | undefined;

/** Undefined: no metric of AWS that people have a word of their own for. */
export const wordsOfMetric = (namespace: string, name: string): Words | undefined => {
  vocabulary ??= read();
  return vocabulary.get(namespace)?.get(name);
};

const UNIT_WORDS: readonly (readonly [pattern: RegExp, kind: Kind])[] = [
  [/[ (]{0,9}%\)?$/u, 'percent'],
  [/[ (]{1,9}(?:percent(?:age)?|utili[sz]ation)\)?$/iu, 'percent'],
  [/[ (]{1,9}(?:milliseconds?|millis|ms)\)?$/iu, 'ms'],
  [/[ (]{1,9}(?:seconds?|sec)\)?$/iu, 's'],
  [/[ (]{1,9}bytes\)?$/iu, 'bytes'],
];

/** `requests per second` is no time. */
const RATE = /(?:\bper |\/ ?)(?:\d{1,9} ?)?\p{L}+\)?$/iu;

/** What CloudWatch calls units; those of rates and the larger of bytes are told by the bare number. */
const UNITS_OF_CLOUDWATCH: Readonly<Record<string, Kind>> = {
  Percent: 'percent',
  Seconds: 's',
  Milliseconds: 'ms',
  Bytes: 'bytes',
  Megabytes: 'MB',
};

/** `QueueDepthMillis` → `queue depth millis`; what is all upper case, or short, stays so. */
const spaced = (name: string): string =>
  name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/[\s._-]+/gu, ' ')
    .trim()
    .split(' ')
    .map((word) => (/^\p{Lu}\p{Ll}+$/u.test(word) ? word.toLowerCase() : word))
    .join(' ');

const withoutUnit = (name: string): Pick<Words, 'words' | 'kind'> => {
  if (RATE.test(name)) return { words: name, kind: 'none' };
  for (const [pattern, kind] of UNIT_WORDS) {
    const words = name.replace(pattern, '').trim();
    if (words !== name && words !== '') return { words, kind };
  }
  return { words: name, kind: 'none' };
};

/** Of a name that nobody knows: its own words, the unit that it ends with, else the one that CloudWatch gave. */
export const wordsOfName = (name: string, unit = ''): Words => {
  const { words, kind } = withoutUnit(spaced(name));
  const given = Object.hasOwn(UNITS_OF_CLOUDWATCH, unit) ? UNITS_OF_CLOUDWATCH[unit] : undefined;
  return { words, kind: kind === 'none' ? (given ?? 'none') : kind };
};
