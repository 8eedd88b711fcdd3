import { alarmKeyOf } from '../core/alarm/alarm-identity.ts';
import type { AlarmChange, TagsFound } from '../core/alarm/change.ts';
import type { RegisterEntry } from '../core/group/records.ts';
import { type RoutedChange, routedChange } from '../core/group/routed-change.ts';
import { lacksTags } from '../core/group/tags-of-register.ts';
import { isRoutedByTags } from '../core/service/route-alarm.ts';
import type { Pipeline } from './pipeline.ts';

/** A change as its message told it. */
export interface ToldChange {
  readonly messageId: string;
  readonly change: AlarmChange;
}

type Entries = ReadonlyMap<string, RegisterEntry>;

const entryOf = (entries: Entries, change: AlarmChange): RegisterEntry | undefined => entries.get(alarmKeyOf(change));

/** Each alarm once, however many of its changes and contributors came: at most one look-up of each, all at once. */
const lookedUp = async (
  { tags, configuration }: Pipeline,
  told: readonly ToldChange[],
  entries: Entries,
): Promise<ReadonlyMap<string, TagsFound>> => {
  const asked = told
    .map(({ change }) => change)
    .filter((change) => lacksTags(change, entryOf(entries, change)) && isRoutedByTags(change, configuration))
    .map(({ alarmArn }) => alarmArn);
  return tags === undefined || asked.length === 0 ? new Map<string, TagsFound>() : tags.of([...new Set(asked)]);
};

/** With the tags that were found, or that the register knows. */
const withTags = (change: AlarmChange, found: TagsFound | undefined, entry: RegisterEntry | undefined): AlarmChange => {
  if (found === undefined) return change.untold === true && entry?.tags ? { ...change, tags: entry.tags } : change;
  return 'tags' in found ? { ...change, tags: found.tags } : { ...change, untagged: found.why };
};

/**
 * Where each change belongs. What an alarm is tagged with is looked up first where only that may say it; what cannot be
 * found out in time holds nothing: the alarm is routed without, which is a fact.
 *
 * @param failing told of what cannot be routed: it fails alone.
 */
export const routeChanges = async (
  pipeline: Pipeline,
  told: readonly ToldChange[],
  { entries, failing }: { readonly entries: Entries; readonly failing: (messageId: string, error: unknown) => void },
): Promise<readonly RoutedChange[]> => {
  const tags = await lookedUp(pipeline, told, entries);
  return told.flatMap(({ messageId, change }): readonly RoutedChange[] => {
    try {
      const found = lacksTags(change, entryOf(entries, change)) ? tags.get(change.alarmArn) : undefined;
      const tagged = withTags(change, found, entryOf(entries, change));
      const routed = routedChange(messageId, tagged, pipeline.route(tagged));
      return [found === undefined ? routed : { ...routed, lookedUp: found }];
    } catch (error) {
      failing(messageId, error);
      return [];
    }
  });
};
