import { fieldsOf, type JsonObject, listOf, parsedJson, textOf } from '../../json-value.ts';
import { safeText } from '../../safe-text.ts';
import { parseTimestamp } from '../alarm-timestamp.ts';
import type { AlarmState } from '../definition.ts';

/** What the event of a metric alarm tells of the values that decided; what it does not tell is absent. */
export interface Reported {
  /** The newest that is beyond the limit, else the newest. */
  readonly value?: number;
  readonly limit?: number;
  /** What the band calls usual at that time. */
  readonly usual?: { readonly lower?: number; readonly upper?: number };
  /** On which side of the limit the trouble is. */
  readonly side?: 'above' | 'below' | undefined;
  /** So many of the last so many periods. */
  readonly window?: { readonly beyond: number; readonly of: number };
  readonly periodSeconds?: number;
  /** Of so many periods there is no data. */
  readonly silent?: number;
  /** As CloudWatch names it: `Percent`, `Seconds` … */
  readonly unit?: string;
}

interface Point {
  readonly value: number;
  readonly lower?: number;
  readonly upper?: number;
}

const READ_AT_MOST = 4_096;

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

const numbersIn = (value: unknown): readonly (number | undefined)[] => listOf(value).map(numberOf);

const isPoint = <T extends { readonly value: number | undefined }>(point: T): point is T & Point =>
  point.value !== undefined;

/** `recentDatapoints` and their bands stand oldest first. */
const recentPoints = (data: JsonObject): readonly Point[] => {
  const [lower, upper] = [numbersIn(data['recentLowerThresholds']), numbersIn(data['recentUpperThresholds'])];
  return numbersIn(data['recentDatapoints'])
    .map((value, index) => {
      const [low, high] = [lower[index], upper[index]];
      return { value, ...(low === undefined ? {} : { lower: low }), ...(high === undefined ? {} : { upper: high }) };
    })
    .filter(isPoint)
    .toReversed();
};

/** In this form, CloudWatch's own, text order is time order. */
const IN_ORDER = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/u;

const timeOf = (timestamp: unknown): string =>
  typeof timestamp === 'string' && IN_ORDER.test(timestamp) ? timestamp : (parseTimestamp(timestamp) ?? '');

/** By their own times: nothing documents an order. Log alarms have `results`. */
const timedPoints = (data: JsonObject): readonly Point[] =>
  [...listOf(data['evaluatedDatapoints']), ...listOf(data['results'])]
    .map(fieldsOf)
    .map(({ timestamp, value }) => ({ value: numberOf(value), at: timeOf(timestamp) }))
    .toSorted((one, other) => Number(one.at < other.at) - Number(one.at > other.at))
    .filter(isPoint);

/** `[1.82 (05/08/23 14:14:00), 1.41 (…)]`: in the sentence the newest stands first. */
const spokenPoints = (reason: string): readonly Point[] =>
  (/\[(-?\d[^\]]*)\]/u.exec(reason)?.[1] ?? '')
    .split(',')
    .map((text) => ({ value: numberOf(Number.parseFloat(text)) }))
    .filter(isPoint);

/** Newest first. */
const pointsOf = (data: JsonObject, reason: string): readonly Point[] => {
  const recent = recentPoints(data);
  if (recent.some(({ lower, upper }) => lower !== undefined || upper !== undefined)) return recent;
  return [timedPoints(data), recent].find(({ length }) => length > 0) ?? spokenPoints(reason);
};

const sideOf = (reason: string): Pick<Reported, 'side'> => {
  const word = /\b(greater|less) than\b/u.exec(reason)?.[1];
  if (word === undefined) return {};
  return { side: word === 'greater' ? 'above' : 'below' };
};

/** With which a value is compared, and how. */
interface Compared extends Pick<Reported, 'limit' | 'side'> {
  /** The limit itself is beyond it. */
  readonly isLimitBeyond?: boolean;
}

const isBeyondBand = ({ value, lower = -Infinity, upper = Infinity }: Point): boolean => value < lower || value > upper;

