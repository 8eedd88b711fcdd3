import { answeredAfterMs } from '../../core/report/answered-after.ts';
import { writeCursor } from '../../core/report/list-cursor.ts';
import { listedFields } from '../../core/report/list-entry.ts';
import { epochOf, SECOND, spokenDuration } from '../../core/time.ts';
import { counted } from '../../core/words.ts';
import type { IncidentQuery, ToldEntry } from '../../ports/incident-reader.ts';
import type { Fit } from '../terminal/fit-columns.ts';
import { table, wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell, Style } from '../terminal/shell.ts';
import { checkForm } from '../terminal/output-form.ts';
import { listCsv } from './list-csv.ts';
import { targetOf } from './open-target.ts';
import { limitIn, queryOf } from './query-options.ts';
import type { IncidentsOptions, IncidentsTarget } from './target.ts';

const STYLES: Readonly<Record<ToldEntry['status'], Style | undefined>> = {
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

const spoken = (ms: number | undefined): string => (ms === undefined ? '-' : spokenDuration(ms));

/** Its runs together. Of a reopened one that an earlier version listed nobody knows how long it was resolved between. */
const resolvedAfterMs = ({ openedAt, resolvedAt, openSeconds, runs }: ToldEntry): number | undefined => {
  if (openSeconds !== undefined) return openSeconds * SECOND;
  return resolvedAt === undefined || runs > 1 ? undefined : epochOf(resolvedAt) - epochOf(openedAt);
};

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

const rowOf = (entry: ToldEntry, { clock }: IncidentsTarget, length: number): readonly string[] => [
  entry.incidentId.slice(0, length),
  clock.stamp(entry.openedAt),
  printable(entry.service),
  entry.status,
  spoken(answeredAfterMs(entry)),
  spoken(resolvedAfterMs(entry)),
  entry.severity,
  printable(entry.alarm) + (entry.alarms > 1 ? ` +${String(entry.alarms - 1)}` : ''),
];

interface Listed {
  readonly entries: readonly ToldEntry[];
  /** There are more than these. */
  readonly isCut: boolean;
  readonly target: IncidentsTarget;
}

const WITHOUT_SINCE = 'Without --since it looks back 400 days.';

/** A folder knows how many there are; a stack would have to be read as a whole. */
const noneIn = async ({ place, incidents }: IncidentsTarget, { since }: IncidentQuery): Promise<string> => {
  if (place.kind === 'stack')
    return `No incident of ${place.name} matches.${since === undefined ? ` ${WITHOUT_SINCE}` : ''}`;
  const { length } = await Array.fromAsync(incidents.query({}));
  return length === 0
    ? `No incidents in ${place.name}: npx tocsin replay <recording> --local leaves some.`
    : `No incident matches (${String(length)} in ${place.name}).`;
};

const noneText = async (target: IncidentsTarget, query: IncidentQuery, { ink, width }: Shell): Promise<string> =>
  wrap(printable(await noneIn(target, query)), width)
    .map((line) => ink(line))
    .join('\n');

const listText = ({ entries, isCut, target }: Listed, { ink, width }: Shell): string => {
  const length = idLength(entries.map(({ incidentId }) => incidentId));
  const [heading = '', ...rows] = table(
    [COLUMNS.map(([name]) => name), ...entries.map((entry) => rowOf(entry, target, length))],
    width,
    COLUMNS.map(([, fit]) => fit),
  );
  const all = `${counted(entries.length, 'incident')}${isCut ? ', and older ones' : ''}.`;
  const more = `Times of ${target.clock.timeZone}. One of them: npx tocsin incidents show <id> ${target.place.option}`;
  return [
    ink(heading, 'dim'),
    ...rows.map((row, index) => ink(row, STYLES[entries[index]?.status ?? 'resolved'])),
    '',
    ...wrap(printable(`${all} ${more}`), width).map((line) => ink(line, 'dim')),
  ].join('\n');
};

/** `damaged` is there only where something is. */
const listJson = (entries: readonly ToldEntry[], next: string | null, damaged: ReadonlySet<string>): string => {
  const listed = { incidents: entries.map(listedFields), next };
  return JSON.stringify(damaged.size === 0 ? listed : { ...listed, damaged: [...damaged] }, undefined, 2);
};

const tellOfDamaged = (damaged: ReadonlySet<string>, { place }: IncidentsTarget, { err }: Shell): void => {
  for (const incidentId of damaged)
    err(
      printable(
        `${incidentId}: its entry in lists is damaged: it is listed as its head says, or not at all; npx tocsin incidents verify ${incidentId} ${place.option}`,
      ),
    );
};

/** `tocsin incidents list`. @throws UsageError */
export const listIncidents = async (shell: Shell, options: IncidentsOptions): Promise<void> => {
  checkForm(options);
  const query = queryOf(options, shell);
  const limit = limitIn(options);
  const target = await targetOf(shell, options);
  // One more says that there is more.
  const damaged = new Set<string>();
  const told = (incidentId: string): void => void damaged.add(incidentId);
  const entries = await Array.fromAsync(target.incidents.query({ ...query, damaged: told }, limit + 1));
  const shown = entries.slice(0, limit);
  const last = shown.at(-1);
  const next = entries.length > shown.length && last !== undefined ? writeCursor(last) : null;
  if (options.json === true) shell.out(listJson(shown, next, damaged));
  else if (options.csv === true) shell.out(listCsv(shown));
  else if (last === undefined) shell.out(await noneText(target, query, shell));
  else shell.out(listText({ entries: shown, isCut: next !== null, target }, shell));
  tellOfDamaged(damaged, target, shell);
};
