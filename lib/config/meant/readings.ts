import { amountsIn, secondsIn } from './amounts.ts';
import { timesIn } from './times.ts';

/** What a text may mean that a field does not take as it stands; what the field takes of it decides. */
type Reading = (text: string) => readonly unknown[];

const NUMBER = /^([+-]?(?:\d[\d,_' ]*)?(?:\.\d+)?)\s*(k)?\s*(?:%|percent|pct|x|times)?$/iu;

/** `90%`, `"90"`, `10,000`, `10k` and `2 times` as a number. */
const numbers: Reading = (text) => {
  const [, digits = '', thousand] = NUMBER.exec(text) ?? [];
  const number = Number(digits.replaceAll(/[,_' ]/gu, '')) * (thousand === undefined ? 1 : 1_000);
  return digits === '' || !Number.isFinite(number) ? [] : [number];
};

const booleans: Reading = (text) => {
  if (/^(?:true|yes|y|on|enabled?|1)$/i.test(text)) return [true];
  return /^(?:false|no|n|off|none|never|disabled?|0)$/i.test(text) ? [false] : [];
};

/** `3/5`, `3 out of 5`, `3of5`, `3` and `5m`, which is five periods of a minute. */
const windows: Reading = (text) => {
  const [, m, n] = /^(\d+)\s*(?:\/|-of-|out of|of|in)\s*(\d+)$/i.exec(text) ?? [];
  if (m !== undefined && n !== undefined) return [`${m} of ${n}`];
  const [, periods] = /^(\d+)\s*(?:m|min|minutes?|periods?)?$/i.exec(text) ?? [];
  return periods === undefined ? [] : [`${periods} of ${periods}`];
};

const STATISTICS: readonly (readonly [said: RegExp, statistic: string])[] = [
  [/^(?:avg|average|mean)$/i, 'Average'],
  [/^(?:max|maximum|p100)$/i, 'Maximum'],
];

const statistics: Reading = (text) => [
  ...STATISTICS.flatMap(([said, statistic]) => (said.test(text) ? [statistic] : [])),
  ...(/^p?\d{2}(?:\.\d)?$/i.test(text) ? [`p${text.replace(/^p/iu, '')}`] : []),
  text.toLowerCase(),
];

/** No path and no sentence: of those a name would be a guess. */
const WORDS = /^[@#]?[\p{L}\d][\p{L}\d _.@:-]*$/u;
const ADDRESS = /^(?:arn:|https?:)/iu;

/** `Web API`, `@alice` and `#ops` as a name; `alice` and `team: alice` as a target. */
const names: Reading = (text) => {
  if (!WORDS.test(text) || ADDRESS.test(text)) return [];
  const slug = (words: string): string =>
    words
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/gu, '-')
      .replaceAll(/^-|-$/gu, '');
  const name = slug(text.slice(text.lastIndexOf(':') + 1));
  const kind = slug(text.slice(0, Math.max(0, text.lastIndexOf(':')))).replace(/s$/u, '');
  return [
    ...(kind === '' ? [] : [`${kind}:${name}`]),
    name,
    ...['schedule', 'responder', 'channel'].map((one) => `${one}:${name}`),
  ];
};

/** Of an ARN or a URL each end, the longest first. */
const ends: Reading = (text) => {
  if (!ADDRESS.test(text)) return [];
  const whole = text.replace(/:\*$/u, '').replace(/(:function:[^:]+):.*$/u, '$1');
  return Array.from(whole.matchAll(/[:/]/gu), ({ index }) => [whole.slice(index), whole.slice(index + 1)]).flat();
};

/** A number where text is expected, and text on one line; of the number of an account YAML drops the zeros that it begins with. */
const texts: Reading = (text) => [
  text,
  text.replaceAll(/\s+/gu, ' '),
  ...(/^\d{9,11}$/u.test(text) ? [text.padStart(12, '0')] : []),
];

const READINGS: readonly Reading[] = [
  numbers,
  booleans,
  texts,
  amountsIn,
  timesIn,
  windows,
  statistics,
  names,
  ends,
  secondsIn,
];

/** Spaces, and the quotation marks of a word processor. */
const AROUND = /^[\s“”„‘’"']+|[\s“”„‘’"']+$/gu;

/** Longer text means nothing else. */
const LONGEST = 300;

const scalarText = (written: unknown): string | undefined =>
  ['string', 'number', 'boolean'].includes(typeof written) ? String(written) : undefined;

/** The one thing that a list or a mapping holds, as people write it who take it for text: `- schedule: web`. */
const textOf = (written: unknown): string | undefined => {
  if (typeof written !== 'object' || written === null) return scalarText(written);
  const [first, ...more] = Object.entries(written);
  if (first === undefined || more.length > 0) return undefined;
  const text = scalarText(first[1]);
  return text === undefined || Array.isArray(written) ? text : `${first[0]}:${text}`;
};

/** What somebody may have meant who wrote this, by kind, the likeliest first; whoever asks knows which of it makes sense. */
export const readingsOf = (written: unknown): readonly (readonly unknown[])[] => {
  const text = textOf(written);
  return text === undefined || text.length > LONGEST
    ? []
    : READINGS.map((reading) => reading(text.replaceAll(AROUND, '')));
};
