import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Recording, recordingSchema } from './recording.ts';
import { issuesError, RecordingError, unreadableError } from './recording-error.ts';

const parsed = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RecordingError(`${file}: not JSON: ${why}; expected a recording (schema/recording.schema.json)`);
  }
};

const unpacked = promisify(gunzip);

/** What is read whole is held whole, and several times over. */
const MOST_BYTES = 512 * 1024 * 1024;

const isPacked = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Packed by gzip or not, whatever its name. */
const textOf = async (file: string): Promise<string> => {
  const bytes = await readFile(file);
  return (isPacked(bytes) ? await unpacked(bytes, { maxOutputLength: MOST_BYTES }) : bytes).toString('utf8');
};

/** @throws RecordingError naming the file, the place in it, what is wrong and what was expected. */
export const readRecording = async (file: string): Promise<Recording> => {
  let text: string;
  try {
    text = await textOf(file);
  } catch (error) {
    throw unreadableError(file, error, 'a recording (its form: schema/recording.schema.json)');
  }
  const result = recordingSchema.safeParse(parsed(text, file));
  if (result.success) return result.data;
  throw issuesError(file, result.error.issues);
};
