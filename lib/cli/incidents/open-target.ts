import { localClock } from '../../core/report/local-clock.ts';
import { homeTimeZone, voiceOf } from '../../core/report/voice.ts';
import { usualConfiguration } from '../files/usual-configuration.ts';
import { UsageError } from '../terminal/command-error.ts';
import type { Shell } from '../terminal/shell.ts';
import type { FolderReading, IncidentsOptions, IncidentsTarget, PlacedIncidents } from './target.ts';

const WHERE =
  'say where the incidents are: --local [dir] (a folder, .tocsin when none is named) or --stack <name> (a deployed stack, with your AWS credentials)';

/** @throws UsageError it is not said where, or twice. */
const checkPlace = ({ local, stack }: IncidentsOptions): void => {
  if (local === undefined && stack === undefined) throw new UsageError(WHERE);
  if (local !== undefined && stack !== undefined)
    throw new UsageError('--local, --stack: incidents are in one of them: leave the other out');
  if (stack === '') throw new UsageError('--stack: expected the name of a stack such as Tocsin, got ""');
};

const placed = async (
  shell: Shell,
  { local, stack }: IncidentsOptions,
  reading: FolderReading,
): Promise<PlacedIncidents> => {
  if (stack !== undefined) {
    const { incidentsInStack } = await import('./in-stack.ts');
    return incidentsInStack(shell, stack);
  }
  const { incidentsInFolder } = await import('./in-folder.ts');
  return incidentsInFolder(shell, local ?? true, reading);
};

/** Without a configuration people are called by their ids, and times are those of this machine. */
export const targetOf = async (
  shell: Shell,
  options: IncidentsOptions,
  { isWhole = false }: Pick<FolderReading, 'isWhole'> = {},
): Promise<IncidentsTarget> => {
  checkPlace(options);
  const configuration = await usualConfiguration(options.config, shell);
  const clock = localClock(configuration === undefined ? shell.timeZone : homeTimeZone(configuration));
  const voice = voiceOf(configuration ?? { responders: {}, channels: {} }, clock);
  return { ...(await placed(shell, options, { configuration, isWhole })), configuration, clock, voice };
};
