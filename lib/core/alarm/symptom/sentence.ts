import { MINUTE, SECOND, spokenDuration } from '../../time.ts';
import { spokenBeside, spokenQuantity, type Unit } from './quantity.ts';
import type { Reported } from './reported.ts';
import { untilFull } from './until-full.ts';
import type { Words } from './vocabulary.ts';
import { isUnit } from './words-of-aws.ts';

type Usual = NonNullable<Reported['usual']>;

/** What a symptom is made of. */
export interface Symptom {
  readonly words: Words;
  /** What it is of: `payments-dlq`; empty: nothing tells. */
  readonly resource: string;
  /** `p99`, `Sum`; empty: unknown. */
  readonly stat: string;
  readonly reading: Reported;
  /** Whether it fires: else there is no window to tell of. */
  readonly isFiring: boolean;
}

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

const PERCENTILE = /^(?:p|tm|tc|ts|wm)\d{1,2}(?:\.\d{1,3})?$/u;
const IS_OF_TIME = /latency|duration/u;
const SPREADS = /latency|duration|CPU|memory/u;

/** What a number means without it: an average latency hides what a p99 shows. */
type Spoken = Pick<Symptom, 'stat' | 'words' | 'resource'>;

const statWords = ({ stat, words: { words } }: Spoken): string => {
  if (PERCENTILE.test(stat)) return stat;
  if (stat === 'Average') return IS_OF_TIME.test(words) ? 'average' : '';
  if (!SPREADS.test(words)) return '';
  return { Maximum: 'max', Minimum: 'min' }[stat] ?? '';
};

/** An Average of what counts as 1 or 0 is a part of 1. */
const isFraction = ({ words: { kind }, stat }: Symptom): boolean =>
  kind === 'part' || (kind === 'fraction' && stat === 'Average');

const isCount = (symptom: Symptom): boolean =>
  symptom.words.kind === 'count' || (symptom.words.kind === 'fraction' && !isFraction(symptom));

/** Whoever set the limit counted 1,024 to the next, or 1,000: as they did, it is a round number. */
const isBinary = ({ limit = 0 }: Reported): boolean => limit % 2 ** 20 === 0;

const unitOf = ({ words: { kind }, reading }: Symptom): Unit => {
  if (kind === 'bytes') return isBinary(reading) ? 'bytes' : 'decimal bytes';
  return isUnit(kind) ? kind : 'none';
};

const quantity = (symptom: Symptom, value: number): string => {
  if (isFraction(symptom)) return spokenQuantity(value * 100, 'percent');
  return spokenQuantity(value, unitOf(symptom));
};

/** The value beside its limit, or the limit beside it: never as if they were the same. */
const beside = (symptom: Symptom, other: number | undefined, value: number): string => {
  if (other === undefined) return quantity(symptom, value);
  if (isFraction(symptom)) return spokenBeside(other * 100, value * 100, 'percent');
  return spokenBeside(other, value, unitOf(symptom));
};

const valueOf = (symptom: Symptom, value: number): string => beside(symptom, symptom.reading.limit, value);

