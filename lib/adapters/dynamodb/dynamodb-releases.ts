import type { ReleaseVerdict } from '../../core/release/release-verdict.ts';
import { instantOf } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ReleaseLog } from '../../ports/release-log.ts';
import { deploysKey, recordIn, releasePut, RELEASES } from './items.ts';
import { putOnce } from './put-once.ts';
import { queryItems, type Table } from './read.ts';

interface Options extends Table {
  /** @default the system's */
  readonly clock?: Clock;
}

/** The first character after that which parts a time from what follows: all keys of that time come before it. */
const AFTER = '$';

const verdictIn = (item: Readonly<Record<string, unknown>>): ReleaseVerdict => recordIn(item) as ReleaseVerdict;

/** The verdicts on deploys, each an item of its service beside the deploy's words, for 90 days. */
export const dynamoDbReleases = ({ clock = () => instantOf(Date.now()), ...table }: Options): ReleaseLog => ({
  keep: (service, verdict) => putOnce(table, releasePut(service, verdict, clock())),

  verdicts: async (service, { from, to }, most) => {
    const items = await queryItems(table, {
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
      ExpressionAttributeValues: {
        ':pk': deploysKey(service),
        ':first': `${RELEASES}${from}`,
        ':last': `${RELEASES}${to}${AFTER}`,
      },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: most,
    });
    return items.map(verdictIn).reverse();
  },
});
