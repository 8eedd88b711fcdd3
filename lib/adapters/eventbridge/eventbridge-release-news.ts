import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { epochOf } from '../../core/time.ts';
import type { ReleaseNews } from '../../ports/release-news.ts';
import { RELEASE_EVENT } from './contract.ts';

/** An event on the account's own bus; its time is that of the verdict. */
export const eventBridgeReleaseNews = (client: EventBridgeClient): ReleaseNews => ({
  tell: async (service, environment, verdict) => {
    const { source: Source, detailType: DetailType } = RELEASE_EVENT;
    const Detail = JSON.stringify({ service, environment, ...verdict });
    const entry = { Source, DetailType, Detail, Time: new Date(epochOf(verdict.at)) };
    const { FailedEntryCount = 0, Entries = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }));
    if (FailedEntryCount === 0) return;
    const [{ ErrorCode = 'unknown', ErrorMessage = '' } = {}] = Entries;
    throw new Error(`EventBridge did not take the verdict on ${service}: ${ErrorCode} ${ErrorMessage}`);
  },
});
