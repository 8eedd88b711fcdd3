import type { RegisterEntry } from '../../core/group/records.ts';
import type { TagsDue } from '../../ports/alarm-tags.ts';
import { dueIn } from './incident-index.ts';
import { recordIn, TAGS_SHARD } from './items.ts';
import { readItems, type Table } from './read.ts';

/** Of the same index as incidents that wait for the clock, in a partition of their own. */
export const dynamoDbTagsDue = (table: Table): TagsDue => ({
  tagsDue: async (before, limit) => {
    const nominated = await dueIn(table, TAGS_SHARD, { before, limit });
    const keys = nominated.map(({ pk }) => ({ pk: String(pk), sk: 'HEAD' }));
    const entries = (await readItems(table, keys)).map((item) => recordIn(item) as RegisterEntry);
    return entries
      .filter(({ tagsDueAt }) => tagsDueAt !== undefined && tagsDueAt < before)
      .sort((one, other) => ((one.tagsDueAt ?? '') < (other.tagsDueAt ?? '') ? -1 : 1));
  },
});
