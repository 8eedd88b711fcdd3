import { existsSync } from 'node:fs';
import type { Configuration } from '../../core/configuration.ts';
import type { Shell } from '../terminal/shell.ts';

const DEFAULT_FILE = 'tocsin.yaml';

/** The file that was named, else the default one where there is one: a command that can do without needs none. */
export const usualConfiguration = async (
  named: string | undefined,
  shell: Shell,
): Promise<Configuration | undefined> => {
  if (named === undefined && !existsSync(DEFAULT_FILE)) return undefined;
  const { configurationFrom } = await import('./load-files.ts');
  return configurationFrom(named ?? DEFAULT_FILE, shell);
};