const isBeyond = (point: Point, { limit, side, isLimitBeyond }: Compared): boolean => {
  if (isBeyondBand(point)) return true;
  if (limit === undefined || side === undefined) return false;
  if (point.value === limit) return isLimitBeyond === true;
  return side === 'above' ? point.value > limit : point.value < limit;
};

const bandOf = ({ value, lower, upper }: Point): Pick<Reported, 'usual' | 'side'> => {
  if (lower === undefined && upper === undefined) return {};
  const usual = { ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) };
  if (upper !== undefined && value > upper) return { usual, side: 'above' };
  return { usual, side: isBeyondBand({ value, ...usual }) ? 'below' : undefined };
};

const windowOf = (reason: string): Pick<Reported, 'window'> => {
  const some = /(\d{1,4}) out of the last (\d{1,4}) (?:datapoint|query result)/u.exec(reason);
  if (some !== null) return { window: { beyond: Number(some[1]), of: Number(some[2]) } };
  const all = /Crossed: (\d{1,4}) datapoints? /u.exec(reason)?.[1];
  return all === undefined ? {} : { window: { beyond: Number(all), of: Number(all) } };
};

const limitOf = (data: JsonObject, reason: string): Pick<Reported, 'limit'> => {
  const spoken = Number.parseFloat(/ the threshold \((-?[\d.E+-]+)\)/u.exec(reason)?.[1] ?? '');
  const limit = numberOf(data['threshold']) ?? numberOf(spoken);
  return limit === undefined ? {} : { limit };
};

const given = (data: JsonObject): Pick<Reported, 'periodSeconds' | 'unit'> => {
  const [periodSeconds, unit] = [numberOf(data['period']), textOf(data['unit'])];
  return { ...(periodSeconds === undefined ? {} : { periodSeconds }), ...(unit === undefined ? {} : { unit }) };
};

const silentOf = (reason: string): Pick<Reported, 'silent'> => {
  const periods = /no datapoints were received for (\d{1,4}) periods?/u.exec(reason)?.[1];
  return periods === undefined ? {} : { silent: Number(periods) };
};

/** So many periods without data count as trouble. */
const missingOf = (reason: string): number | undefined => {
  const periods = /\b(\d{1,4}) missing datapoints? (?:was|were) treated as \[Breaching\]/iu.exec(reason)?.[1];
  return periods === undefined ? undefined : Number(periods);
};

/**
 * The newest that is beyond the limit where the alarm fires: only that one says what is wrong. Where none is and missing
 * data fires it, the last value that came before says the contrary.
 */
const decidingOf = (
  points: readonly Point[],
  compared: Compared,
  { state, missing }: { readonly state: AlarmState; readonly missing: number | undefined },
): Point | undefined => {
  if (state !== 'ALARM') return points[0];
  return points.find((one) => isBeyond(one, compared)) ?? (missing === undefined ? points[0] : undefined);
};

const isLimitBeyond = (reason: string): boolean => /\bthan or equal to\b/u.test(reason);

/**
 * What `detail.state` of an alarm's event says in numbers: from `reasonData`, comparison and window from the sentence,
 * which alone has them; without `reasonData` all from the sentence. An alarm without enough data has no value.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export const reportedOf = ({ reason, reasonData }: JsonObject, state: AlarmState): Reported => {
  const sentence = typeof reason === 'string' ? safeText(reason, READ_AT_MOST) : '';
  const data = fieldsOf(typeof reasonData === 'string' ? parsedJson(reasonData) : reasonData);
  const told = { ...limitOf(data, sentence), ...sideOf(sentence) };
  const points = state === 'INSUFFICIENT_DATA' ? [] : pointsOf(data, sentence);
  const missing = missingOf(sentence);
  const point = decidingOf(points, { ...told, isLimitBeyond: isLimitBeyond(sentence) }, { state, missing });
  const isSilent = state === 'ALARM' && point === undefined && missing !== undefined;
  return {
    ...told,
    ...(point === undefined ? {} : { value: point.value, ...bandOf(point) }),
    ...windowOf(sentence),
    ...(isSilent ? { silent: missing } : silentOf(sentence)),
    ...given(data),
  };
};
