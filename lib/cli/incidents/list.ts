import type { ListEntry } from '../../core/report/list-entry.ts';
import { epochOf, spokenDuration } from '../../core/time.ts';
import { UsageError } from '../command-error.ts';
import { table } from '../layout.ts';
import { printable } from '../printable.ts';
import type { Shell, Style } from '../shell.ts';
import { type IncidentsOptions, type IncidentsTarget, targetOf } from './target.ts';
import { timeOption } from './time-option.ts';

const STATUSES = ['triggered', 'acknowledged', 'resolved', 'open'];

const STYLES: Readonly<Record<ListEntry['status'], Style | undefined>> = {
  triggered: 'red',
  acknowledged: 'yellow',
  resolved: undefined,
};

/** Short ids are never shorter than this. */
const SHORTEST_ID = 10;

const isWanted = ({ status, service }: ListEntry, options: IncidentsOptions): boolean => {
  const ofStatus =
    options.status === undefined || status === options.status || (options.status === 'open' && status !== 'resolved');
  return ofStatus && (options.service === undefined || service === options.service);
};

/** How much of an id tells every two apart. */
const idLength = (ids: readonly string[]): number => {
  let length = SHORTEST_ID;
  while (length < 26 && new Set(ids.map((id) => id.slice(0, length))).size < ids.length) length += 1;
  return length;
};

const after = (from: string, to: string | undefined): string =>
  to === undefined ? '-' : `after ${spokenDuration(epochOf(to) - epochOf(from))}`;

const HEADINGS = ['ID', 'OPENED', 'STATUS', 'SEVERITY', 'ACKNOWLEDGED', 'RESOLVED', 'SERVICE', 'ALARM'];

const rowOf = (entry: ListEntry, { clock }: IncidentsTarget, length: number): readonly string[] => [
  entry.incidentId.slice(0, length),
  clock.stamp(entry.openedAt),
  entry.status,
  entry.severity,
  after(entry.openedAt, entry.acknowledgedAt),
  after(entry.openedAt, entry.resolvedAt),
  printable(entry.service),
  printable(entry.alarm) + (entry.alarms > 1 ? ` +${String(entry.alarms - 1)}` : ''),
];

const NARROW = 110;

/** On a narrow terminal the alarm stays away. */
const fitting = (rows: readonly (readonly string[])[], width: number): readonly string[] =>
  table(width < NARROW ? rows.map((row) => row.slice(0, -1)) : rows, width);

const listText = (
  entries: readonly ListEntry[],
  ids: readonly string[],
  target: IncidentsTarget,
  shell: Shell,
): string => {
  const { clock, folder, option } = target;
  if (entries.length === 0) {
    const rest =
      ids.length === 0 ? 'tocsin replay <recording> --local leaves some' : `${String(ids.length)} others are there`;
    return shell.ink(`No such incident in ${folder}: ${rest}.`);
  }
  const length = idLength(ids);
  const [heading = '', ...rows] = fitting(
    [HEADINGS, ...entries.map((entry) => rowOf(entry, target, length))],
    shell.width,
  );
  const count = `${String(entries.length)} incident${entries.length === 1 ? '' : 's'}`;
  return [
    shell.ink(heading, 'dim'),
    ...rows.map((row, index) => shell.ink(row, STYLES[entries[index]?.status ?? 'resolved'])),
    '',
    shell.ink(`${count}, times of ${clock.timeZone}. More of one: tocsin incidents show <id> ${option}`, 'dim'),
  ].join('\n');
};

/** `tocsin incidents list`. */
export const listIncidents = async (shell: Shell, options: IncidentsOptions): Promise<void> => {
  const { status } = options;
  if (status !== undefined && !STATUSES.includes(status)) {
    throw new UsageError(`--status: expected one of ${STATUSES.join(', ')}, got ${JSON.stringify(status)}`);
  }
  const since = timeOption('--since', options.since, shell.now());
  const until = timeOption('--until', options.until, shell.now());
  const target = await targetOf(shell, options);
  const range = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
  const entries: ListEntry[] = [];
  for await (const entry of target.incidents.list(range)) if (isWanted(entry, options)) entries.push(entry);
  if (options.json === true) {
    shell.out(JSON.stringify({ incidents: entries }, undefined, 2));
    return;
  }
  const ids: string[] = [];
  for await (const { incidentId } of target.incidents.list({})) ids.push(incidentId);
  shell.out(listText(entries, ids, target, shell));
};
