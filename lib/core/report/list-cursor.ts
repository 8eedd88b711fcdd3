import type { ListEntry } from './list-entry.ts';

/** Where a list goes on: behind this entry. */
export type ListCursor = Pick<ListEntry, 'openedAt' | 'incidentId'>;

export const writeCursor = ({ openedAt, incidentId }: ListCursor): string => `${openedAt}_${incidentId}`;

const WRITTEN = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([\dA-Z]{1,26})$/u;

/** Undefined: nobody wrote it. */
export const readCursor = (text: string): ListCursor | undefined => {
  const [, openedAt, incidentId] = WRITTEN.exec(text) ?? [];
  if (openedAt === undefined || incidentId === undefined || Number.isNaN(Date.parse(openedAt))) return undefined;
  return { openedAt, incidentId };
};
