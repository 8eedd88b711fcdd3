import { type Pager, PageNotDeliveredError } from '../ports/pager.ts';
import type { Pipeline } from './pipeline.ts';
import { type ReceivedPage, sendPages, type SentPages } from './send-pages.ts';

/** Whoever waits for a test page is told why it was not sent: a later try, which a page gets, would answer no question. */
const atOnce = (pager: Pager): Pager => ({
  publish: async (target, message) => {
    try {
      await pager.publish(target, message);
    } catch (error) {
      if (!(error instanceof PageNotDeliveredError) || error.outcome !== 'not-sent') throw error;
      throw new PageNotDeliveredError(error.message, { outcome: 'refused', cause: error });
    }
  },
});

/** Sends the test pages of drills, one drill after the other: none of them shares a message with anything. */
export const sendTestPages = async (
  pipeline: Pipeline,
  received: readonly ReceivedPage[],
  hasTime: () => boolean,
): Promise<SentPages> => {
  const sent: SentPages[] = [];
  for (const ofOne of Map.groupBy(received, ({ incidentId }) => incidentId).values())
    if (hasTime()) sent.push(await sendPages({ ...pipeline, pager: atOnce(pipeline.pager) }, ofOne, { hasTime }));
  return {
    refused: sent.flatMap(({ refused }) => refused),
    failed: sent.flatMap(({ failed }) => failed),
    unconfirmed: sent.reduce((total, { unconfirmed }) => total + unconfirmed, 0),
  };
};
