import { isListed, type ListEntry, LISTED_STATUSES } from '../../core/report/list-entry.ts';
import { epochOf, type Instant, spokenDuration } from '../../core/time.ts';
import { counted } from '../../core/words.ts';
import { UsageError } from '../terminal/command-error.ts';
import type { Fit } from '../terminal/fit-columns.ts';
import { table, wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell, Style } from '../terminal/shell.ts';
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
  after(entry.openedAt, entry.acknowledgedAt),
  after(entry.openedAt, entry.resolvedAt),
  entry.severity,
  printable(entry.alarm) + (entry.alarms > 1 ? ` +${String(entry.alarms - 1)}` : ''),
];

interface Listed {
  readonly entries: readonly ListEntry[];
  /** Of every incident there is. */
  readonly ids: readonly string[];
  readonly target: IncidentsTarget;
}

const noneText = ({ ids, target: { folder } }: Listed): string =>
  ids.length === 0
    ? `No incidents in ${folder}: tocsin replay <recording> --local leaves some.`
    : `No incident matches (${String(ids.length)} in ${folder}).`;

const listText = (listed: Listed, { ink, width }: Shell): string => {
  const { entries, ids, target } = listed;
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
  const more = `Times of ${target.clock.timeZone}. One of them: tocsin incidents show <id> ${target.option}`;
  return [
    ink(heading, 'dim'),
    ...rows.map((row, index) => ink(row, STYLES[entries[index]?.status ?? 'resolved'])),
    '',
    ...wrap(printable(`${counted(entries.length, 'incident')}. ${more}`), width).map((line) => ink(line, 'dim')),
  ].join('\n');
};

/** @throws UsageError a filter that cannot be meant. */
const rangeOf = ({ status, since, until }: IncidentsOptions, { now }: Shell): { since?: Instant; until?: Instant } => {
  if (status !== undefined && !LISTED_STATUSES.includes(status)) {
    throw new UsageError(`--status: expected one of ${LISTED_STATUSES.join(', ')}, got ${JSON.stringify(status)}`);
  }
  const at = now();
  return {
    ...(since === undefined ? {} : { since: timeOption('--since', since, at) }),
    ...(until === undefined ? {} : { until: timeOption('--until', until, at) }),
  };
};

/** `tocsin incidents list`. */
export const listIncidents = async (shell: Shell, options: IncidentsOptions): Promise<void> => {
  const range = rangeOf(options, shell);
  const target = await targetOf(shell, options);
  const entries: ListEntry[] = [];
  for await (const entry of target.incidents.list(range)) if (isListed(entry, options)) entries.push(entry);
  if (options.json === true) {
    shell.out(JSON.stringify({ incidents: entries }, undefined, 2));
    return;
  }
  const ids: string[] = [];
  for await (const { incidentId } of target.incidents.list({})) ids.push(incidentId);
  shell.out(listText({ entries, ids, target }, shell));
};
