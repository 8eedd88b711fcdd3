import type { TagsFound } from '../../lib/core/alarm/change.ts';
import type { AlarmTags } from '../../lib/ports/alarm-tags.ts';
import { within } from '../../lib/runtime/clock.ts';
import { TAGS_WITHIN_MS } from './contract.ts';

/** Imported when an alarm needs it: most batches pay for no second client. */
const ofAccount = async (): Promise<AlarmTags> => (await import('./account-tags.ts')).accountTags;

const UNANSWERED: TagsFound = { why: 'unanswered' };

/** Tags of those that are found within the time in which the client is loaded, too; of the others nobody knows. */
export const tagsInTime = (load: () => Promise<AlarmTags> = ofAccount): AlarmTags => ({
  of: async (arns) => {
    const loaded = load();
    // Each by itself: one that is not answered takes nothing from the others.
    const find = async (arn: string): Promise<readonly [string, TagsFound]> => {
      try {
        const found = await within(TAGS_WITHIN_MS)(loaded.then((tags) => tags.of([arn])));
        return [arn, found.get(arn) ?? UNANSWERED];
      } catch {
        return [arn, UNANSWERED];
      }
    };
    return new Map(await Promise.all(arns.map(find)));
  },
});
