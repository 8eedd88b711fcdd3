import { fieldsOf, type JsonObject, listOf, parsedJson } from '../json-value.ts';
import { epochOf, MINUTE, SECOND } from '../time.ts';
import { parseTimestamp } from './alarm-timestamp.ts';

/** No alarm has a longer period: seven days, in seconds. */
const LONGEST_PERIOD_SECONDS = 604_800;

/** What a state of an alarm was decided on. */
export interface SeenDatapoints {
  /** The alarm's. */
  readonly periodMs: number;
  /** Starts of the datapoints, newest first, each once; a period without a value is none. */
  readonly starts: readonly number[];
  /** From the start of the newest to the evaluation; undefined: nobody can tell. */
  readonly ageMs?: number | undefined;
}

const epochIn = (timestamp: unknown): number | undefined => {
  const at = parseTimestamp(timestamp);
  return at === undefined ? undefined : epochOf(at);
};

const startsIn = (data: JsonObject): readonly number[] => {
  const starts = listOf(data['evaluatedDatapoints'])
    .map(fieldsOf)
    .map(({ timestamp, value }) => (typeof value === 'number' ? epochIn(timestamp) : undefined))
    .filter((start) => start !== undefined);
  return [...new Set(starts)].sort((one, other) => other - one);
};

const periodMsIn = ({ period }: JsonObject): number =>
  typeof period === 'number' && period > 0 && period <= LONGEST_PERIOD_SECONDS ? period * SECOND : MINUTE;

/** The data for machines of a state, which comes as text. */
export const reasonDataIn = ({ reasonData }: JsonObject): JsonObject =>
  fieldsOf(typeof reasonData === 'string' ? parsedJson(reasonData) : reasonData);

/** @param state of an event: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export const seenDatapoints = (state: JsonObject): SeenDatapoints => {
  const data = reasonDataIn(state);
  const starts = startsIn(data);
  const [evaluatedAt, newest] = [epochIn(data['queryDate']), starts[0]];
  const isKnown = evaluatedAt !== undefined && newest !== undefined;
  return { periodMs: periodMsIn(data), starts, ageMs: isKnown ? evaluatedAt - newest : undefined };
};

/** The usual time from one datapoint to the next, the median; undefined: no two were seen together. */
export const rhythmOf = (...seen: readonly SeenDatapoints[]): number | undefined => {
  const gaps = seen
    .flatMap(({ starts }) => starts.slice(1).map((start, index) => (starts[index] ?? start) - start))
    .sort((one, other) => one - other);
  return gaps[Math.floor((gaps.length - 1) / 2)];
};
