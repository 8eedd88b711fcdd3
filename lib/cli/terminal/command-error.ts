import { printableLines } from './printable.ts';
import type { Shell } from './shell.ts';

/** Wrong use: arguments, or files that the user named. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** It was asked for rightly and could not be done. Exit code 1. */
export class FailedError extends Error {
  override readonly name = 'FailedError';
}

/** Errors whose message says what to do. */
const ADVISING = new Set(['FolderError', 'MetricHistoryError']);

/** What a person reads; of what nobody foresaw also what to do with it. */
const messageOf = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError || error instanceof FailedError) return message;
  if (error instanceof Error && error.name === 'LostRaceError')
    return 'somebody else changed it at the same moment: try again';
  return error instanceof Error && ADVISING.has(error.name)
    ? message
    : `this should not have happened: ${message}; please report it`;
};

/** Tells on stderr why a command ended, without a stack trace. */
export const exitCodeFor = (error: unknown, { err }: Shell): number => {
  err(printableLines(messageOf(error)));
  return error instanceof UsageError ? 2 : 1;
};
