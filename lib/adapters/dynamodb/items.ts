import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { objectOf, parsedJson } from '../../core/json-value.ts';
import type { Anchor } from '../../core/incident/anchor.ts';
import type { SealedEvent } from '../../core/incident/chain.ts';
import { sha256Hex } from '../../core/hash.ts';
import type { Incident, Member } from '../../core/incident/incident.ts';
import type { StoredDiagnosis } from '../../core/incident/stored-diagnosis.ts';
import { DAY, epochOf, type Instant, later, SECOND } from '../../core/time.ts';
import type { DedupRecord, GroupRecord, RegisterEntry } from '../../core/group/records.ts';
import { type ListEntry, listEntryFrom, listKeyOf } from '../../core/report/list-entry.ts';
import type { ReleaseVerdict } from '../../core/release/release-verdict.ts';
import type { DeployOf } from '../../ports/deploy-log.ts';
import { DEPLOYS_OF } from './contract.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** One put of a transaction: the item, and what has to hold for it. */
export type ItemPut = Omit<
  NonNullable<NonNullable<TransactWriteCommandInput['TransactItems']>[number]['Put']>,
  'TableName'
>;

const DEDUP_DAYS = 14;
const DEPLOY_DAYS = 90;
const SCAN_DAYS = 14;

/** The reconciler reads them all at once; one partition of an index takes 1,000 writes a second. */
export const WAKE_SHARDS = ['WAKE#0', 'WAKE#1', 'WAKE#2', 'WAKE#3'] as const;

/** Of register entries whose tags are to be looked up. */
export const TAGS_SHARD = 'TAGS';

export const EVENTS = 'EVT#';
export const MEMBERS = 'ALM#';
export const DIAGNOSES = 'DIA#';
export const DEPLOYS = 'DEP#';
export const RELEASES = 'REL#';
export const ANCHORS = 'ANCHOR';

export const incidentKey = (incidentId: string): string => `INC#${incidentId}`;
export const incidentIdIn = (pk: string): string => pk.slice('INC#'.length);
export const headKey = (incidentId: string): Key => ({ pk: incidentKey(incidentId), sk: 'HEAD' });
export const memberKey = (incidentId: string, alarmId: string): Key => ({
  pk: incidentKey(incidentId),
  sk: `${MEMBERS}${alarmId}`,
});
export const diagnosisKey = (incidentId: string, number: number): Key => ({
  pk: incidentKey(incidentId),
  sk: `${DIAGNOSES}${String(number).padStart(6, '0')}`,
});
export const registerKey = (alarmKey: string): Key => ({ pk: `ALM#${sha256Hex(alarmKey)}`, sk: 'HEAD' });
export const groupKey = (group: string): Key => ({ pk: `GRP#${group}`, sk: 'CUR' });
/** Of one day of UTC. */
export const scanKey = (at: Instant): Key => ({ pk: `SCAN#${at.slice(0, 10)}`, sk: 'SCAN' });
export const dedupKey = (key: string): Key => ({ pk: `DUP#${sha256Hex(key)}`, sk: 'DUP' });

/** No service is called so: names begin with a letter or a digit. */
const NOBODY = '-';
export const deploysKey = (service: string | undefined): string => `${DEPLOYS_OF}${service ?? NOBODY}`;
/** The id as a hash: whoever deploys chooses it, and may make it as long as they like. */
const deployKey = ({ service, word: { at, id, status } }: DeployOf): Key => ({
  pk: deploysKey(service),
  sk: `${DEPLOYS}${at}#${sha256Hex(id)}#${status}`,
});

export const serviceMonthKey = (service: string, openedAt: Instant): string => `SVC#${service}#${openedAt.slice(0, 7)}`;
export const dayKey = (openedAt: Instant): string => `DAY#${openedAt.slice(0, 10)}`;
export const resolvedDayKey = (resolvedAt: Instant): string => `DAY#${resolvedAt.slice(0, 10)}`;

export const ABSENT = { ConditionExpression: 'attribute_not_exists(pk)' } as const;

/** Over the version before, or where nothing is. */
const over = (version: number): Omit<ItemPut, 'Item'> =>
  version === 0
    ? ABSENT
    : {
        ConditionExpression: '#version = :before',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':before': version },
      };

/** Epoch seconds, as DynamoDB's time to live wants them. */
export const expiry = (at: Instant, days: number): number => Math.ceil(epochOf(later(at, days * DAY)) / SECOND);

const wakeKeys = (
  head: Incident,
  wake: Instant | undefined,
): { readonly wakeShard: string; readonly wakeAt: Instant } | undefined => {
  const shard = WAKE_SHARDS[head.incidentId.charCodeAt(head.incidentId.length - 1) % WAKE_SHARDS.length];
  return wake === undefined || shard === undefined ? undefined : { wakeShard: shard, wakeAt: wake };
};

