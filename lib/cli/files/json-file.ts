import { textIn } from '../../adapters/recording/unpacked.ts';
import { UsageError } from '../terminal/command-error.ts';

const readingOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'is a directory';
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
};

/** @throws UsageError the file cannot be read, or is not JSON, packed by gzip or not; `wanted` says what it is to be. */
export const jsonFile = async (file: string, wanted: string): Promise<unknown> => {
  try {
    return JSON.parse((await textIn(file)).replace(/^\ufeff/, ''));
  } catch (error) {
    const why = error instanceof SyntaxError ? `not JSON: ${error.message}` : readingOf(error);
    throw new UsageError(`${file}: ${why}; expected ${wanted}`, { cause: error });
  }
};
