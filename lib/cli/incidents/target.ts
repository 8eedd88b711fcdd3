import { existsSync } from 'node:fs';
import type { FolderIncidents } from '../../adapters/folder/folder-incidents.ts';
import type { Configuration } from '../../core/configuration.ts';
import { type LocalClock, localClock } from '../../core/report/local-clock.ts';
import { homeTimeZone, type Voice, voiceOf } from '../../core/report/voice.ts';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import { folderNamed, openLocal } from '../files/local-incidents.ts';
import type { Shell } from '../terminal/shell.ts';

/** What every command on incidents takes. */
export interface IncidentsOptions {
  readonly local?: string | true;
  readonly stack?: string;
  readonly config?: string;
  readonly json?: true;
  /** Of a list only. */
  readonly csv?: true;
  readonly since?: string;
  readonly until?: string;
  readonly status?: string;
  readonly service?: string;
  readonly severity?: string;
  readonly responder?: string;
  readonly limit?: string;
  readonly cursor?: string;
  readonly by?: string;
  readonly note?: string;
  readonly cause?: string;
}

/** Where the incidents are, and how to speak of them. */
export interface IncidentsTarget {
  readonly incidents: FolderIncidents;
  readonly folder: string;
  /** As a further command has to name it: `--local`, `--local=other`. */
  readonly option: string;
  readonly configuration: Configuration | undefined;
  readonly clock: LocalClock;
  readonly voice: Voice;
}

const WHERE =
  'say where the incidents are: --local [dir] (a folder, .tocsin when none is named) or --stack <name> (a deployed stack; not there yet)';

const NO_STACK =
  '--stack is not there yet: incidents of a deployed stack are answered by the links in its pages and by its HTTP API; this command works on a folder: --local [dir]';

const DEFAULT_FILE = 'tocsin.yaml';

/** A folder needs no configuration: the default file is taken where there is one. */
const configurationOf = async (named: string | undefined, shell: Shell): Promise<Configuration | undefined> => {
  if (named === undefined && !existsSync(DEFAULT_FILE)) return undefined;
  const { configurationFrom } = await import('../files/load-files.ts');
  return configurationFrom(named ?? DEFAULT_FILE, shell);
};

/** Without a configuration people are called by their ids, and times are those of this machine. */
export const targetOf = async (shell: Shell, { local, stack, config }: IncidentsOptions): Promise<IncidentsTarget> => {
  if (stack !== undefined) throw new UsageError(NO_STACK);
  if (local === undefined) throw new UsageError(WHERE);
  const configuration = await configurationOf(config, shell);
  const folder = folderNamed(local);
  const incidents = await openLocal(folder, { create: false });
  const clock = localClock(configuration === undefined ? shell.timeZone : homeTimeZone(configuration));
  const voice = voiceOf(configuration ?? { responders: {}, channels: {} }, clock);
  return { incidents, folder, option: local === true ? '--local' : `--local=${folder}`, configuration, clock, voice };
};

const MOST_NAMED = 5;

/** @throws FailedError no incident or several begin so. */
export const findIncident = async ({ incidents, folder, option }: IncidentsTarget, prefix: string): Promise<string> => {
  const found: string[] = [];
  for await (const { incidentId } of incidents.list({}))
    if (incidentId.startsWith(prefix.toUpperCase())) found.push(incidentId);
  const [only] = found;
  if (only !== undefined && (found.length === 1 || only === prefix)) return only;
  if (only === undefined) {
    throw new FailedError(
      `there is no incident ${JSON.stringify(prefix)} in ${folder}: tocsin incidents list ${option} shows those there are`,
    );
  }
  const named = found.slice(0, MOST_NAMED).join(', ');
  throw new FailedError(
    `${JSON.stringify(prefix)} means ${String(found.length)} incidents: give more of the id (${named}${found.length > MOST_NAMED ? ', …' : ''})`,
  );
};
