import { randomBytes } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { sha256Hex } from '../../core/hash.ts';
import { instantOf } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PageLink, PageLinks } from '../../ports/pager.ts';
import { expiry, type Key, recordIn } from './items.ts';
import type { Table } from './read.ts';

interface Options extends Table {
  /** What a token is put behind, ending in `/`. */
  readonly linkBase: string;
  /** @default the system's */
  readonly clock?: Clock;
}

const LINK_DAYS = 400;
const RANDOM_BYTES = 16;
/** 128 bits in base64url. */
const TOKEN = /^[A-Za-z0-9_-]{22}$/u;

/** The token itself is only in the message: whoever reads the table can open no link. */
const linkKey = (token: string): Key => ({ pk: `LNK#${sha256Hex(token)}`, sk: 'LNK' });

/** Expiry only cleans up: whether a link may still act is read from the incident's head. */
export const dynamoDbPageLinks = ({
  client,
  tableName,
  linkBase,
  clock = () => instantOf(Date.now()),
}: Options): PageLinks => ({
  create: async (incidentIds, responder) => {
    const token = randomBytes(RANDOM_BYTES).toString('base64url');
    const record = JSON.stringify({ incidentIds, responder } satisfies PageLink);
    const Item = { ...linkKey(token), record, ttl: expiry(clock(), LINK_DAYS) };
    await client.send(new PutCommand({ TableName: tableName, Item }));
    return linkBase + token;
  },

  find: async (token) => {
    if (!TOKEN.test(token)) return undefined;
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: linkKey(token), ConsistentRead: true }),
    );
    if (Item === undefined) return undefined;
    const { incidentIds, responder } = recordIn(Item) as PageLink;
    return { incidentIds, responder };
  },
});
