import { sha256Hex } from '../hash.ts';
import type { Severity } from '../severity.ts';
import type { Instant } from '../time.ts';

/** What lists say of an incident's course. Nothing is decided by it. */
export interface Tally {
  /** The first, and one more each time it was reopened. */
  readonly runs: number;
  /** How long it was resolved between its runs, in milliseconds; absent: it was never reopened. */
  readonly betweenRunsMs?: number | undefined;
  /** That went out, to people and to channels. */
  readonly pages: number;
  /** When the first page went out to a person. */
  readonly firstPageAt?: Instant | undefined;
  /** Who acknowledged or snoozed it first, whoever has it now. */
  readonly acknowledgedBy?: string | undefined;
  /** Marks of the responders that were paged or acted, in order of their first time, at most `MOST_PEOPLE`. */
  readonly people: readonly string[];
  /** The worst alarm that fired, of those the first, its name cut; absent: none did yet. */
  readonly worst?: { readonly name: string; readonly severity: Severity } | undefined;
}

/** A list can be narrowed to one of so many: the head has room for no more. */
export const MOST_PEOPLE = 16;

/** What a list knows a responder by: their id would be too long for the head. Of a million two may share one. */
export const personMark = (id: string): string => sha256Hex(id).slice(0, 6);

export const NO_TALLY: Tally = { runs: 1, pages: 0, people: [] };
