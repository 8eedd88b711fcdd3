import type { CompositeAlarm, MetricAlarm } from '../../alarm/definition.ts';
import { type JsonObject, objectOf, textOf } from '../../json-value.ts';
import { shownValue } from '../../safe-text.ts';
import type { Unsupported } from '../../series/series.ts';
import { describedMetricAlarm } from './described-metric-alarm.ts';
import { type FieldReader, fieldReader } from './field-reader.ts';

export type DescribedAlarm = MetricAlarm | CompositeAlarm | (Unsupported & { readonly name: string });

export interface Unreadable {
  readonly problem: string;
}

const COMMAND = 'the output of `aws cloudwatch describe-alarms`';

const compositeAlarm = (alarm: FieldReader): CompositeAlarm | Unsupported => {
  const read: CompositeAlarm = {
    name: alarm.text('AlarmName'),
    rule: alarm.text('AlarmRule'),
    ...(alarm.given('ActionsSuppressor') === undefined
      ? {}
      : {
          suppressor: {
            alarm: alarm.text('ActionsSuppressor'),
            waitSeconds: alarm.count('ActionsSuppressorWaitPeriod', 0),
            extensionSeconds: alarm.count('ActionsSuppressorExtensionPeriod', 0),
          },
        }),
  };
  return alarm.problems.length === 0 ? read : { unsupported: alarm.problems.join('; ') };
};

const logAlarm = (): Unsupported => ({
  unsupported: 'it watches the results of a log query, which no recording holds',
});

const READERS = {
  MetricAlarms: describedMetricAlarm,
  CompositeAlarms: compositeAlarm,
  LogAlarms: logAlarm,
} as const;

type Kind = keyof typeof READERS;

const KINDS = Object.keys(READERS) as readonly Kind[];

/** One alarm as the file holds it, and where. */
interface Listed {
  readonly kind: Kind;
  readonly fields: unknown;
  readonly place: string;
}

const kindOf = (fields: JsonObject): Kind => {
  if ('AlarmRule' in fields) return 'CompositeAlarms';
  return 'ScheduledQueryConfiguration' in fields || 'QueryResultsToEvaluate' in fields ? 'LogAlarms' : 'MetricAlarms';
};

/** Alarms without the lists that say their kind, as `--query` leaves them. */
const bareAlarms = (items: readonly unknown[]): readonly Listed[] | Unreadable => {
  const listed = items.map((item, index) => ({ item: objectOf(item), place: `[${String(index)}]` }));
  const stranger = listed.find(({ item }) => textOf(item?.['AlarmName']) === undefined);
  if (stranger !== undefined)
    return { problem: `${stranger.place}: expected an alarm with an AlarmName, as in ${COMMAND}` };
  return listed.flatMap(({ item, place }) => (item === undefined ? [] : { kind: kindOf(item), fields: item, place }));
};

const listedAlarms = (output: JsonObject): readonly Listed[] | Unreadable => {
  const given = KINDS.filter((kind) => (output[kind] ?? undefined) !== undefined);
  const wrong = given.find((kind) => !Array.isArray(output[kind]));
  if (wrong !== undefined) return { problem: `${wrong}: expected a list of alarms, got ${shownValue(output[wrong])}` };
  return given.flatMap((kind) =>
    (output[kind] as readonly unknown[]).map((fields, index) => ({ kind, fields, place: `${kind}[${String(index)}]` })),
  );
};

const alarmsIn = (json: unknown): readonly Listed[] | Unreadable => {
  if (Array.isArray(json)) return bareAlarms(json);
  const output = objectOf(json);
  if (output === undefined) return { problem: `expected ${COMMAND}, got ${shownValue(json)}` };
  if (KINDS.some((kind) => kind in output)) return listedAlarms(output);
  if ('AlarmName' in output) return bareAlarms([output]);
  return { problem: `expected ${COMMAND}: an object with ${KINDS.join(', ')}; none of them is there` };
};

const alarmOf = ({ kind, fields, place }: Listed): DescribedAlarm => {
  const read = READERS[kind](fieldReader(fields));
  return 'unsupported' in read ? { name: textOf(objectOf(fields)?.['AlarmName']) ?? place, ...read } : read;
};

/**
 * The alarms of what `aws cloudwatch describe-alarms` printed, of one of its lists, or of one alarm of it. Only what
 * evaluation needs has to be there. https://docs.aws.amazon.com/cli/latest/reference/cloudwatch/describe-alarms.html
 */
export const describedAlarms = (json: unknown): { readonly alarms: readonly DescribedAlarm[] } | Unreadable => {
  const listed = alarmsIn(json);
  if ('problem' in listed) return listed;
  const alarms = listed.map(alarmOf);
  const names = new Set<string>();
  for (const { name } of alarms) {
    if (names.has(name)) return { problem: `two alarms are named ${shownValue(name)}: an alarm's name is its own` };
    names.add(name);
  }
  return { alarms };
};
