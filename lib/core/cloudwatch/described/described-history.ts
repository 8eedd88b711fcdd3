import type { AlarmState } from '../../alarm/definition.ts';
import { type JsonObject, fieldsOf, listOf, objectOf, parsedJson, textOf } from '../../json-value.ts';
import { shownValue } from '../../safe-text.ts';
import { type Instant, instantOf, parseInstant, SECOND } from '../../time.ts';
import type { Unreadable } from './described-alarms.ts';

/** A change of state that CloudWatch recorded. */
export interface RecordedChange {
  readonly alarmName: string;
  readonly at: Instant;
  readonly from: AlarmState;
  readonly to: AlarmState;
}

const COMMAND = 'the output of `aws cloudwatch describe-alarm-history`';
const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];
const SUMMARY = /\bfrom (\w+) to (\w+)/u;

/** The last second that an `Instant` can name. */
const LAST_SECOND = Date.UTC(9999, 11, 31, 23, 59, 59) / SECOND;

const stateOf = (value: unknown): AlarmState | undefined => STATES.find((state) => state === value);

/** The CLI prints an ISO 8601 time or, with `cli_timestamp_format = none`, epoch seconds. */
const instantIn = (value: unknown): Instant | undefined => {
  if (typeof value === 'string') return parseInstant(value);
  if (typeof value !== 'number' || !(value >= 0 && value <= LAST_SECOND)) return undefined;
  return instantOf(value * SECOND);
};

/** HistoryData is cut at 4,095 characters: where it is no JSON, the summary still says what happened. */
const statesOf = (item: JsonObject): readonly (AlarmState | undefined)[] => {
  const data = fieldsOf(parsedJson(textOf(item['HistoryData']) ?? ''));
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
  const [from, to] = statesOf(item);
  if (from === undefined || to === undefined) {
    const expected = 'the old and the new state in HistoryData, or "Alarm updated from OK to ALARM" in HistorySummary';
    return { problem: `${place}: expected ${expected}, got ${shownValue(item['HistorySummary'])}` };
  }
  return { alarmName, at, from, to };
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

/**
 * The changes of state in what `aws cloudwatch describe-alarm-history` printed, oldest first; other items are passed over.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AlarmHistoryItem.html
 */
export const describedHistory = (json: unknown): { readonly changes: readonly RecordedChange[] } | Unreadable => {
  const items = itemsIn(json);
  if ('problem' in items) return items;
  const changes: RecordedChange[] = [];
  for (const [index, item] of items.entries()) {
    const fields = fieldsOf(item);
    if (fields['HistoryItemType'] !== 'StateUpdate') continue;
    const change = changeOf(fields, `AlarmHistoryItems[${String(index)}]`);
    if ('problem' in change) return change;
    changes.push(change);
  }
  return { changes: oldestFirst(changes) };
};
