import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { epochOf } from '../../core/time.ts';
import type { ReleaseNews, ReleaseTold } from '../../ports/release-news.ts';
import { RELEASE_EVENT } from './contract.ts';

/** Its form is schema/release-verdict.schema.json: what nobody told of is null. */
const detailOf = ({ service, environment, rollout, verdict }: ReleaseTold): string => {
  const { revision = null, url = null, subject = null } = rollout;
  return JSON.stringify({ service, environment, revision, url, subject, ...verdict });
};

/** An event on the account's own bus; its time is that of the verdict. */
export const eventBridgeReleaseNews = (client: EventBridgeClient): ReleaseNews => ({
  tell: async (told) => {
    const { source: Source, detailType: DetailType } = RELEASE_EVENT;
    const entry = { Source, DetailType, Detail: detailOf(told), Time: new Date(epochOf(told.verdict.at)) };
    const { FailedEntryCount = 0, Entries = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }));
    if (FailedEntryCount === 0) return;
    const [{ ErrorCode = 'unknown', ErrorMessage = '' } = {}] = Entries;
    throw new Error(`EventBridge did not take the verdict on ${told.service}: ${ErrorCode} ${ErrorMessage}`);
  },
});
