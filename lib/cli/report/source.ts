import { UNROUTED } from '../../core/configuration.ts';
import type { ListEntry } from '../../core/report/list-entry.ts';
import { type Incidents, listAll } from '../../pipeline/read-timelines.ts';
import { type IncidentsTarget, targetOf } from '../incidents/target.ts';
import { UsageError } from '../terminal/command-error.ts';
import type { Shell } from '../terminal/shell.ts';
import type { ReportOptions } from './options.ts';

/** Where the incidents of a report are, and how to speak of them. */
export interface ReportSource extends IncidentsTarget {
  readonly read: Incidents;
}

export const reportSourceOf = async (shell: Shell, { local, stack, config }: ReportOptions): Promise<ReportSource> => {
  const target = await targetOf(shell, {
    ...(local !== undefined && { local }),
    ...(stack !== undefined && { stack }),
    ...(config !== undefined && { config }),
  });
  return { ...target, read: { index: target.incidents, store: target.incidents } };
};

const configuredServices = ({ configuration }: ReportSource): readonly string[] => {
  if (configuration === undefined) return [];
  const routed = configuration.routing.flatMap(({ service }) => service ?? []);
  return [...Object.keys(configuration.services), ...routed, UNROUTED];
};

/** @throws UsageError neither tocsin.yaml nor any incident knows such a service. */
export const checkService = async (source: ReportSource, service: string | undefined): Promise<void> => {
  if (service === undefined) return;
  const known = new Set(configuredServices(source));
  if (known.has(service)) return;
  for await (const entry of listAll(source.read)) {
    if (entry.service === service) return;
    known.add(entry.service);
  }
  const names = known.size === 0 ? '' : `: expected one of ${[...known].join(', ')}`;
  throw new UsageError(`--service: no service ${JSON.stringify(service)} is known${names}`);
};

/** The incident that opened last; undefined: there is none at all. */
export const newestOf = async ({ read }: ReportSource): Promise<ListEntry | undefined> => {
  for await (const entry of listAll(read)) return entry;
  return undefined;
};

const MOST_NAMED = 3;

/** Says on stderr what no figure holds. */
export const tellOfLacks = async (
  source: ReportSource,
  unread: readonly string[],
  { err, ink }: Shell,
): Promise<void> => {
  const torn = await source.incidents.unreadable();
  if (torn.length > 0)
    err(
      ink(`${torn.join(', ')}: cannot be read, so whatever was recorded there is in no figure: restore it from a copy`),
    );
  if (unread.length === 0) return;
  const named = `${unread.slice(0, MOST_NAMED).join(', ')}${unread.length > MOST_NAMED ? ', …' : ''}`;
  err(
    ink(`${named}: cannot be read, and is in no figure: tocsin incidents verify ${source.option} says what is wrong`),
  );
};
