import { type Recording, recordingSchema } from './recording.ts';
import { issuesError, RecordingError, unreadableError } from './recording-error.ts';
import { textIn } from './unpacked.ts';

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
    text = await textIn(file);
  } catch (error) {
    throw unreadableError(file, error, 'a recording (its form: schema/recording.schema.json)');
  }
  const result = recordingSchema.safeParse(parsed(text, file));
  if (result.success) return result.data;
  throw issuesError(file, result.error.issues);
};