/** `message in flight` → `messages in flight`: the noun stands before a preposition, or last. */
const plural = (words: string): string => {
  const [, noun = words, rest = ''] = /^(.*?)( (?:in|of|to|per|by)\b.*)?$/u.exec(words) ?? [];
  return `${/(?:[^aeiou]y)$/u.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`}${rest}`;
};

/** A part of what is counted: `errors 12.5 %`. */
export const asPercent = ({ words, kind, ...rest }: Words): Words => ({
  ...rest,
  words: kind === 'count' || kind === 'fraction' ? plural(words) : words,
  kind: 'percent',
});

/** What is counted, as many; what is measured, as it is. */
const asMany = ({ words: { words, kind } }: Spoken): string =>
  kind === 'count' || kind === 'fraction' ? plural(words) : words;

const periodMs = ({ periodSeconds = 60 }: Reported): number => periodSeconds * SECOND;

/** `in payments-dlq`. */
const ofWhat = ({ words: { of }, resource }: Spoken): string =>
  resource === '' ? '' : `${of?.[1] ?? 'of'} ${resource}`;

/** Counts are of a period: one of a minute is usual and not said. */
const duringPeriod = ({ stat, reading }: Symptom): string =>
  (stat === 'Sum' || stat === 'SampleCount') && periodMs(reading) !== MINUTE
    ? `in ${spokenDuration(periodMs(reading))}`
    : '';

/** Where one is too many, or none is there, the limit needs no words; what is not below it has none to tell of. */
const isLimitPlain = ({ isFiring, reading: { limit = 0, side, value } }: Symptom, ofThings: boolean): boolean =>
  side === 'below' ? !isFiring || (ofThings && value === 0) : ofThings && (value === 0 || limit <= 1);

/** `(limit 1 s)`, `(below 2 GB)`. */
const limitWords = (symptom: Symptom): string => {
  const { limit, side, value } = symptom.reading;
  if (limit === undefined || isLimitPlain(symptom, isCount(symptom))) return '';
  return `(${side === 'below' ? 'below' : 'limit'} ${beside(symptom, value, limit)})`;
};

/** `, 3 of 5 min`, `, for 15 min`; of a single period nothing. */
const windowWords = ({ isFiring, reading }: Symptom): string => {
  const { window } = reading;
  if (!isFiring || window === undefined || window.of <= 1) return '';
  const { beyond, of } = window;
  const period = periodMs(reading);
  if (reading.periodSeconds === undefined) return `, ${String(beyond)} of ${String(of)} times`;
  if (beyond === of) return `, for ${spokenDuration(of * period)}`;
  const periods = period === MINUTE ? 'min' : `x ${spokenDuration(period)}`;
  return `, ${String(beyond)} of ${String(of)} ${periods}`;
};

const count = (symptom: Symptom, value: number): string => {
  const said = valueOf(symptom, value);
  const what =
    value === 0 ? `no ${symptom.words.words}` : `${said} ${said === '1' ? symptom.words.words : asMany(symptom)}`;
  return joined(what, ofWhat(symptom), duringPeriod(symptom));
};

const gauge = (symptom: Symptom, value: number): string => {
  const { whole } = symptom.words;
  const said = joined(statWords(symptom), asMany(symptom), ofWhat(symptom), valueOf(symptom, value));
  return whole === undefined ? said : `${said} of ${whole}`;
};

/** From so much times what is usual on it is said as a factor, below that in percent. */
const AS_FACTOR = 1.5;

const aboveUsual = (ratio: number): string =>
  ratio >= AS_FACTOR
    ? `x${spokenQuantity(Number(ratio.toPrecision(2)), 'none')} above usual`
    : `${spokenQuantity((ratio - 1) * 100, 'percent')} above usual`;

/** Of what has no words of its own but a sentence before a colon, `no` says nothing. */
const isOfThings = (symptom: Symptom): boolean =>
  isCount(symptom) || (symptom.words.kind === 'none' && !symptom.words.words.endsWith(':'));

/** In the middle of the band lies what CloudWatch expects at that time. */
const againstUsual = (symptom: Symptom, value: number, expected: number): string => {
  const what = asMany(symptom);
  const { side = 'above' } = symptom.reading;
  if (value === 0 && side === 'below' && isOfThings(symptom))
    return `no ${what} (usual ${quantity(symptom, expected)})`;
  if (expected <= 0) return `${what} ${side} usual: ${quantity(symptom, value)}`;
  const ratio = value / expected;
  return `${what} ${side === 'above' ? aboveUsual(ratio) : `${spokenQuantity((1 - ratio) * 100, 'percent')} below usual`}`;
};

/** The way it went stands before what it is of: no cut may hide it. */
const bandWords = (symptom: Symptom, value: number, { lower = 0, upper = lower }: Usual): string => {
  const { reading, isFiring, resource } = symptom;
  if (reading.side !== undefined)
    return joined(againstUsual(symptom, value, (lower + upper) / 2), resource === '' ? '' : `(${resource})`);
  return joined(asMany(symptom), ofWhat(symptom), isFiring ? 'unusual:' : 'as usual:', quantity(symptom, value));
};

/** The words say all of it: 1 is wrong, 0 is not. */
const flagWords = ({ words: { words }, resource, isFiring }: Symptom): string => {
  if (!isFiring) return `${words}: over`;
  return resource === '' ? words : `${words}: ${resource}`;
};

const valueWords = (symptom: Symptom, value: number): string => {
  if (symptom.words.kind === 'flag') return flagWords(symptom);
  if (symptom.words.kind === 'minutes to full') return untilFull(value);
  const said = isCount(symptom) ? count(symptom, value) : gauge(symptom, value);
  return joined(said, limitWords(symptom)) + windowWords(symptom);
};

/** What the alarm looks at: `p99 latency of web`. */
export const subjectOfSymptom = (symptom: Spoken): string =>
  joined(statWords(symptom), asMany(symptom), ofWhat(symptom));

/** Missing data that counts as trouble. */
const forHowLong = (reading: Reported): string =>
  reading.silent === undefined || reading.periodSeconds === undefined
    ? ''
    : ` for ${spokenDuration(reading.silent * periodMs(reading))}`;

/** An alarm that fires and says no number, as one that somebody set by hand, has not lost its data. */
const withoutValue = (symptom: Symptom): string => {
  const { reading, isFiring, words } = symptom;
  if (words.kind === 'flag' && !isFiring) return `no data whether ${words.words}`;
  const subject = subjectOfSymptom(symptom);
  return isFiring && reading.silent === undefined
    ? `${subject}: it fires`
    : `${subject}: no data${forHowLong(reading)}`;
};

/** `p99 latency 3.7 s (limit 1 s), 3 of 5 min`. */
export const sentenceOf = (symptom: Symptom): string => {
  const { value, usual } = symptom.reading;
  if (value === undefined) return withoutValue(symptom);
  if (usual === undefined) return valueWords(symptom, value);
  return bandWords(symptom, value, usual) + windowWords(symptom);
};
