/** What is wrong with a file of metrics: the file, the place in it, what was given and what was expected. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

const MOST_PROBLEMS = 10;

export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${String(part)}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '') || 'the file';

/** Every problem a line, at most ten. */
export const issuesError = (file: string, issues: readonly Issue[]): RecordingError => {
  const lines = issues.slice(0, MOST_PROBLEMS).map(({ path, message }) => `${file}: ${placeOf(path)}: ${message}`);
  if (issues.length > MOST_PROBLEMS) lines.push(`… and ${String(issues.length - MOST_PROBLEMS)} more`);
  return new RecordingError(lines.join('\n'));
};

/** `wanted` says which file to name instead. */
export const unreadableError = (file: string, error: unknown, wanted: string): RecordingError => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const why = error instanceof Error ? error.message : String(error);
  if (code === 'ENOENT') return new RecordingError(`${file}: there is no such file: name ${wanted}`, { cause: error });
  if (code !== 'EISDIR') return new RecordingError(`${file}: cannot be read: ${why}`, { cause: error });
  const advice = `name the recording in it, such as ${file}/recording.json`;
  return new RecordingError(`${file}: is a directory: ${advice}`, { cause: error });
};
