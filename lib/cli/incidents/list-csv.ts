import { LISTED_FIELDS, type ListEntry } from '../../core/report/list-entry.ts';
import { csv } from '../terminal/csv.ts';

/** A line for each, with the names and instants of `--json`. */
export const listCsv = (entries: readonly ListEntry[]): string =>
  csv(
    LISTED_FIELDS,
    entries.map((entry) => LISTED_FIELDS.map((field) => entry[field])),
  );
