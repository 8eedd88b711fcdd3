import { type Verification, verifyTimeline } from '../../core/incident/verify.ts';
import { FailedError } from '../terminal/command-error.ts';
import { labelled } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import { findIncident, type IncidentsOptions, type IncidentsTarget, targetOf } from './target.ts';

interface Verified {
  readonly incidentId: string;
  readonly events: number;
  readonly diagnoses: number;
  readonly problems: readonly string[];
}

const idsOf = async (target: IncidentsTarget, id: string | undefined): Promise<readonly string[]> => {
  if (id !== undefined) return [await findIncident(target, id)];
  const ids: string[] = [];
  for await (const { incidentId } of target.incidents.list({})) ids.push(incidentId);
  return ids;
};

const verified = async ({ incidents }: IncidentsTarget, incidentId: string): Promise<Verified> => {
  const sealed = await incidents.timeline(incidentId);
  const head = await incidents.head(incidentId);
  const diagnoses = await incidents.diagnoses(incidentId, 'all');
  const result: Verification =
    head === undefined ? { ok: false, problems: ['there is no head'] } : verifyTimeline(sealed, head, diagnoses);
  const problems = result.ok ? [] : result.problems;
  return { incidentId, events: sealed.length, diagnoses: diagnoses.length, problems };
};

const verifiedText = (all: readonly Verified[], { ink, width }: Shell): string =>
  all
    .flatMap(({ incidentId, events, diagnoses, problems }) => {
      const isWhole = problems.length === 0;
      const stored = diagnoses === 0 ? '' : `, diagnoses: ${String(diagnoses)}`;
      const found = isWhole
        ? [`whole: ${String(events)} events${stored}: head and chain agree`]
        : problems.map(printable);
      const lines = labelled(
        found.map((text) => [incidentId, text]),
        width,
      );
      return lines.map((line) => ink(line, isWhole ? 'green' : 'red'));
    })
    .join('\n');

/** `tocsin incidents verify`. @throws FailedError something is not as it was written. */
export const verifyIncidents = async (
  shell: Shell,
  id: string | undefined,
  options: IncidentsOptions,
): Promise<void> => {
  const target = await targetOf(shell, options);
  const all: Verified[] = [];
  for (const incidentId of await idsOf(target, id)) all.push(await verified(target, incidentId));
  const unreadable = await target.incidents.unreadable();
  if (options.json === true) shell.out(JSON.stringify({ incidents: all, unreadable }, undefined, 2));
  else shell.out(all.length === 0 ? `No incidents in ${shell.ink(target.folder)}.` : verifiedText(all, shell));
  if (unreadable.length > 0)
    throw new FailedError(
      `${unreadable.join(', ')}: cannot be read, so whatever was recorded there is missing above: restore it from a copy`,
    );
  const broken = all.filter(({ problems }) => problems.length > 0).length;
  if (broken > 0)
    throw new FailedError(
      `${String(broken)} of ${String(all.length)} incidents are not as they were written: restore ${target.folder} from a copy`,
    );
};
