import { readSync } from 'node:fs';
import type { ElementSpan } from './held-parts.ts';
import { RecordingError, unreadableError } from './recording-error.ts';
import { openParts } from './unpacked.ts';
import { JsonFormError, topLevelValues, type ValueSpan } from './top-level-values.ts';

/** A JSON object in a file, read value by value. */
export interface JsonFile {
  readonly name: string;
  /** Tells every value of the object, of its lists every element, in the order of the file. */
  eachValue(found: (span: ValueSpan) => void): Promise<void>;
  /** The JSON at a place, which `place` names. */
  valueAt(span: ElementSpan, place: string): unknown;
  close(): Promise<void>;
}

export const WANTED =
  'a recording (its form: schema/recording.schema.json) or the output of `aws cloudwatch get-metric-data`';

const CHUNK_BYTES = 1024 * 1024;

/** A month of minutes of one metric takes 1.5 MB; what is far longer is no series, and could be no text in memory. */
const LONGEST_VALUE_BYTES = 256 * 1024 * 1024;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Every method throws RecordingError. */
export const openJsonFile = async (name: string): Promise<JsonFile> => {
  const handle = await openParts(name).catch((error: unknown) => {
    throw unreadableError(name, error, WANTED);
  });
  return {
    name,
    eachValue: async (found) => {
      const values = topLevelValues(found);
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      try {
        for (;;) {
          const { bytesRead } = await handle.read(chunk, 0, chunk.length, null);
          if (bytesRead === 0) break;
          values.push(chunk.subarray(0, bytesRead));
        }
        values.end();
      } catch (error) {
        if (error instanceof RecordingError) throw error;
        if (!(error instanceof JsonFormError)) throw unreadableError(name, error, WANTED);
        throw new RecordingError(`${name}: not JSON: ${error.message}; expected ${WANTED}`, { cause: error });
      }
    },
    valueAt: ({ start, end }, place) => {
      if (end - start > LONGEST_VALUE_BYTES)
        throw new RecordingError(`${name}: ${place}: expected at most 256 MB, got ${String(end - start)} bytes`);
      const bytes = Buffer.allocUnsafe(end - start);
      const length = readSync(handle.fd, bytes, 0, bytes.length, start);
      try {
        return JSON.parse(bytes.toString('utf8', 0, length)) as unknown;
      } catch (error) {
        throw new RecordingError(`${name}: ${place}: not JSON: ${messageOf(error)}`, { cause: error });
      }
    },
    close: () => handle.close(),
  };
};
