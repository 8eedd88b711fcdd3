import type { SealedEvent } from '../../core/incident/chain.ts';
import { isCurrent, refolded } from '../../core/incident/current-head.ts';
import type { Incident, Member } from '../../core/incident/incident.ts';
import type { StoredDiagnosis } from '../../core/incident/stored-diagnosis.ts';
import { listEntryOf } from '../../core/report/list-entry.ts';
import { instantOf } from '../../core/time.ts';
import { checkAppendLimits } from '../../ports/append-limits.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AlarmRegister, Append, IncidentIndex, IncidentStore } from '../../ports/incident-store.ts';
import type { DedupRecord, GroupRecord, RegisterEntry } from '../../core/group/records.ts';
import { incidentIndex } from './incident-index.ts';
import {
  dedupKey,
  dedupPut,
  DIAGNOSES,
  diagnosisIn,
  diagnosisKey,
  diagnosisPut,
  eventIn,
  eventPut,
  EVENTS,
  groupKey,
  groupPut,
  headKey,
  headPut,
  incidentKey,
  type ItemPut,
  type Key,
  listPut,
  memberKey,
  memberPut,
  MEMBERS,
  recordIn,
  registerKey,
  registerPut,
} from './items.ts';
import { type Item, readItems, readPartition, type Table } from './read.ts';
import { writeTransaction } from './transaction.ts';

interface Options extends Table {
  /** @default the system's */
  readonly clock?: Clock;
}

const HEADS_REMEMBERED = 100;

/** What lists show of the heads read last: a list entry is written only when it changes. */
class ListedHeads {
  private readonly listed = new Map<string, { readonly version: number; readonly record: string }>();

  remember(head: Incident): void {
    this.listed.delete(head.incidentId);
    this.listed.set(head.incidentId, { version: head.version, record: JSON.stringify(listEntryOf(head)) });
    const [oldest] = this.listed.keys();
    if (this.listed.size > HEADS_REMEMBERED && oldest !== undefined) this.listed.delete(oldest);
  }

  /** The list entry to be written with a head put over this version; drills, canaries and heads of before have none. */
  puts(head: Incident, before: number): readonly ItemPut[] {
    if (head.kind !== 'real' || !isCurrent(head)) return [];
    const record = JSON.stringify(listEntryOf(head));
    const known = this.listed.get(head.incidentId);
    return known?.version === before && known.record === record ? [] : [listPut(head, record)];
  }
}

const incidentPuts = (incident: Append['incident'], listed: ListedHeads): readonly ItemPut[] => {
  if (incident === undefined) return [];
  const { head, events, members, diagnoses = [], wakeAt } = incident;
  const before = head.version - events.length;
  return [
    headPut(head, before, wakeAt),
    ...events.map((event) => eventPut(head.incidentId, event)),
    ...members.map((member) => memberPut(head.incidentId, member)),
    ...diagnoses.map((one) => diagnosisPut(head.incidentId, one)),
    ...listed.puts(head, before),
  ];
};

const membersIn = (items: readonly Item[]): readonly Member[] => items.map((item) => recordIn(item) as Member);

/** Records that exist, by what names them. */
const readRecords = async <T>(
  table: Table,
  names: readonly string[],
  { key, nameOf }: { key: (name: string) => Key; nameOf: (record: T) => string },
): Promise<ReadonlyMap<string, T>> => {
  const items = await readItems(table, [...new Set(names)].map(key));
  return new Map(items.map((item) => recordIn(item) as T).map((record) => [nameOf(record), record]));
};

/** In order. */
const readDiagnoses = async (
  table: Table,
  incidentId: string,
  which: readonly number[] | 'all',
): Promise<readonly StoredDiagnosis[]> => {
  if (which === 'all') return (await readPartition(table, incidentKey(incidentId), DIAGNOSES)).map(diagnosisIn);
  const keys = [...new Set(which)].map((number) => diagnosisKey(incidentId, number));
  return (await readItems(table, keys)).map(diagnosisIn).sort((one, other) => one.number - other.number);
};

const timelineIn = async (table: Table, incidentId: string): Promise<readonly SealedEvent[]> =>
  (await readPartition(table, incidentKey(incidentId), EVENTS)).map(eventIn);

/** As it is stored. */
const headIn = async (table: Table, incidentId: string): Promise<Incident | undefined> => {
  const [item] = await readItems(table, [headKey(incidentId)]);
  return item && (recordIn(item) as Incident);
};

const currentOf = async (table: Table, stored: Incident | undefined): Promise<Incident | undefined> =>
  stored === undefined || isCurrent(stored) ? stored : refolded(stored, await timelineIn(table, stored.incidentId));

/** Incidents in one DynamoDB table; every read but those of the index is consistent. */
export const dynamoDbIncidents = ({
  clock = () => instantOf(Date.now()),
  ...table
}: Options): IncidentStore & AlarmRegister & IncidentIndex => {
  const listed = new ListedHeads();
  return {
    ...incidentIndex(table, clock, async (incidentId) => currentOf(table, await headIn(table, incidentId))),

    head: async (incidentId) => {
      const stored = await headIn(table, incidentId);
      // What an earlier version wrote into the list is not what this one would: it is written anew.
      if (stored !== undefined && isCurrent(stored)) listed.remember(stored);
      return currentOf(table, stored);
    },

    members: async (incidentId, which) => {
      if (which === 'standing') {
        const members = membersIn(await readPartition(table, incidentKey(incidentId), MEMBERS));
        return members.filter(({ state }) => state !== 'OK');
      }
      return membersIn(
        await readItems(
          table,
          [...new Set(which)].map((id) => memberKey(incidentId, id)),
        ),
      );
    },

    diagnoses: (incidentId, which) => readDiagnoses(table, incidentId, which),

    timeline: (incidentId) => timelineIn(table, incidentId),

    append: async (append) => {
      checkAppendLimits(append);
      const { incident, group, register, dedups } = append;
      const puts = [
        ...incidentPuts(incident, listed),
        ...(group === undefined ? [] : [groupPut(group)]),
        ...register.map(registerPut),
        ...dedups.map((dedup) => dedupPut(dedup, clock())),
      ];
      if (puts.length > 0) await writeTransaction(table, puts);
    },

    entries: (alarmKeys) =>
      readRecords<RegisterEntry>(table, alarmKeys, { key: registerKey, nameOf: ({ alarmKey }) => alarmKey }),
    seen: (dedupKeys) => readRecords<DedupRecord>(table, dedupKeys, { key: dedupKey, nameOf: ({ key }) => key }),
    groups: (groups) => readRecords<GroupRecord>(table, groups, { key: groupKey, nameOf: ({ group }) => group }),
  };
};
