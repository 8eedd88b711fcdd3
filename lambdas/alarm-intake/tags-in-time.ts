import type { AlarmTags } from '../../lib/ports/alarm-tags.ts';
import { within } from '../../lib/runtime/clock.ts';
import { TAGS_WITHIN_MS } from './contract.ts';

/** Imported when an alarm needs it: most batches pay for no second client. */
const ofAccount = async (): Promise<AlarmTags> => (await import('./account-tags.ts')).accountTags;

/** Tags of those that are found within the time in which the client is loaded, too; of the others nobody knows. */
export const tagsInTime = (load: () => Promise<AlarmTags> = ofAccount): AlarmTags => ({
  of: async (arns) => {
    try {
      return await within(TAGS_WITHIN_MS)(load().then((tags) => tags.of(arns)));
    } catch {
      return new Map(arns.map((arn) => [arn, { why: 'unanswered' }] as const));
    }
  },
});
