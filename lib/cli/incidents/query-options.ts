import { type ListCursor, readCursor } from '../../core/report/list-cursor.ts';
import type { IncidentQuery } from '../../ports/incident-reader.ts';
import { UsageError } from '../terminal/command-error.ts';
import type { Shell } from '../terminal/shell.ts';
import { timeOption } from '../terminal/time-option.ts';
import type { IncidentsOptions } from './target.ts';

/** @throws UsageError */
export const limitIn = ({ limit: text }: IncidentsOptions): number => {
  if (text === undefined) return Infinity;
  if (/^[1-9]\d{0,5}$/u.test(text)) return Number(text);
  throw new UsageError(`--limit: expected a number from 1 to 999999, got ${JSON.stringify(text)}`);
};

/** @throws UsageError */
const cursorIn = (text: string | undefined): ListCursor | undefined => {
  const cursor = text === undefined ? undefined : readCursor(text);
  if (text === undefined || cursor !== undefined) return cursor;
  throw new UsageError(`--cursor: expected next of the JSON of a list before, got ${JSON.stringify(text)}`);
};

/** Which incidents are meant. @throws UsageError a filter that cannot be meant. */
export const queryOf = (options: IncidentsOptions, { now }: Shell): IncidentQuery => {
  const at = now();
  const { since, until, service, responder, status, severity, cause } = options;
  return {
    since: since === undefined ? undefined : timeOption('--since', since, at),
    until: until === undefined ? undefined : timeOption('--until', until, at),
    after: cursorIn(options.cursor),
    service,
    responder,
    status,
    severity,
    cause,
  };
};
