import { inCloudWatchOrder } from '../core/group/alarm-order.ts';
import type { GroupedChanges } from '../core/group/group-changes.ts';
import { type Circumstances, groupPartsOf, type KnownOfGroup } from '../core/group/group-parts.ts';
import type { RoutedChange } from '../core/group/routed-change.ts';
import type { PolicyCopy } from '../core/incident/incident.ts';
import { handleOnce, retryingLostRaces } from './handle-command.ts';
import type { Pipeline } from './pipeline.ts';

/** What became of each message: the incident it changed, or the one it repeats something of. */
export interface GroupReceipt {
  readonly messageId: string;
  readonly incidentId: string | undefined;
  readonly isDuplicate: boolean;
}

/** Changes in one append: with events, members, register and dedup items it stays within the bound of a transaction. */
const CHANGES_AN_APPEND = 10;

const policyCopy = ({ configuration }: Pipeline, name: string): PolicyCopy => {
  const { escalations, unrouted } = configuration;
  const policy = escalations[name] ?? escalations[unrouted.escalation];
  if (policy === undefined) throw new Error(`no escalation policy ${name} and none for what is unrouted`);
  return { ...policy, name };
};

const circumstancesOf = (pipeline: Pipeline): Circumstances => ({
  at: pipeline.clock(),
  config: pipeline.configuration.hash,
  policyOf: (name) => policyCopy(pipeline, name),
});

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

const read = async ({ register }: Pipeline, { group, changes }: GroupedChanges): Promise<KnownOfGroup> => {
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
  for (const { messageIds, ...part } of groupPartsOf({ ...batch, changes: fresh }, known, circumstancesOf(pipeline))) {
    const { incident } = await handleOnce(pipeline, part);
    const incidentId = incident?.incidentId;
    receipts.push(...messageIds.map((messageId) => ({ messageId, incidentId, isDuplicate: false })));
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
