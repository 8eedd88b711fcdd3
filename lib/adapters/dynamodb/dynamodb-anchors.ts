import type { Anchor } from '../../core/incident/anchor.ts';
import type { AnchorLog } from '../../ports/anchor-log.ts';
import { anchorPut, ANCHORS, recordIn } from './items.ts';
import { putOnce } from './put-once.ts';
import { queryItems, type Table } from './read.ts';

const ALL = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': ANCHORS } } as const;

/** Anchors in the table of the incidents, all in one partition: a day has one, or a few. */
export const dynamoDbAnchors = (table: Table): AnchorLog => ({
  last: async () => {
    const [item] = await queryItems(table, { ...ALL, ScanIndexForward: false, ConsistentRead: true, Limit: 1 });
    return item && (recordIn(item) as Anchor);
  },

  since: async (day) => {
    const items = await queryItems(table, {
      KeyConditionExpression: 'pk = :pk AND sk >= :day',
      ExpressionAttributeValues: { ':pk': ANCHORS, ':day': day },
      ConsistentRead: true,
    });
    return items.map((item) => recordIn(item) as Anchor);
  },

  keep: (anchor) => putOnce(table, anchorPut(anchor)),
});
