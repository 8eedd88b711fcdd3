import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type RecordedResponse, type Recording, recordingSchema } from '../../adapters/recording/recording.ts';
import { readRecording } from '../../adapters/recording/read-recording.ts';
import { RecordingError } from '../../adapters/recording/recording-error.ts';
import type { LoadedConfiguration } from '../../config/load-configuration.ts';
import { loadConfiguration } from '../../config/read-configuration.ts';
import type { Configuration } from '../../core/configuration.ts';
import { UsageError } from '../terminal/command-error.ts';
import { problemsText } from '../terminal/problems-text.ts';
import type { Shell } from '../terminal/shell.ts';

/** The configuration, and how to say more of what stands in the file. @throws UsageError every problem of the file. */
export const loadedFrom = async (
  file: string,
  { width }: Shell,
): Promise<Extract<LoadedConfiguration, { outcome: 'configuration' }>> => {
  const loaded = await loadConfiguration(file);
  if (loaded.outcome === 'configuration') return loaded;
  throw new UsageError(problemsText(loaded.problems, width));
};

/** @throws UsageError as above. */
export const configurationFrom = async (file: string, shell: Shell): Promise<Configuration> =>
  (await loadedFrom(file, shell)).configuration;

/** The default file; where there is none, one that lies beside the recording is named. @throws UsageError as above. */
export const configurationFor = async (recording: string, file: string, shell: Shell): Promise<Configuration> => {
  const beside = join(dirname(recording), 'tocsin.yaml');
  if (existsSync(file) || !existsSync(beside)) return configurationFrom(file, shell);
  throw new UsageError(`${file}: there is no such file; one lies beside the recording: --config ${beside}`);
};

/** @throws UsageError what is wrong with the file, and where. */
export const recordingFrom = async (file: string): Promise<Recording> => {
  try {
    return await readRecording(file);
  } catch (error) {
    if (error instanceof RecordingError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
};

const responsesSchema = recordingSchema.shape.responses.unwrap();
const responsesFile = z.union([
  responsesSchema,
  z.object({ responses: responsesSchema }).transform((file) => file.responses),
]);

const FORM = 'expected a list such as [{ "at": "+5m", "action": "acknowledge", "by": "alice" }]';

const jsonFrom = async (file: string): Promise<unknown> => {
  try {
    return JSON.parse((await readFile(file, 'utf8')).replace(/^\ufeff/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file}: cannot be read as responses: ${why}; ${FORM}, or the word none`, { cause: error });
  }
};

/** Responses of a file of their own: a list, or a recording's `responses`. @throws UsageError what is wrong, and where. */
export const responsesFrom = async (file: string): Promise<readonly RecordedResponse[]> => {
  const json = await jsonFrom(file);
  const read = (Array.isArray(json) ? responsesSchema : responsesFile).safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = (issue?.path ?? [])
    .map((part) => (typeof part === 'number' ? `[${String(part)}]` : String(part)))
    .join('.');
  throw new UsageError(`${file}: ${place === '' ? '' : `${place}: `}${issue?.message ?? 'wrong'}; ${FORM}`);
};
