import type { EscalationPolicy } from '../core/configuration.ts';
import type { ReceivedChange } from '../core/incident/commands.ts';
import { incidentIdOf } from '../core/incident/incident-id.ts';
import type { Opening, PolicyCopy } from '../core/incident/incident.ts';
import { cutToBytes } from '../core/words.ts';
import { opensIncident } from '../core/rules/receive-alarm.ts';
import type { DedupRecord, GroupRecord, RegisterEntry } from '../ports/incident-store.ts';
import { type Handled, handleOnce, retryingLostRaces } from './handle-command.ts';
import type { Pipeline } from './pipeline.ts';
import type { RoutedChange } from './routed-change.ts';

/** Changes of one group, in the order of arrival. */
export interface GroupedChanges {
  readonly group: string;
  readonly changes: readonly RoutedChange[];
}

/** What became of each message: the incident it changed, or the one it repeats something of. */
export interface GroupReceipt {
  readonly messageId: string;
  readonly incidentId: string | undefined;
  readonly isDuplicate: boolean;
}

/** Changes in one append: with events, members, register and dedup items it stays within the bound of a transaction. */
const CHANGES_AN_APPEND = 10;

const STATE_RANK = { OK: 0, INSUFFICIENT_DATA: 1, ALARM: 2 } as const;

/** CloudWatch's order, never that of arrival; at the same instant ALARM is the last word. */
const inCloudWatchOrder = (one: RoutedChange, other: RoutedChange): number => {
  if (one.change.at !== other.change.at) return one.change.at < other.change.at ? -1 : 1;
  return STATE_RANK[one.change.state] - STATE_RANK[other.change.state];
};

interface Known {
  readonly entries: ReadonlyMap<string, RegisterEntry>;
  readonly record: GroupRecord | undefined;
}

const isStale = ({ change }: RoutedChange, entry: RegisterEntry | undefined): boolean =>
  entry !== undefined &&
  (change.at < entry.at || (change.at === entry.at && STATE_RANK[change.state] < STATE_RANK[entry.state]));

const received = (ordered: readonly RoutedChange[], entries: Known['entries']): readonly ReceivedChange[] => {
  const lastAt = new Map<string, string>();
  return ordered.map((routed) => {
    const { change, alarmId, alarmKey, route } = routed;
    const entry = entries.get(alarmKey);
    const before = lastAt.get(alarmKey) ?? entry?.at;
    const stale = isStale(routed, entry);
    if (!stale) lastAt.set(alarmKey, change.at);
    const previousAt = change.previous?.at;
    return {
      change,
      alarmId,
      alarmKey,
      severity: route.severity,
      insufficientData: route.insufficientData,
      stale,
      missedTransition: before !== undefined && previousAt !== undefined && previousAt > before,
    };
  });
};

const policyCopy = ({ configuration }: Pipeline, name: string): PolicyCopy => {
  const { escalations, unrouted } = configuration;
  const policy: EscalationPolicy | undefined = escalations[name] ?? escalations[unrouted.escalation];
  if (policy === undefined) throw new Error(`no escalation policy ${name} and none for what is unrouted`);
  return { ...policy, name };
};

/** Bytes that a head spends on a runbook's address; a cut one would lead nowhere. */
const RUNBOOK_BYTES = 1_000;

const fitting = (runbook: string | undefined): string | undefined =>
  runbook !== undefined && cutToBytes(runbook, RUNBOOK_BYTES) === runbook ? runbook : undefined;

/** Where changes of a group go. */
interface Destination {
  readonly group: string;
  readonly incidentId: string;
}

const openingFor = (pipeline: Pipeline, first: RoutedChange, { group, incidentId }: Destination): Opening => {
  const { change, route } = first;
  return {
    incidentId,
    kind: 'real',
    group,
    account: change.account,
    region: change.region,
    service: route.service,
    environment: route.environment,
    config: pipeline.configuration.hash,
    policy: policyCopy(pipeline, route.escalation),
    recoverAfterMs: route.recoverAfterMs,
    cooldownMs: route.cooldownMs,
    runbook: fitting(route.runbook),
  };
};

const registerEntries = (
  { group, changes }: GroupedChanges,
  receivedChanges: readonly ReceivedChange[],
  { entries }: Known,
): readonly RegisterEntry[] => {
  const last = new Map<string, RegisterEntry>();
  changes.forEach(({ alarmKey, change }, index) => {
    if (receivedChanges[index]?.stale === true) return;
    const version = (entries.get(alarmKey)?.version ?? 0) + 1;
    last.set(alarmKey, { alarmKey, alarmName: change.alarmName, state: change.state, at: change.at, group, version });
  });
  return [...last.values()];
};

