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
