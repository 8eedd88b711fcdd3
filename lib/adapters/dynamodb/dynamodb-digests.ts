import type { Digest } from '../../core/digest/digest.ts';
import type { Instant } from '../../core/time.ts';
import type { DigestLog, DigestSent } from '../../ports/digest-log.ts';
import { ABSENT, expiry, type ItemPut, type Key, recordIn, storedRecord } from './items.ts';
import { putOnce } from './put-once.ts';
import { readPartition, type Table } from './read.ts';

const DIGEST_DAYS = 400;
const DIGEST = 'DIGEST';

const partitionOf = (week: string): string => `${DIGEST}#${week}`;
const intentKey = (week: string): Key => ({ pk: partitionOf(week), sk: DIGEST });
const sentKey = (week: string, target: string): Key => ({ pk: partitionOf(week), sk: `${DIGEST}#${target}` });

const putOf = (key: Key, value: object, at: Instant): ItemPut => ({
  Item: { ...key, ...storedRecord(value), ttl: expiry(at, DIGEST_DAYS) },
  ...ABSENT,
});

/** Digests in the table of the incidents, a partition a week: the intent, and an item a channel once it is done with. */
export const dynamoDbDigests = (table: Table): DigestLog => ({
  find: async (week) => {
    const items = await readPartition(table, partitionOf(week), DIGEST);
    const intent = items.find(({ sk }) => sk === DIGEST);
    if (intent === undefined) return undefined;
    const sent = items.filter((item) => item !== intent).map((item) => recordIn(item) as DigestSent);
    return { digest: recordIn(intent) as Digest, sent };
  },
  intend: (digest) => putOnce(table, putOf(intentKey(digest.week), digest, digest.madeAt)),
  record: (week, sent) => putOnce(table, putOf(sentKey(week, sent.target), sent, sent.at)),
});
