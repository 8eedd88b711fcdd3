import { isListed, type ListEntry, listKeyOf } from '../core/report/list-entry.ts';
import { later } from '../core/time.ts';
import type { IncidentQuery } from '../ports/incident-reader.ts';
import type { IncidentIndex } from '../ports/incident-store.ts';

const opened = (
  index: Pick<IncidentIndex, 'list'>,
  { since, until, service, after, damaged }: IncidentQuery,
): AsyncIterable<ListEntry> => {
  // Of those that opened at the cursor's instant some may be left.
  const last = after === undefined ? until : later(after.openedAt, 1);
  return index.list({
    ...(since === undefined ? {} : { since }),
    ...(last === undefined ? {} : { until: last }),
    ...(service === undefined ? {} : { service }),
    damaged,
  });
};

/** Those of the range, whatever the filter; what spans its beginning is older than all that opened within it. */
const within = async function* (
  index: Pick<IncidentIndex, 'list' | 'spanning'>,
  query: IncidentQuery,
): AsyncGenerator<ListEntry> {
  const { since, after, isOpenedOnly, damaged } = query;
  if (since === undefined || after === undefined || after.openedAt >= since) yield* opened(index, query);
  if (since !== undefined && isOpenedOnly !== true) yield* index.spanning(since, damaged);
};

/**
 * Real incidents that were open at some time within [since, until), newest first, from the cursor on. What the
 * filter leaves out comes too, so that its reader may stop there.
 */
export const queryIncidents = async function* (
  index: Pick<IncidentIndex, 'list' | 'spanning'>,
  query: IncidentQuery,
): AsyncGenerator<{ readonly entry: ListEntry; readonly isListed: boolean }> {
  const { after } = query;
  for await (const entry of within(index, query))
    if (after === undefined || listKeyOf(entry) < listKeyOf(after)) yield { entry, isListed: isListed(entry, query) };
};
