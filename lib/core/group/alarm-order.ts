import type { ReceivedChange } from '../incident/commands.ts';
import type { RegisterEntry } from './records.ts';
import type { RoutedChange } from './routed-change.ts';

const STATE_RANK = { OK: 0, INSUFFICIENT_DATA: 1, ALARM: 2 } as const;

/** CloudWatch's order, never that of arrival; at the same instant ALARM is the last word. */
export const inCloudWatchOrder = (one: RoutedChange, other: RoutedChange): number => {
  if (one.change.at !== other.change.at) return one.change.at < other.change.at ? -1 : 1;
  return STATE_RANK[one.change.state] - STATE_RANK[other.change.state];
};

const isStale = ({ change }: RoutedChange, entry: RegisterEntry | undefined): boolean =>
  entry !== undefined &&
  (change.at < entry.at || (change.at === entry.at && STATE_RANK[change.state] < STATE_RANK[entry.state]));

/**
 * What the register says of each change, in the order given, which is CloudWatch's.
 *
 * @param entries of these alarms, by alarm key, as they stood before the first of the changes
 */
export const receivedChanges = (
  ordered: readonly RoutedChange[],
  entries: ReadonlyMap<string, RegisterEntry>,
): readonly ReceivedChange[] => {
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

/** The register after these changes: of each alarm the last word, and no stale one. */
export const registerEntriesAfter = (
  group: string,
  received: readonly ReceivedChange[],
  entries: ReadonlyMap<string, RegisterEntry>,
): readonly RegisterEntry[] => {
  const last = new Map<string, RegisterEntry>();
  for (const { alarmKey, change, stale } of received) {
    if (stale) continue;
    const version = (entries.get(alarmKey)?.version ?? 0) + 1;
    last.set(alarmKey, { alarmKey, alarmName: change.alarmName, state: change.state, at: change.at, group, version });
  }
  return [...last.values()];
};
