import type { DeployWord } from '../../core/deploy/deploy-word.ts';
import { instantOf } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeployLog } from '../../ports/deploy-log.ts';
import { deployPut, DEPLOYS, deploysKey, recordIn } from './items.ts';
import { putOnce } from './put-once.ts';
import { type Item, type Patience, queryItems, type Table } from './read.ts';
import { unread } from './unread.ts';

interface Options extends Table, Patience {
  /** @default the system's */
  readonly clock?: Clock;
}

/** The first character after that which parts a time from what follows: all keys of that time come before it. */
const AFTER = '$';

interface Stretch {
  readonly pk: string;
  /** Sort keys, both included. */
  readonly first: string;
  readonly last: string;
}

/** Consistent: a deploy and the alarm after it may be a second apart. */
const newestFirst = (table: Table & Patience, { pk, first, last }: Stretch, most: number): Promise<readonly Item[]> =>
  queryItems(table, {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: { ':pk': pk, ':first': first, ':last': last },
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: most,
  });

const hasAny = async (table: Table & Patience, pk: string): Promise<boolean> =>
  (await newestFirst(table, { pk, first: DEPLOYS, last: `${DEPLOYS}~` }, 1)).length > 0;

const wordIn = (item: Item): DeployWord => recordIn(item) as DeployWord;

/** The words of deploys, each an item of its service, for 90 days. */
export const dynamoDbDeploys = ({ clock = () => instantOf(Date.now()), ...table }: Options): DeployLog => ({
  record: (deploy) => putOnce(table, deployPut(deploy, clock())),

  words: async (service, { from, to }, most) => {
    const pk = deploysKey(service);
    try {
      const items = await newestFirst(table, { pk, first: `${DEPLOYS}${from}`, last: `${DEPLOYS}${to}${AFTER}` }, most);
      if (items.length === 0 && !(await hasAny(table, pk))) return undefined;
      return items.map(wordIn).reverse();
    } catch (error) {
      throw unread(error);
    }
  },
});