const isDoorOpen = ({ status, reopenUntil }: GroupRecord, now: string): boolean =>
  status === 'open' || (reopenUntil !== undefined && now <= reopenUntil);

const handleChanges = async (pipeline: Pipeline, batch: GroupedChanges, known: Known): Promise<Handled> => {
  const at = pipeline.clock();
  const { group } = batch;
  const changes = received(batch.changes, known.entries);
  const openerIndex = changes.findIndex(opensIncident);
  const opener = batch.changes[Math.max(0, openerIndex)];
  if (opener === undefined) return { outcome: 'accepted', incident: undefined, events: [] };
  const { record } = known;
  // The group's own incident while it may be joined or reopened, else one that these changes open.
  const isOwn = record !== undefined && (openerIndex < 0 || isDoorOpen(record, at));
  const incidentId = isOwn ? record.incidentId : incidentIdOf(opener.change.at, group, opener.dedupKey);
  const opening = openingFor(pipeline, opener, { group, incidentId });
  const dedups = batch.changes.map(({ dedupKey }): DedupRecord => ({ key: dedupKey, incidentId }));
  return handleOnce(pipeline, {
    incidentId,
    command: { type: 'ReceiveAlarm', at, opening, changes },
    register: registerEntries(batch, changes, known),
    dedups,
  });
};

/**
 * Of a group whose incident is over for good, changes that open nothing (an OK of an alarm it left firing) still
 * belong to it, and those of alarms that open something to the new one.
 */
const split = (pipeline: Pipeline, batch: GroupedChanges, known: Known): readonly GroupedChanges[] => {
  const { record } = known;
  const isOver = record?.status === 'resolved' && (record.reopenUntil ?? '') < pipeline.clock();
  if (!isOver) return batch.changes.length > 0 ? [batch] : [];
  const changes = received(batch.changes, known.entries);
  const opening = new Set(changes.filter(opensIncident).map(({ alarmId }) => alarmId));
  const parts = [
    batch.changes.filter(({ alarmId }) => !opening.has(alarmId)),
    batch.changes.filter(({ alarmId }) => opening.has(alarmId)),
  ];
  return parts.filter((part) => part.length > 0).map((part) => ({ ...batch, changes: part }));
};

interface Sorted {
  readonly fresh: readonly RoutedChange[];
  readonly repeated: readonly GroupReceipt[];
}

/** Sets apart what was taken in before, or stands twice in this batch. */
const withoutDuplicates = async ({ register }: Pipeline, changes: readonly RoutedChange[]): Promise<Sorted> => {
  const seen = await register.seen([...new Set(changes.map(({ dedupKey }) => dedupKey))]);
  const first = new Map(changes.toReversed().map((routed) => [routed.dedupKey, routed]));
  const fresh = changes.filter((routed) => !seen.has(routed.dedupKey) && first.get(routed.dedupKey) === routed);
  const repeated = changes
    .filter((routed) => !fresh.includes(routed))
    .map(({ messageId, dedupKey }) => ({ messageId, incidentId: seen.get(dedupKey)?.incidentId, isDuplicate: true }));
  return { fresh, repeated };
};

const read = async ({ register }: Pipeline, { group, changes }: GroupedChanges): Promise<Known> => {
  const [entries, records] = await Promise.all([
    register.entries([...new Set(changes.map(({ alarmKey }) => alarmKey))]),
    register.groups([group]),
  ]);
  return { entries, record: records.get(group) };
};

const receiveBatch = async (pipeline: Pipeline, batch: GroupedChanges): Promise<readonly GroupReceipt[]> => {
  const { fresh, repeated } = await withoutDuplicates(pipeline, batch.changes);
  const known = await read(pipeline, { ...batch, changes: fresh });
  const receipts = [...repeated];
  for (const part of split(pipeline, { ...batch, changes: fresh }, known)) {
    const { incident } = await handleChanges(pipeline, part, known);
    const incidentId = incident?.incidentId;
    receipts.push(...part.changes.map(({ messageId }) => ({ messageId, incidentId, isDuplicate: false })));
  }
  return receipts;
};

/**
 * Records the changes of one group, ten an append. A lost race starts again at the group, not at the incident.
 *
 * @throws LostRaceError after ten lost races.
 */
export const receiveGroup = async (
  pipeline: Pipeline,
  { group, changes }: GroupedChanges,
): Promise<readonly GroupReceipt[]> => {
  const ordered = changes.toSorted(inCloudWatchOrder);
  const receipts: GroupReceipt[] = [];
  for (let start = 0; start < ordered.length; start += CHANGES_AN_APPEND) {
    const batch = { group, changes: ordered.slice(start, start + CHANGES_AN_APPEND) };
    receipts.push(...(await retryingLostRaces(pipeline, () => receiveBatch(pipeline, batch))));
  }
  return receipts;
};
