import { type AlarmIdentity, alarmIdentityOf } from '../../core/alarm/alarm-identity.ts';
import type { AlarmChange, WatchedMetric } from '../../core/alarm/change.ts';
import { labelsOf } from '../../core/alarm/labels.ts';
import { fieldsOf, type JsonObject, listOf, textOf } from '../../core/json-value.ts';
import { jsonFile } from '../files/json-file.ts';
import { UsageError } from '../terminal/command-error.ts';

const ALARMS = 'the output of `aws cloudwatch describe-alarms`';
const TAGS = 'the output of `aws resourcegroupstaggingapi get-resources --resource-type-filters cloudwatch:alarm`';
const KINDS = ['MetricAlarms', 'CompositeAlarms', 'LogAlarms'] as const;

/** Alarms of an account, each as an event of it would be routed. */
export interface AlarmDump {
  readonly alarms: readonly AlarmChange[];
  /** So many entries have no ARN to read: what has a name is among the alarms, of no account or Region. */
  readonly withoutArn: number;
  /** It ends before the account's last alarm does. */
  readonly isCut: boolean;
}

/** One page, or several one after another. */
const pagesIn = (json: unknown): readonly JsonObject[] => (Array.isArray(json) ? json : [json]).map(fieldsOf);

const metricIn = (fields: JsonObject): readonly WatchedMetric[] => {
  const [namespace, metricName] = [textOf(fields['Namespace']), textOf(fields['MetricName'])];
  return namespace === undefined || metricName === undefined ? [] : [{ namespace, metricName }];
};

const metricsIn = (alarm: JsonObject): readonly WatchedMetric[] => [
  ...metricIn(alarm),
  ...listOf(alarm['Metrics']).flatMap((query) => metricIn(fieldsOf(fieldsOf(fieldsOf(query)['MetricStat'])['Metric']))),
];

/** When it changed, and to what, decides nothing of where it goes. */
const changeOf = (identity: AlarmIdentity, alarm: JsonObject): AlarmChange => ({
  kind: 'state',
  ...identity,
  state: 'ALARM',
  at: '1970-01-01T00:00:00.000Z',
  reason: '',
  onRealData: true,
  tags: {},
  untold: true,
  metrics: metricsIn(alarm),
});

const identityIn = ({ AlarmArn, AlarmName }: JsonObject): AlarmIdentity | undefined =>
  alarmIdentityOf({ resources: [AlarmArn], detail: { alarmName: AlarmName } });

const alarmIn = (entry: JsonObject): readonly AlarmChange[] => {
  const identity = identityIn(entry);
  return identity === undefined ? [] : [changeOf(identity, entry)];
};

const hasArn = ({ AlarmArn }: JsonObject): boolean => identityIn({ AlarmArn }) !== undefined;

/** @throws UsageError what the file is, and what it should be. */
export const alarmDump = async (file: string): Promise<AlarmDump> => {
  const pages = pagesIn(await jsonFile(file, ALARMS));
  if (!pages.some((page) => KINDS.some((kind) => Array.isArray(page[kind]))))
    throw new UsageError(`${file}: holds none of ${KINDS.join(', ')}; expected ${ALARMS}`);
  const entries = pages.flatMap((page) => KINDS.flatMap((kind) => listOf(page[kind]).map(fieldsOf)));
  return {
    alarms: entries.flatMap(alarmIn),
    withoutArn: entries.filter((entry) => !hasArn(entry)).length,
    isCut: textOf(pages.at(-1)?.['NextToken']) !== undefined,
  };
};

/** By ARN. @throws UsageError as above. */
export const dumpedTags = async (file: string): Promise<ReadonlyMap<string, AlarmChange['tags']>> => {
  const pages = pagesIn(await jsonFile(file, TAGS));
  if (!pages.some((page) => Array.isArray(page['ResourceTagMappingList'])))
    throw new UsageError(`${file}: holds no ResourceTagMappingList; expected ${TAGS}`);
  return new Map(
    pages
      .flatMap((page) => listOf(page['ResourceTagMappingList']).map(fieldsOf))
      .map(({ ResourceARN, Tags }) => [
        textOf(ResourceARN) ?? '',
        labelsOf(
          Object.fromEntries(
            listOf(Tags)
              .map(fieldsOf)
              .map(({ Key, Value }) => [textOf(Key) ?? '', Value]),
          ),
        ),
      ]),
  );
};
