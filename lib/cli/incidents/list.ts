import { CONFIRMED_CAUSES } from '../../core/cause.ts';
import { listedFields, LISTED_SEVERITIES, LISTED_STATUSES, type ListEntry } from '../../core/report/list-entry.ts';
import { epochOf, spokenDuration } from '../../core/time.ts';
import { counted } from '../../core/words.ts';
import { type ListCursor, readCursor, writeCursor } from '../../core/report/list-cursor.ts';
import { queryIncidents } from '../../pipeline/query-incidents.ts';
import type { IncidentQuery } from '../../ports/incident-reader.ts';
import { UsageError } from '../terminal/command-error.ts';
import type { Fit } from '../terminal/fit-columns.ts';
import { table, wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell, Style } from '../terminal/shell.ts';
import { checkForm } from '../terminal/output-form.ts';
import { listCsv } from './list-csv.ts';
import { type IncidentsOptions, type IncidentsTarget, targetOf } from './target.ts';
import { timeOption } from '../terminal/time-option.ts';

const STYLES: Readonly<Record<ListEntry['status'], Style | undefined>> = {
  triggered: 'red',
  acknowledged: 'yellow',
  resolved: undefined,
};

/** Short ids are never shorter than this. */
const SHORTEST_ID = 10;

/** How much of an id tells every two apart. */
const idLength = (ids: readonly string[]): number => {
  let length = SHORTEST_ID;
  while (length < 26 && new Set(ids.map((id) => id.slice(0, length))).size < ids.length) length += 1;
  return length;
};

const after = (from: string, to: string | undefined): string =>
  to === undefined ? '-' : spokenDuration(epochOf(to) - epochOf(from));

/** From the first page that reached a person; of what somebody had before, or without a page, from the opening. */
const acknowledgedAfter = ({ openedAt, firstPageAt = openedAt, acknowledgedAt }: ListEntry): string =>
  after(acknowledgedAt !== undefined && firstPageAt > acknowledgedAt ? openedAt : firstPageAt, acknowledgedAt);

const COLUMNS: readonly (readonly [heading: string, fit: Fit])[] = [
  ['ID', {}],
  ['OPENED', { rank: 5 }],
  ['SERVICE', { least: 16 }],
  ['STATUS', {}],
  ['ACK AFTER', { rank: 3 }],
  ['RESOLVED AFTER', { rank: 4 }],
  ['SEVERITY', { rank: 2 }],
  ['ALARM', { least: 20, rank: 1 }],
];

const rowOf = (entry: ListEntry, { clock }: IncidentsTarget, length: number): readonly string[] => [
  entry.incidentId.slice(0, length),
  clock.stamp(entry.openedAt),
  printable(entry.service),
  entry.status,
  acknowledgedAfter(entry),
  after(entry.openedAt, entry.resolvedAt),
  entry.severity,
  printable(entry.alarm) + (entry.alarms > 1 ? ` +${String(entry.alarms - 1)}` : ''),
];

interface Listed {
  readonly entries: readonly ListEntry[];
  /** There are more than these. */
  readonly isCut: boolean;
  /** Of every incident there is. */
  readonly ids: readonly string[];
  readonly target: IncidentsTarget;
}

const noneText = ({ ids, target: { folder } }: Listed): string =>
  ids.length === 0
    ? `No incidents in ${folder}: tocsin replay <recording> --local leaves some.`
    : `No incident matches (${String(ids.length)} in ${folder}).`;

const listText = (listed: Listed, { ink, width }: Shell): string => {
  const { entries, isCut, ids, target } = listed;
  if (entries.length === 0)
    return wrap(printable(noneText(listed)), width)
      .map((line) => ink(line))
      .join('\n');
  const length = idLength(ids);
  const [heading = '', ...rows] = table(
    [COLUMNS.map(([name]) => name), ...entries.map((entry) => rowOf(entry, target, length))],
    width,
    COLUMNS.map(([, fit]) => fit),
  );
  const all = `${counted(entries.length, 'incident')}${isCut ? ', and older ones' : ''}.`;
  const more = `Times of ${target.clock.timeZone}. One of them: tocsin incidents show <id> ${target.option}`;
  return [
    ink(heading, 'dim'),
    ...rows.map((row, index) => ink(row, STYLES[entries[index]?.status ?? 'resolved'])),
    '',
    ...wrap(printable(`${all} ${more}`), width).map((line) => ink(line, 'dim')),
  ].join('\n');
};

/** @throws UsageError */
const oneOf = (name: string, words: readonly string[], text: string | undefined): string | undefined => {
  if (text === undefined || words.includes(text)) return text;
  throw new UsageError(`--${name}: expected one of ${words.join(', ')}, got ${JSON.stringify(text)}`);
};

/** @throws UsageError */
const limitIn = (text: string | undefined): number => {
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

/** @throws UsageError a filter that cannot be meant. */
const queryOf = (options: IncidentsOptions, { now }: Shell): IncidentQuery => {
  const at = now();
  const { since, until, service, responder } = options;
  return {
    since: since === undefined ? undefined : timeOption('--since', since, at),
    until: until === undefined ? undefined : timeOption('--until', until, at),
    after: cursorIn(options.cursor),
    service,
    responder,
    status: oneOf('status', LISTED_STATUSES, options.status),
    severity: oneOf('severity', LISTED_SEVERITIES, options.severity),
    cause: oneOf('cause', CONFIRMED_CAUSES, options.cause),
  };
};

/** `tocsin incidents list`. @throws UsageError */
export const listIncidents = async (shell: Shell, options: IncidentsOptions): Promise<void> => {
  checkForm(options);
  const query = queryOf(options, shell);
  const limit = limitIn(options.limit);
  const target = await targetOf(shell, options);
  const entries: ListEntry[] = [];
  for await (const { entry, isListed } of queryIncidents(target.incidents, query)) {
    if (isListed) entries.push(entry);
    // One more says that there is more.
    if (entries.length > limit) break;
  }
  const shown = entries.slice(0, limit);
  const last = shown.at(-1);
  const next = entries.length > shown.length && last !== undefined ? writeCursor(last) : null;
  if (options.json === true) {
    shell.out(JSON.stringify({ incidents: shown.map(listedFields), next }, undefined, 2));
    return;
  }
  if (options.csv === true) {
    shell.out(listCsv(shown));
    return;
  }
  const ids: string[] = [];
  for await (const { incidentId } of target.incidents.list({})) ids.push(incidentId);
  shell.out(listText({ entries: shown, isCut: next !== null, ids, target }, shell));
};
