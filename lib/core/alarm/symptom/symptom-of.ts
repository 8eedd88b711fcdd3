import type { MetricUnit } from '../../configuration.ts';
import type { AlarmChange } from '../change.ts';
import { fieldsOf, type JsonObject, textOf } from '../../json-value.ts';
import { safeText } from '../../safe-text.ts';
import { cutWordsToBytes } from '../../words.ts';
import { childrenIn } from './children.ts';
import { isOurs, wordsOfOurs } from './ours.ts';
import { type Reported, reportedOf } from './reported.ts';
import { resourceOf, cutMiddle } from './resource.ts';
import { asPercent, sentenceOf, subjectOfSymptom } from './sentence.ts';
import { DELETED, OK_NOW } from './shorten-symptom.ts';
import { symptomOfChildren } from './symptom-of-children.ts';
import { symptomText } from './symptom-text.ts';
import { type Words, wordsOfMetric, wordsOfName } from './vocabulary.ts';
import { type Compared, comparedOf } from './compared.ts';

/** Bytes of what a person wrote: behind it the value has to have room. */
const LONGEST_SENTENCE = 56;
const LONGEST_WORDS = 40;

const cut = (text: string, bytes: number): string => cutWordsToBytes(text, bytes, '...');

type Of = Pick<AlarmChange, 'alarmName' | 'account' | 'region' | 'state' | 'contributor' | 'description'> & {
  /** What the configuration says that the values count. */
  readonly unit?: MetricUnit | undefined;
};

