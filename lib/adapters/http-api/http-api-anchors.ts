import type { Anchor } from '../../core/incident/anchor.ts';
import type { ApiCall } from './api-call.ts';
import { readPages } from './read-pages.ts';

/** The anchors of a deployed stack, of a day and later, in order. */
export const httpApiAnchors = async (call: ApiCall, since: string): Promise<readonly Anchor[]> => {
  const asked = { path: '/incidents/anchors', query: { since } };
  const read = await readPages(call, asked, ({ anchors }) => anchors as readonly Anchor[]);
  return read?.items ?? [];
};
