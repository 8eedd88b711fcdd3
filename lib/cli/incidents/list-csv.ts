import { LISTED_FIELDS } from '../../core/report/list-entry.ts';
import type { ToldEntry } from '../../ports/incident-reader.ts';
import { csv } from '../terminal/csv.ts';

/** A line for each, with the names and instants of `--json`. */
export const listCsv = (entries: readonly ToldEntry[]): string =>
  csv(
    LISTED_FIELDS,
    entries.map((entry) => LISTED_FIELDS.map((field) => entry[field])),
  );
