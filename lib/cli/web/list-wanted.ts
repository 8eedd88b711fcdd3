import { CONFIRMED_CAUSES } from '../../core/cause.ts';
import { LISTED_SEVERITIES, LISTED_STATUSES } from '../../core/report/list-entry.ts';
import { shownValue } from '../../core/safe-text.ts';
import { type Instant } from '../../core/time.ts';
import { readCursor } from '../../core/report/list-cursor.ts';
import type { IncidentQuery } from '../../ports/incident-reader.ts';
import { LIST_FIELDS, type ListTyped } from '../../screens/web/list-filters.ts';
import { UsageError } from '../terminal/command-error.ts';
import { timeOption } from '../terminal/time-option.ts';

/** What was typed into the fields of a form, as its address has it; what is empty was not typed. */
export const typedFields = (query: URLSearchParams): ListTyped =>
  Object.fromEntries(
    LIST_FIELDS.flatMap((name) => {
      const text = query.get(name)?.trim() ?? '';
      return text === '' ? [] : [[name, text]];
    }),
  );

/** @throws UsageError a parameter that would be left out without a word. */
export const checkNames = (query: URLSearchParams, known: readonly string[]): void => {
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`there is no filter ${shownValue(unknown)}: expected one of ${known.join(', ')}`);
};

const wordIn = (name: keyof ListTyped, words: readonly string[], typed: ListTyped): string | undefined => {
  const text = typed[name];
  if (text === undefined || words.includes(text)) return text;
  throw new UsageError(`${name}: expected one of ${words.join(', ')}, got ${shownValue(text)}`);
};

const timeIn = (name: 'since' | 'until', typed: ListTyped, now: Instant): Instant | undefined => {
  const text = typed[name];
  return text === undefined ? undefined : timeOption(name, text, now);
};

const cursorIn = (text: string | null): IncidentQuery['after'] => {
  const cursor = text === null ? undefined : readCursor(text);
  if (text === null || cursor !== undefined) return cursor;
  throw new UsageError('the place where this list went on cannot be read: begin at the newest');
};

/** Which incidents an address asks for. @throws UsageError it cannot be meant. */
export const listWanted = (query: URLSearchParams, now: Instant): IncidentQuery => {
  checkNames(query, [...LIST_FIELDS, 'cursor']);
  const typed = typedFields(query);
  const [since, until] = [timeIn('since', typed, now), timeIn('until', typed, now)];
  if (since !== undefined && until !== undefined && since >= until)
    throw new UsageError(`since (${since}) is not before until (${until}): give an earlier one`);
  return {
    since,
    until,
    after: cursorIn(query.get('cursor')),
    service: typed.service,
    responder: typed.responder,
    status: wordIn('status', LISTED_STATUSES, typed),
    severity: wordIn('severity', LISTED_SEVERITIES, typed),
    cause: wordIn('cause', CONFIRMED_CAUSES, typed),
  };
};
