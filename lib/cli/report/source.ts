import { UNROUTED } from '../../core/configuration.ts';
import { enumerated } from '../../core/words.ts';
import type { ToldEntry } from '../../ports/incident-reader.ts';
import { targetOf } from '../incidents/open-target.ts';
import type { IncidentsTarget } from '../incidents/target.ts';
import { UsageError } from '../terminal/command-error.ts';
import type { Shell } from '../terminal/shell.ts';
import type { ReportOptions } from './options.ts';

/** Where the incidents of a report are, and how to speak of them. */
export type ReportSource = IncidentsTarget;

export const reportSourceOf = (shell: Shell, { local, stack, config }: ReportOptions): Promise<ReportSource> =>
  targetOf(shell, {
    ...(local !== undefined && { local }),
    ...(stack !== undefined && { stack }),
    ...(config !== undefined && { config }),
  });

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
  for await (const entry of source.incidents.query({})) {
    if (entry.service === service) return;
    known.add(entry.service);
  }
  const names = known.size === 0 ? '' : `: expected one of ${enumerated([...known])}`;
  throw new UsageError(`--service: no service ${JSON.stringify(service)} is known${names}`);
};

/** The incident that opened last; undefined: there is none at all. */
export const newestOf = async ({ incidents }: ReportSource): Promise<ToldEntry | undefined> => {
  const [newest] = await Array.fromAsync(incidents.query({}, 1));
  return newest;
};

const MOST_NAMED = 3;

/** Says on stderr what no figure holds. */
export const tellOfLacks = async (
  source: ReportSource,
  unread: readonly string[],
  { err, ink }: Shell,
): Promise<void> => {
  const torn = await source.unreadable();
  if (torn.length > 0)
    err(
      ink(`${torn.join(', ')}: cannot be read, so whatever was recorded there is in no figure: restore it from a copy`),
    );
  if (unread.length === 0) return;
  const named = `${unread.slice(0, MOST_NAMED).join(', ')}${unread.length > MOST_NAMED ? ', …' : ''}`;
  err(
    ink(
      `${named}: cannot be read, and is in no figure: npx tocsin incidents verify ${source.place.option} says what is wrong`,
    ),
  );
};
