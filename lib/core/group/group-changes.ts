import type { GroupRecord, RegisterEntry } from './records.ts';
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

/** Groups that alarms of these changes belonged to before: whether their incidents are open decides where they go. */
export const formerGroups = (changes: readonly RoutedChange[], entries: Entries): readonly string[] => [
  ...new Set(changes.map((routed) => formerGroup(routed, entries)).filter((group) => group !== undefined)),
];

/** An alarm stays in its group while that group's incident is open, whatever tags or configuration say by now. */
export const groupChanges = (
  changes: readonly RoutedChange[],
  entries: Entries,
  formerRecords: ReadonlyMap<string, GroupRecord>,
): readonly GroupedChanges[] => {
  const groupOf = (routed: RoutedChange): string => {
    const former = formerGroup(routed, entries);
    return former !== undefined && formerRecords.get(former)?.status === 'open' ? former : routed.route.group;
  };
  return [...Map.groupBy(changes, groupOf)].map(([group, same]) => ({ group, changes: same }));
};
