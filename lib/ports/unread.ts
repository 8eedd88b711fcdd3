/** Not allowed; too much was asked; what was asked for cannot be; a part came; or anything else that kept an answer away. */
export type WhyUnread = 'denied' | 'throttled' | 'malformed' | 'partial' | 'unanswered';

interface Failure extends ErrorOptions {
  readonly why: WhyUnread;
}

/** What was asked for could not be read; the message says what was tried and what to do. */
export class UnreadError extends Error {
  override readonly name: string = 'UnreadError';
  readonly why: WhyUnread;

  constructor(message: string, { why, ...options }: Failure) {
    super(message, options);
    this.why = why;
  }
}

/** An index of the table is asked for that is not there yet, or not filled: an update of the stack makes one after the other. */
export class UnreadyIndexError extends UnreadError {
  override readonly name = 'UnreadyIndexError';

  constructor(index: string, options: ErrorOptions) {
    super(`the index ${index} of the table is not there yet, or still being filled`, { why: 'unanswered', ...options });
  }
}
