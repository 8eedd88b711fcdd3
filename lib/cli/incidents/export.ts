import { type ExportedIncident, exportedLine } from '../../core/incident/exported-incident.ts';
import { counted } from '../../core/words.ts';
import { namedByLists } from '../../pipeline/named-by-lists.ts';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import { findIncident } from './find-incident.ts';
import { targetOf } from './open-target.ts';
import { queryOf } from './query-options.ts';
import type { IncidentsOptions, IncidentsTarget } from './target.ts';

/** One after the other, as they are found. */
const idsOf = async function* (
  target: IncidentsTarget,
  ids: readonly string[],
  query: ReturnType<typeof queryOf>,
): AsyncGenerator<string> {
  for (const id of ids) yield findIncident(target, id);
  if (ids.length > 0) return;
  for await (const { incidentId } of namedByLists(target.incidents, query)) yield incidentId;
};

const exportedOf = async ({ incidents }: IncidentsTarget, incidentId: string): Promise<ExportedIncident> => {
  const record = await incidents.record(incidentId);
  if (record?.head === undefined)
    throw new FailedError(record === undefined ? 'nothing is stored of it' : 'it has no head');
  return { head: record.head, events: record.events, diagnoses: await incidents.diagnoses(incidentId, 'all') };
};

const FILTERS = ['since', 'until', 'status', 'service', 'severity', 'responder', 'cause'] as const;

/** @throws UsageError */
const checkChoice = (ids: readonly string[], options: IncidentsOptions): void => {
  const filter = FILTERS.find((name) => options[name] !== undefined);
  if (ids.length > 0 && filter !== undefined)
    throw new UsageError(`--${filter}: expected no ids with it, or the ids alone`);
};

/** `tocsin incidents export`. @throws FailedError some could not be read: the others are exported all the same. */
export const exportIncidents = async (
  shell: Shell,
  ids: readonly string[],
  options: IncidentsOptions,
): Promise<void> => {
  checkChoice(ids, options);
  const query = queryOf(options, shell);
  const target = await targetOf(shell, options);
  let unread = 0;
  for await (const incidentId of idsOf(target, ids, query)) {
    try {
      shell.out(exportedLine(await exportedOf(target, incidentId)));
    } catch (error) {
      unread += 1;
      shell.err(printable(`${incidentId}: ${error instanceof Error ? error.message : String(error)}`));
    }
  }
  if (unread > 0)
    throw new FailedError(
      `${counted(unread, 'incident')} could not be exported: npx tocsin incidents verify ${target.place.option} says more`,
    );
};
