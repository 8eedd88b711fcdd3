/** Wrong use: arguments, or files that the user named. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** It was asked for rightly and could not be done. Exit code 1. */
export class FailedError extends Error {
  override readonly name = 'FailedError';
}
