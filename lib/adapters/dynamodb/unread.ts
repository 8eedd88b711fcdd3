import { UnreadError, type WhyUnread } from '../../ports/unread.ts';

/** By the error's name. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const KNOWN: readonly (readonly [name: RegExp, why: WhyUnread])[] = [
  [/^(?:AccessDenied|UnrecognizedClient|ExpiredToken|KMS)/u, 'denied'],
  [/^(?:Throttl|ProvisionedThroughputExceeded|RequestLimitExceeded)/u, 'throttled'],
];

/** Why the table did not give what was asked for. */
export const unread = (error: unknown): UnreadError => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const why = KNOWN.find(([known]) => known.test(name))?.[1] ?? 'unanswered';
  return new UnreadError(`the table did not answer: ${name}: ${message}`, { why, cause: error });
};
