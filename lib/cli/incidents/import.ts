import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type ExportedIncident, readExported } from '../../core/incident/exported-incident.ts';
import { verifyTimeline } from '../../core/incident/verify.ts';
import { counted } from '../../core/words.ts';
import { type Imported, importIncident, type ImportSource } from '../../pipeline/import-incident.ts';
import { folderNamed, openLocal } from '../files/local-incidents.ts';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import type { IncidentsOptions } from './target.ts';

/** What an export holds; the items of its alarms and its group stay where it was. */
const sourceOf = ({ head, events, diagnoses }: ExportedIncident): ImportSource => ({
  head: () => Promise.resolve(head),
  timeline: () => Promise.resolve(events),
  diagnoses: () => Promise.resolve(diagnoses),
  members: () => Promise.resolve([]),
  groups: () => Promise.resolve(new Map()),
});

type Read = { readonly exported: ExportedIncident } | { readonly problem: string };

/** Nothing that was altered on its way gets in. */
const readLine = (line: string): Read => {
  const exported = readExported(line);
  if (exported === undefined) return { problem: 'this is no incident as tocsin incidents export writes it' };
  const { head, events, diagnoses } = exported;
  const result = verifyTimeline(events, head, diagnoses);
  return result.ok ? { exported } : { problem: `${head.incidentId}: ${result.problems[0] ?? 'it is not whole'}` };
};

/** @throws UsageError */
const folderIn = ({ local, stack }: IncidentsOptions): string => {
  if (stack !== undefined)
    throw new UsageError('--stack: a stack is not forged: what is imported goes into a folder, --local [dir]');
  if (local === undefined) throw new UsageError('say into which folder: --local [dir] (.tocsin when none is named)');
  return folderNamed(local);
};

interface Result {
  readonly imported: number;
  readonly alreadyThere: number;
  /** Lines that were refused: where, and why. */
  readonly refused: readonly string[];
}

type Store = Parameters<typeof importIncident>[1];

const importLines = async (file: string, to: Store): Promise<Result> => {
  const counts: Record<Imported, number> = { imported: 0, 'already-there': 0 };
  const refused: string[] = [];
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === '') continue;
    const read = readLine(line);
    if ('problem' in read) refused.push(`${file}:${String(number)}: ${read.problem}`);
    else counts[await importIncident(sourceOf(read.exported), to, read.exported.head.incidentId)] += 1;
  }
  return { imported: counts.imported, alreadyThere: counts['already-there'], refused };
};

/** `tocsin incidents import`. @throws FailedError a line was refused: the others are imported all the same. */
export const importIncidents = async (shell: Shell, file: string, options: IncidentsOptions): Promise<void> => {
  const folder = folderIn(options);
  if (!existsSync(file)) throw new UsageError(`${file}: there is no such file`);
  const result = await importLines(file, await openLocal(folder, { create: true }));
  const { imported, alreadyThere, refused } = result;
  const there = alreadyThere === 0 ? '' : `, ${String(alreadyThere)} there already`;
  if (options.json === true) shell.out(JSON.stringify(result, undefined, 2));
  else shell.out(shell.ink(`${counted(imported, 'incident')} imported into ${folder}${there}.`));
  for (const line of refused) shell.err(printable(line));
  if (refused.length > 0)
    throw new FailedError(`${counted(refused.length, 'line')} refused: nothing of them was imported`);
};