/** What a person called the expression, without CloudWatch's placeholders. */
const labelWords = ({ label }: Compared): string =>
  (label ?? '')
    .replaceAll(/\$\{[^}]{0,100}\}/gu, '')
    .replaceAll(/[([]\s*[)\]]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();

type Metric = NonNullable<Compared['metric']>;

/** A disk is told by where it is mounted. */
const ofMetric = ({ namespace, name, dimensions }: Metric, unit: Reported['unit']): Words => {
  const words = wordsOfMetric(namespace, name) ?? wordsOfName(name, unit);
  const path = dimensions.get('path');
  return path === undefined ? words : { ...words, words: `${words.words} ${path}` };
};

/** What a person called the values; a metric of AWS has words of its own. */
const ofLabel = (watched: Compared, isKnown: boolean, unit: Reported['unit']): Words | undefined => {
  const label = labelWords(watched);
  if (label === '' || (isKnown && watched.isItself)) return undefined;
  return { ...wordsOfName(label, unit), ...(watched.isPercent === true ? { kind: 'percent' } : {}) };
};

const ofSignal = (
  { metric, isItself, isPercent }: Compared,
  known: Words | undefined,
  unit: Reported['unit'],
): Words | undefined => {
  if (metric === undefined || metric.name === '') return undefined;
  if (isItself) return ofMetric(metric, unit);
  return isPercent === true && known !== undefined ? asPercent(known) : undefined;
};

/** What the numbers are: ours by name, a metric of AWS by its words, else what a person called it. */
const wordsOf = ({ alarmName, unit: own }: Of, watched: Compared, { unit }: Reported): Words | undefined => {
  const known = watched.metric && wordsOfMetric(watched.metric.namespace, watched.metric.name);
  return (
    wordsOfOurs(alarmName, watched, own) ??
    ofLabel(watched, known !== undefined, unit) ??
    ofSignal(watched, known, unit)
  );
};

/** The first sentence of a description that says something: an address says nothing to somebody who wakes up. */
const firstSentence = (description: string | undefined): string | undefined => {
  const prose = (description ?? '').replaceAll(/\bhttps?:\/\/\S+/giu, ' ');
  const sentence = /^[^\p{L}\d]*(.+?)(?:[.!?](?:\s|$)|\n|$)/su.exec(prose)?.[1] ?? '';
  const words = safeText(sentence, 256)
    .replaceAll(/\s+/gu, ' ')
    .replace(/[\s:;,-]+$/u, '');
  return /\p{L}{2}/u.test(words) ? cut(words, LONGEST_SENTENCE) : undefined;
};

/** Of what has no words of its own: what its maker wrote, else its name, with the numbers. */
const describedBy = (of: Of, reading: Reported): string | undefined => {
  const sentence = of.state === 'OK' ? undefined : firstSentence(of.description);
  const { value } = reading;
  if (value === undefined) return sentence;
  const words: Words = { words: `${sentence ?? cut(of.alarmName, LONGEST_SENTENCE)}:`, kind: 'none' };
  return sentenceOf({ words, resource: '', stat: '', reading, isFiring: of.state === 'ALARM' });
};

/** One of many time series is told by what sets it apart; all of them by how many. */
const seriesWords = ({ contributor }: Of, reason: string): { readonly of: string; readonly all?: string } => {
  const [, some, all] = /^(\d{1,6}\+?) (?:out of (\d{1,6}) )?time series evaluated to ALARM/u.exec(reason) ?? [];
  const values = Object.values(contributor?.attributes ?? {}).slice(0, 2);
  return {
    of: cutMiddle(values.join(' ')),
    ...(some === undefined
      ? {}
      : { all: `${[some, all].filter((count) => count !== undefined).join(' of ')} time series` }),
  };
};

const ofComposite = (of: Of, rule: string, state: JsonObject): Pick<AlarmChange, 'symptom' | 'children'> => {
  if (of.state !== 'ALARM') return {};
  const children = childrenIn(rule, state, of);
  const told = children.some(({ fires }) => fires)
    ? symptomOfChildren(children, () => undefined)
    : firstSentence(of.description);
  return { children, ...(told === undefined ? {} : { symptom: symptomText(told) }) };
};

/** How many samples there were, or the part of them within a range, has no more the unit of the metric. */
const byStatistic = (words: Words, { metric, isItself }: Compared): Words => {
  const { stat = '' } = metric ?? {};
  if (!isItself) return words;
  if (stat === 'SampleCount') return { ...words, words: `${words.words} sample`, kind: 'count' };
  return /^PR\(/u.test(stat) ? { ...words, words: `${words.words} ${stat}`, kind: 'percent' } : words;
};

const withPeriod = (reading: Reported, { periodSeconds }: Compared): Reported =>
  reading.periodSeconds === undefined && periodSeconds !== undefined ? { ...reading, periodSeconds } : reading;

interface Named {
  readonly words: Words;
  readonly resource: string;
  readonly stat: string;
}

/** What the alarm looks at, of what; undefined: nothing tells. */
const namedIn = (of: Of, watched: Compared, { reading, seriesOf }: Told): Named | undefined => {
  const told = wordsOf(of, watched, reading);
  if (told === undefined) return undefined;
  const isOwn = isOurs(of.alarmName);
  const short = { ...told, words: cut(told.words, LONGEST_WORDS) };
  const words = isOwn ? short : byStatistic(short, watched);
  const resource = isOwn ? '' : seriesOf || resourceOf(watched, words);
  return { words, resource, stat: watched.metric?.stat ?? '' };
};

interface Told {
  readonly reading: Reported;
  readonly seriesOf: string;
}

const ofValues = (of: Of, state: JsonObject, watched: Compared): string | undefined => {
  const reading = withPeriod(reportedOf(state, of.state), watched);
  const series = seriesWords(of, textOf(state['reason']) ?? '');
  const named = namedIn(of, watched, { reading, seriesOf: series.of });
  if (named === undefined) return describedBy(of, reading);
  if (series.all !== undefined) return `${named.words.words}: ${series.all}`;
  return sentenceOf({ ...named, reading, isFiring: of.state === 'ALARM' });
};

const IS_WITHOUT_DATA = /: no data(?: for .*)?$/u;

const withState = (said: string, { state }: Of): string =>
  state === 'OK' && !IS_WITHOUT_DATA.test(said) ? `${said}${OK_NOW}` : said;

/** What is said of an alarm that is no more: with it goes what it watched. */
export const symptomOfDeleted = (of: Of, detail: JsonObject): string => {
  const watched = comparedOf(fieldsOf(detail['configuration']));
  const named = namedIn(of, watched, { reading: {}, seriesOf: '' });
  return symptomText(named === undefined ? `the${DELETED}` : `${subjectOfSymptom(named)}: its${DELETED}`);
};

/**
 * What the event of an alarm says is wrong, in words with units: metric, statistic, the newest value beyond the limit,
 * the limit and how many periods of how many. Of a composite alarm the names of its children: what is wrong with them
 * the register knows. Empty where nothing tells. One line of any characters that `safeText` leaves.
 */
export const symptomOf = (of: Of, detail: JsonObject): Pick<AlarmChange, 'symptom' | 'children'> => {
  const [configuration, state] = [fieldsOf(detail['configuration']), fieldsOf(detail['state'])];
  const rule = textOf(configuration['alarmRule']);
  if (rule !== undefined) return ofComposite(of, rule, state);
  const said = ofValues(of, state, comparedOf(configuration));
  return said === undefined ? {} : { symptom: symptomText(withState(said, of)) };
};
