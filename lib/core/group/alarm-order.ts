import { alarmKeyOf } from '../alarm/alarm-identity.ts';
import { symptomOfChildren } from '../alarm/symptom/symptom-of-children.ts';
import type { ReceivedChange } from '../incident/commands.ts';
import { firedAt } from '../incident/cover.ts';
import type { Member } from '../incident/incident.ts';
import { NO_DATA_TOLD_AFTER_MS } from '../rules/receive-alarm.ts';
import { DAY, type Instant, later, latest } from '../time.ts';
import type { GroupRecord, RegisterEntry } from './records.ts';
import { tagsAfter } from './tags-of-register.ts';
import type { RoutedChange } from './routed-change.ts';

const STATE_RANK = { OK: 0, INSUFFICIENT_DATA: 1, ALARM: 2 } as const;

/** CloudWatch's order, never that of arrival; at the same instant ALARM is the last word. */
export const inCloudWatchOrder = (one: RoutedChange, other: RoutedChange): number => {
  if (one.change.at !== other.change.at) return one.change.at < other.change.at ? -1 : 1;
  return STATE_RANK[one.change.state] - STATE_RANK[other.change.state];
};

const isBefore = ({ change }: RoutedChange, entry: RegisterEntry | undefined): boolean =>
  entry !== undefined &&
  (change.at < entry.at || (change.at === entry.at && STATE_RANK[change.state] < STATE_RANK[entry.state]));

const isAlarm = ({ change }: RoutedChange): boolean => change.kind === 'state' && change.state === 'ALARM';

const isOkOnRealData = ({ change }: RoutedChange): boolean =>
  change.kind === 'state' && change.state === 'OK' && change.onRealData;

/** The group's record, and members of the incident that a person resolved last: those of which a late ALARM asks. */
export interface KnownOfResolution {
  readonly record: GroupRecord | undefined;
  /** By alarm id. */
  readonly members: ReadonlyMap<string, Member>;
}

/** What an alarm said before it was OK on real data, deleted, or resolved by a person with the incident that it had joined. */
const isCleared = (
  { change, alarmId }: RoutedChange,
  { clearedAt }: RegisterEntry,
  { record, members }: KnownOfResolution,
): boolean => {
  const [member, word] = [members.get(alarmId), record?.resolvedByPerson];
  const isResolved = member !== undefined && word !== undefined && firedAt(member, word);
  return [clearedAt, isResolved ? word.at : undefined].some((at) => at !== undefined && at > change.at);
};

/** Whether only the member itself says if a person's resolution was about this ALARM. */
export const asksMember = (
  routed: RoutedChange,
  entry: RegisterEntry | undefined,
  record: GroupRecord | undefined,
): boolean =>
  isAlarm(routed) &&
  isBefore(routed, entry) &&
  record?.resolvedByPerson !== undefined &&
  record.resolvedByPerson.at > routed.change.at;

/** In ALARM by the last word, and no event says that it was anything else since. */
const isRepeated = ({ change }: RoutedChange, entry: RegisterEntry | undefined): boolean =>
  entry?.state === 'ALARM' &&
  change.state === 'ALARM' &&
  (change.previous === undefined ||
    change.previous.state === 'ALARM' ||
    (change.previous.at !== undefined && change.previous.at <= entry.at));

/** An alarm without data is told of once in so long. */
const NO_DATA_AGAIN_MS = DAY;

const isNoData = ({ change, route }: RoutedChange): boolean =>
  change.kind === 'state' && change.state === 'INSUFFICIENT_DATA' && route.insufficientData === 'notify';

type Losses = Pick<RegisterEntry, 'noDataAt' | 'noDataToldAt' | 'noDataDueAt'>;

/** What is known of an alarm's losses of data at an instant: what was due by then was told. */
const lossesBy = (at: Instant, { noDataAt, noDataToldAt, noDataDueAt }: Losses): Losses =>
  noDataDueAt !== undefined && noDataDueAt <= at ? { noDataAt, noDataToldAt: noDataDueAt } : { noDataAt, noDataToldAt };

const isWithin = (at: Instant, since: Instant | undefined): boolean =>
  since !== undefined && at < later(since, NO_DATA_AGAIN_MS);

/** Whoever was told once hears of it again a day later, if there is still no data then. */
const dueAfter = (at: Instant, { noDataToldAt }: Losses): Instant => {
  const soon = later(at, NO_DATA_TOLD_AFTER_MS);
  return noDataToldAt === undefined ? soon : latest(soon, later(noDataToldAt, NO_DATA_AGAIN_MS));
};

const lossesAfter = (routed: RoutedChange, entry: RegisterEntry | undefined): Losses => {
  const { at } = routed.change;
  const losses = lossesBy(at, entry ?? {});
  if (!isNoData(routed)) return losses;
  const noDataAt = isWithin(at, losses.noDataAt) ? losses.noDataAt : at;
  return { ...losses, noDataAt, noDataDueAt: dueAfter(at, losses) };
};

