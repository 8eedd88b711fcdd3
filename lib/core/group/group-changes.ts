import type { Instant } from '../time.ts';
import { type GroupRecord, incidentBehind, type RegisterEntry } from './records.ts';
import type { RoutedChange } from './routed-change.ts';

/** Changes of one group, in the order of arrival. */
export interface GroupedChanges {
  readonly group: string;
  readonly changes: readonly RoutedChange[];
}

type Entries = ReadonlyMap<string, RegisterEntry>;

const formerGroup = ({ alarmKey, route }: RoutedChange, entries: Entries): string | undefined => {
  const known = entries.get(alarmKey)?.group;
  return known === route.group ? undefined : known;
};

/** Groups that alarms of these changes belonged to before: whether their incidents are over decides where they go. */
export const formerGroups = (changes: readonly RoutedChange[], entries: Entries): readonly string[] => [
  ...new Set(changes.map((routed) => formerGroup(routed, entries)).filter((group) => group !== undefined)),
];

export interface Known {
  readonly entries: Entries;
  /** Of the former groups. */
  readonly records: ReadonlyMap<string, GroupRecord>;
  readonly at: Instant;
}

/** An ALARM, or no data where that pages or is told of: it begins something, and ends nothing. */
const begins = ({ change: { kind, state }, route: { insufficientData } }: RoutedChange): boolean =>
  kind === 'state' && (state === 'ALARM' || (state === 'INSUFFICIENT_DATA' && insufficientData !== 'ignore'));

/** In ALARM by its last word, it counts where it fired, also beyond the cool-down: it is muted there, or left firing. */
const isStillCounted = ({ alarmKey }: RoutedChange, entries: Entries): boolean => {
  const entry = entries.get(alarmKey);
  return entry?.state === 'ALARM' && entry.incidentId !== undefined;
};

/**
 * An alarm stays in its group while that group's incident counts it, is open or may be reopened, whatever tags or configuration
 * say by now; what ends nothing but what it was counted for goes there always.
 */
export const groupChanges = (
  changes: readonly RoutedChange[],
  { entries, records, at }: Known,
): readonly GroupedChanges[] => {
  const groupOf = (routed: RoutedChange): string => {
    const former = formerGroup(routed, entries);
    if (former === undefined) return routed.route.group;
    return !begins(routed) || isStillCounted(routed, entries) || incidentBehind(records.get(former), at) !== undefined
      ? former
      : routed.route.group;
  };
  return [...Map.groupBy(changes, groupOf)].map(([group, same]) => ({ group, changes: same }));
};
