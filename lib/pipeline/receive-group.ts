import { alarmKeyOf } from '../core/alarm/alarm-identity.ts';
import { asksMember, inCloudWatchOrder } from '../core/group/alarm-order.ts';
import type { GroupedChanges } from '../core/group/group-changes.ts';
import { type Circumstances, groupPartsOf, type KnownOfGroup } from '../core/group/group-parts.ts';
import type { RoutedChange } from '../core/group/routed-change.ts';
import { handleOnce, retryingLostRaces } from './handle-command.ts';
import type { Pipeline } from './pipeline.ts';

/** What became of each message: the incident it changed, or the one it repeats something of. */
export interface GroupReceipt {
  readonly messageId: string;
  readonly incidentId: string | undefined;
  readonly isDuplicate: boolean;
  /** With it a page began to wait for a diagnosis. */
  readonly isHolding: boolean;
}

/** Changes in one append: with events, members, register and dedup items it stays within the bound of a transaction. */
const CHANGES_AN_APPEND = 10;

const circumstancesOf = (pipeline: Pipeline): Circumstances => ({
  at: pipeline.clock(),
  config: pipeline.configuration.hash,
  isDiagnosed: (service) => pipeline.diagnoses !== undefined && Object.hasOwn(pipeline.configuration.services, service),
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
    .map(({ messageId, dedupKey }) => ({
      messageId,
      incidentId: seen.get(dedupKey)?.incidentId,
      isDuplicate: true,
      isHolding: false,
    }));
  return { fresh, repeated };
};

/** Read only for a late ALARM that a person's resolution may have been about: nearly never. */
const membersAsked = async (
  { store }: Pipeline,
  changes: readonly RoutedChange[],
  { entries, record }: Omit<KnownOfGroup, 'members'>,
): Promise<KnownOfGroup['members']> => {
  const asked = changes.filter((routed) => asksMember(routed, entries.get(routed.alarmKey), record));
  const resolvedId = record?.resolvedByPerson?.incidentId;
  if (resolvedId === undefined || asked.length === 0) return new Map();
  const members = await store.members(resolvedId, [...new Set(asked.map(({ alarmId }) => alarmId))]);
  return new Map(members.map((member) => [member.alarmId, member]));
};

/** Its own, and those of a composite alarm's children: what is wrong with them is what it says. */
const keysAsked = ({ alarmKey, change: { children = [] } }: RoutedChange): readonly string[] => [
  alarmKey,
  ...children.map(({ arn }) => alarmKeyOf({ alarmArn: arn })),
];

const read = async (pipeline: Pipeline, { group, changes }: GroupedChanges): Promise<KnownOfGroup> => {
  const { register } = pipeline;
  const [entries, records] = await Promise.all([
    register.entries([...new Set(changes.flatMap(keysAsked))]),
    register.groups([group]),
  ]);
  const known = { entries, record: records.get(group) };
  return { ...known, members: await membersAsked(pipeline, changes, known) };
};

const receiveBatch = async (pipeline: Pipeline, batch: GroupedChanges): Promise<readonly GroupReceipt[]> => {
  // What changes between these reads makes the append lose its race.
  const [{ fresh, repeated }, known] = await Promise.all([
    withoutDuplicates(pipeline, batch.changes),
    read(pipeline, batch),
  ]);
  const receipts = [...repeated];
  for (const { messageIds, ...part } of groupPartsOf({ ...batch, changes: fresh }, known, circumstancesOf(pipeline))) {
    const handled = await handleOnce(pipeline, part);
    const incidentId = handled.incident?.incidentId;
    const isHolding = handled.outcome === 'accepted' && handled.events.some(({ type }) => type === 'PageHeld');
    receipts.push(...messageIds.map((messageId) => ({ messageId, incidentId, isDuplicate: false, isHolding })));
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