const lossOf = (routed: RoutedChange, entry: RegisterEntry | undefined): Pick<ReceivedChange, 'loss'> => {
  if (!isNoData(routed)) return {};
  const { at } = routed.change;
  const losses = lossesBy(at, entry ?? {});
  return { loss: { dueAt: dueAfter(at, losses), isAgain: isWithin(at, losses.noDataAt) } };
};

/** The last word by kind: an OK on missing data, and a deletion, say only that there is none. */
const wordOf = ({ kind, state, onRealData }: RoutedChange['change']): RegisterEntry['state'] =>
  kind === 'deleted' || (state === 'OK' && !onRealData) ? 'INSUFFICIENT_DATA' : state;

type Unwritten = Omit<RegisterEntry, 'group' | 'version'>;

const entryAfter = (routed: RoutedChange, entry: RegisterEntry | undefined): Unwritten => {
  const { change, alarmKey } = routed;
  const { incidentId, clearedAt } = entry ?? {};
  const isOver = isOkOnRealData(routed) || change.kind === 'deleted';
  const { at, alarmName, symptom } = change;
  return {
    alarmKey,
    alarmName,
    state: wordOf(change),
    symptom,
    at,
    incidentId,
    clearedAt: isOver ? at : clearedAt,
    ...lossesAfter(routed, entry),
    ...tagsAfter(routed, entry),
  };
};

/** Of children that fire what is wrong, without the windows: several have to fit. */
const withChildren = (routed: RoutedChange, entryOf: (alarmKey: string) => RegisterEntry | undefined): RoutedChange => {
  const { change } = routed;
  if (change.children === undefined) return routed;
  const symptom = symptomOfChildren(change.children, (child) => {
    const entry = entryOf(alarmKeyOf({ alarmArn: child.arn }));
    return child.symptom ?? (entry?.state === 'ALARM' ? entry.symptom : undefined);
  });
  return symptom === '' ? routed : { ...routed, change: { ...change, symptom } };
};

/** Older than the last word: recorded only, but an ALARM that nothing has cleared. */
const isStale = (routed: RoutedChange, entry: RegisterEntry | undefined, known: KnownOfResolution): boolean =>
  entry !== undefined &&
  isBefore(routed, entry) &&
  (!isAlarm(routed) || entry.state === 'ALARM' || isCleared(routed, entry, known));

const hasMissed = ({ change }: RoutedChange, entry: RegisterEntry | undefined): boolean => {
  const previousAt = change.previous?.at;
  return entry !== undefined && previousAt !== undefined && previousAt > entry.at;
};

const receivedOf = (
  routed: RoutedChange,
  entry: RegisterEntry | undefined,
  known: KnownOfResolution,
): ReceivedChange => {
  const { change, alarmId, alarmKey, route } = routed;
  const isLate = isBefore(routed, entry);
  const stale = isStale(routed, entry, known);
  return {
    change,
    alarmId,
    alarmKey,
    severity: route.severity,
    insufficientData: route.insufficientData,
    ...lossOf(routed, entry),
    stale,
    late: isLate && !stale,
    repeated: !isLate && isRepeated(routed, entry),
    missedTransition: hasMissed(routed, entry),
  };
};

export interface InOrder {
  readonly received: readonly ReceivedChange[];
  /** The register after these changes: of each alarm that has a new last word, or fires late. */
  readonly register: readonly RegisterEntry[];
}

/**
 * What the register says of each change of a group, in the order given, which is CloudWatch's, and what it says after
 * them.
 *
 * @param entries of these alarms, and of the children of composite ones, by alarm key, as they stood before the first
 */
export const judgedInOrder = (
  ordered: readonly RoutedChange[],
  {
    group,
    entries,
    ...known
  }: KnownOfResolution & {
    readonly group: string;
    readonly entries: ReadonlyMap<string, RegisterEntry>;
  },
): InOrder => {
  const now = new Map<string, RegisterEntry>();
  const received = ordered.map((routed) => {
    const { alarmKey } = routed;
    const entry = now.get(alarmKey) ?? entries.get(alarmKey);
    const one = receivedOf(
      withChildren(routed, (key) => now.get(key) ?? entries.get(key)),
      entry,
      known,
    );
    if (!one.stale) {
      const version = (entries.get(alarmKey)?.version ?? 0) + 1;
      // What is late is not the last word; which incident it joins is still to be kept.
      const after = one.late && entry !== undefined ? entry : entryAfter({ ...routed, change: one.change }, entry);
      now.set(alarmKey, { ...after, group, version });
    }
    return one;
  });
  return { received, register: [...now.values()] };
};
