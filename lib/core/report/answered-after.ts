import { epochOf } from '../time.ts';
import type { ListEntry } from './list-entry.ts';

/** How long an answer took: from the first page that reached a person; of what somebody had before, or without a page, from the opening. */
export const answeredAfterMs = ({
  openedAt,
  firstPageAt = openedAt,
  acknowledgedAt,
}: Pick<ListEntry, 'openedAt' | 'firstPageAt' | 'acknowledgedAt'>): number | undefined => {
  if (acknowledgedAt === undefined) return undefined;
  return epochOf(acknowledgedAt) - epochOf(firstPageAt > acknowledgedAt ? openedAt : firstPageAt);
};
