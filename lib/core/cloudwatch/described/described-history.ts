import type { AlarmState } from '../../alarm/definition.ts';
import { type JsonObject, fieldsOf, listOf, objectOf, parsedJson, textOf } from '../../json-value.ts';
import { shownValue } from '../../safe-text.ts';
import { earliest, latest, type Instant, instantOf, parseInstant, SECOND } from '../../time.ts';
import type { Unreadable } from './described-alarms.ts';

/** A change of state that CloudWatch recorded. */
export interface RecordedChange {
  readonly alarmName: string;
  readonly at: Instant;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** The start of the newest period that it rests on, as the history itself says; absent: it does not say. */
  readonly newestPeriodAt?: Instant;
}

export interface DescribedHistory {
  /** Oldest first. */
  readonly changes: readonly RecordedChange[];
  /** What was before is left out; absent: there is nothing that says so. */
  readonly since?: Instant;
}

const COMMAND = 'the output of `aws cloudwatch describe-alarm-history`';
const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];
const SUMMARY = /\bfrom (\w+) to (\w+)/u;

/** The last instant that an `Instant` can name. */
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59);

/** Later than any time in epoch seconds, and long before those in milliseconds. */
const FIRST_IN_MILLISECONDS = 100_000_000_000;

const stateOf = (value: unknown): AlarmState | undefined => STATES.find((state) => state === value);

/** The CLI prints an ISO 8601 time or, with `cli_timestamp_format = none`, epoch seconds; some SDKs write milliseconds. */
const instantIn = (value: unknown): Instant | undefined => {
  if (typeof value === 'string') return parseInstant(value);
  if (typeof value !== 'number') return undefined;
  const epochMs = value < FIRST_IN_MILLISECONDS ? value * SECOND : value;
  return epochMs >= 0 && epochMs <= LAST_MS ? instantOf(epochMs) : undefined;
};

/** An object that may be written as JSON in a text. */
const unpacked = (value: unknown): JsonObject => fieldsOf(typeof value === 'string' ? parsedJson(value) : value);

/** Of several datapoints those with a value decided; without any it is the periods that had none. */
const newestPeriodIn = (newState: JsonObject, changedAt: Instant): Instant | undefined => {
  const looked = listOf(unpacked(newState['stateReasonData'])['evaluatedDatapoints']).map(fieldsOf);
  const real = looked.filter(({ value }) => typeof value === 'number');
  const starts = (real.length === 0 ? looked : real).flatMap(({ timestamp }) => instantIn(timestamp) ?? []);
  if (starts.length === 0) return undefined;
  const newest = starts.reduce(latest);
  // What has not begun was not looked at: such data say nothing.
  return newest < changedAt ? newest : undefined;
};

/** Old and new state. HistoryData is cut at 4,095 characters: where it is no JSON, the summary still says what happened. */
const statesOf = (item: JsonObject, data: JsonObject): readonly (AlarmState | undefined)[] => {
  const [from, to] = [data['oldState'], data['newState']].map((state) => stateOf(fieldsOf(state)['stateValue']));
  if (from !== undefined && to !== undefined) return [from, to];
  return (SUMMARY.exec(textOf(item['HistorySummary']) ?? '') ?? []).slice(1).map(stateOf);
};

const changeOf = (item: JsonObject, place: string): RecordedChange | Unreadable => {
  const alarmName = textOf(item['AlarmName']);
  if (alarmName === undefined)
    return { problem: `${place}.AlarmName: expected text, got ${shownValue(item['AlarmName'])}` };
  const at = instantIn(item['Timestamp']);
  if (at === undefined) {
    const expected = 'an instant such as 2023-08-05T14:15:00Z or epoch seconds';
    return { problem: `${place}.Timestamp: expected ${expected}, got ${shownValue(item['Timestamp'])}` };
  }
  const data = unpacked(item['HistoryData']);
  const [from, to] = statesOf(item, data);
  if (from === undefined || to === undefined) {
    const expected = 'the old and the new state in HistoryData, or "Alarm updated from OK to ALARM" in HistorySummary';
    return { problem: `${place}: expected ${expected}, got ${shownValue(item['HistorySummary'])}` };
  }
  const newestPeriodAt = newestPeriodIn(fieldsOf(data['newState']), at);
  return { alarmName, at, from, to, ...(newestPeriodAt === undefined ? {} : { newestPeriodAt }) };
};

const itemsIn = (json: unknown): readonly unknown[] | Unreadable => {
  const items = Array.isArray(json) ? json : objectOf(json)?.['AlarmHistoryItems'];
  if (!Array.isArray(items)) return { problem: `expected ${COMMAND}: an object with a list AlarmHistoryItems` };
  if (items.length > 0 && items.every((item) => fieldsOf(item)['HistoryItemType'] === undefined))
    return { problem: `expected ${COMMAND}: not one item of the list has a HistoryItemType` };
  return listOf(items);
};

/** Printed newest first, changes of one instant are too: sorting is stable, so such a list is turned round before. */
const oldestFirst = (changes: readonly RecordedChange[]): readonly RecordedChange[] => {
  const isNewestFirst = (changes[0]?.at ?? '') > (changes.at(-1)?.at ?? '');
  const ordered = isNewestFirst ? changes.toReversed() : changes;
  return ordered.toSorted((one, other) => Number(one.at > other.at) - Number(one.at < other.at));
};

/** Newest first, so that a list that goes on with a next page lacks what is oldest. */
const sinceIn = (json: unknown, changes: readonly RecordedChange[]): Pick<DescribedHistory, 'since'> => {
  const since = earliest(changes.map(({ at }) => at));
  return textOf(fieldsOf(json)['NextToken']) === undefined || since === undefined ? {} : { since };
};

/** Pages that were asked for separately may overlap. */
const eachOnce = (changes: readonly RecordedChange[]): readonly RecordedChange[] => [
  ...new Map(changes.map((one) => [JSON.stringify([one.alarmName, one.at, one.from, one.to]), one])).values(),
];

/**
 * The changes of state in what `aws cloudwatch describe-alarm-history` printed, oldest first; other items are passed over,
 * and those that left the state as it was, such as a further contributor of an alarm in ALARM.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AlarmHistoryItem.html
 */
export const describedHistory = (json: unknown): DescribedHistory | Unreadable => {
  const items = itemsIn(json);
  if ('problem' in items) return items;
  const changes: RecordedChange[] = [];
  for (const [index, item] of items.entries()) {
    const fields = fieldsOf(item);
    if (fields['HistoryItemType'] !== 'StateUpdate') continue;
    const change = changeOf(fields, `AlarmHistoryItems[${String(index)}]`);
    if ('problem' in change) return change;
    if (change.from !== change.to) changes.push(change);
  }
  return { changes: oldestFirst(eachOnce(changes)), ...sinceIn(json, changes) };
};