/** Records are JSON text, so that every one comes back as it was put, key order and lone surrogates included. */
export const storedRecord = (value: object): { readonly record: string } => ({ record: JSON.stringify(value) });

export const headPut = (head: Incident, before: number, wake: Instant | undefined): ItemPut => ({
  Item: { ...headKey(head.incidentId), version: head.version, ...storedRecord(head), ...wakeKeys(head, wake) },
  ...over(before),
});

export const eventPut = (incidentId: string, { version, body, prev, hash }: SealedEvent): ItemPut => ({
  Item: { pk: incidentKey(incidentId), sk: `${EVENTS}${String(version).padStart(10, '0')}`, body, prev, hash },
  ...ABSENT,
});

export const memberPut = (incidentId: string, member: Member): ItemPut => ({
  Item: { ...memberKey(incidentId, member.alarmId), ...storedRecord(member) },
});

export const diagnosisPut = (incidentId: string, { number, body }: StoredDiagnosis): ItemPut => ({
  Item: { ...diagnosisKey(incidentId, number), body },
  ...ABSENT,
});

export const listEntryKey = (incidentId: string): Key => ({ pk: incidentKey(incidentId), sk: 'LIST' });

/** Found by day, by service and by the day it was resolved on, newest last; `record` is a `ListEntry`. */
export const listPut = ({ incidentId, openedAt, service, resolution }: Incident, record: string): ItemPut => ({
  Item: {
    ...listEntryKey(incidentId),
    day: dayKey(openedAt),
    serviceMonth: serviceMonthKey(service, openedAt),
    ...(resolution === undefined ? {} : { resolvedDay: resolvedDayKey(resolution.at) }),
    listKey: listKeyOf({ openedAt, incidentId }),
    record,
  },
});

export const groupPut = (group: GroupRecord): ItemPut => ({
  Item: { ...groupKey(group.group), version: group.version, ...storedRecord(group) },
  ...over(group.version - 1),
});

export const registerPut = (entry: RegisterEntry): ItemPut => ({
  Item: {
    ...registerKey(entry.alarmKey),
    version: entry.version,
    ...storedRecord(entry),
    ...(entry.tagsDueAt === undefined ? {} : { wakeShard: TAGS_SHARD, wakeAt: entry.tagsDueAt }),
  },
  ...over(entry.version - 1),
});

export const dedupPut = (dedup: DedupRecord, at: Instant): ItemPut => ({
  Item: { ...dedupKey(dedup.key), ...storedRecord(dedup), ttl: expiry(at, DEDUP_DAYS) },
  ...ABSENT,
});

export const deployPut = (deploy: DeployOf, at: Instant): ItemPut => ({
  Item: { ...deployKey(deploy), ...storedRecord(deploy.word), ttl: expiry(at, DEPLOY_DAYS) },
  ...ABSENT,
});

export const scanPut = (at: Instant, spent: { readonly version: number; readonly bytes: number }): ItemPut => ({
  Item: { ...scanKey(at), version: spent.version, ...storedRecord(spent), ttl: expiry(at, SCAN_DAYS) },
  ...over(spent.version - 1),
});

export const releasePut = (service: string, verdict: ReleaseVerdict, at: Instant): ItemPut => ({
  Item: {
    pk: deploysKey(service),
    sk: `${RELEASES}${verdict.deployedAt}#${sha256Hex(verdict.id)}`,
    ...storedRecord(verdict),
    ttl: expiry(at, DEPLOY_DAYS),
  },
  ...ABSENT,
});

/** Never deleted, and it never expires. */
export const anchorPut = (anchor: Anchor): ItemPut => ({
  Item: { pk: ANCHORS, sk: `${anchor.day}#${String(anchor.part).padStart(4, '0')}`, ...storedRecord(anchor) },
  ...ABSENT,
});

/** What an item holds, put by this adapter. */
export const recordIn = (item: Readonly<Record<string, unknown>>): unknown => JSON.parse(String(item['record']));

/** Undefined: it is not as this adapter puts it. */
export const listEntryIn = ({ pk, record }: Readonly<Record<string, unknown>>): ListEntry | undefined => {
  const written: Partial<ListEntry> | undefined = objectOf(parsedJson(String(record)));
  return written?.incidentId === incidentIdIn(String(pk)) ? listEntryFrom(written) : undefined;
};

export const diagnosisIn = (item: Readonly<Record<string, unknown>>): StoredDiagnosis => ({
  number: Number(String(item['sk']).slice(DIAGNOSES.length)),
  body: String(item['body']),
});

export const eventIn = (item: Readonly<Record<string, unknown>>): SealedEvent => ({
  version: Number(String(item['sk']).slice(EVENTS.length)),
  body: String(item['body']),
  prev: String(item['prev']),
  hash: String(item['hash']),
});
