import { readFile } from 'node:fs/promises';
import { type Recording, recordingSchema } from './recording.ts';

export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

const MOST_PROBLEMS = 10;

const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${String(part)}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '') || 'the file';

const readingOf = (file: string, error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT')
    return `${file}: there is no such file: name a recording (its form: schema/recording.schema.json)`;
  if (code === 'EISDIR') return `${file}: is a directory: name the recording in it, such as ${file}/recording.json`;
  return `${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`;
};

const parsed = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RecordingError(`${file}: not JSON: ${why}; expected a recording (schema/recording.schema.json)`);
  }
};

/** @throws RecordingError naming the file, the place in it, what is wrong and what was expected. */
export const readRecording = async (file: string): Promise<Recording> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new RecordingError(readingOf(file, error), { cause: error });
  }
  const result = recordingSchema.safeParse(parsed(text, file));
  if (result.success) return result.data;
  const { issues } = result.error;
  const lines = issues.slice(0, MOST_PROBLEMS).map(({ path, message }) => `${file}: ${pathOf(path)}: ${message}`);
  if (issues.length > MOST_PROBLEMS) lines.push(`… and ${String(issues.length - MOST_PROBLEMS)} more`);
  throw new RecordingError(lines.join('\n'));
};
