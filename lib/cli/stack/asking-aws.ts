import { UnreadError } from '../../ports/unread.ts';
import { FailedError } from '../terminal/command-error.ts';
import { type ToldWhile, toldWhile } from '../terminal/progress.ts';
import type { Shell } from '../terminal/shell.ts';

/** One call with the caller's credentials. */
export interface AwsQuestion<Answer> {
  /** As IAM calls it: `cloudformation:DescribeStacks`. */
  readonly action: string;
  /** On what, as a policy names it, where that can be said. */
  readonly resource?: string;
  /** What is waited for: `asking CloudFormation for the stack`. */
  readonly doing: string;
  readonly call: () => Promise<Answer>;
  /** Of all calls that this is one of. @default of this one alone */
  readonly telling?: ToldWhile;
}

/** What every client of a command is made with. */
export const callerOf = ({ env }: Shell): { readonly profile?: string } => {
  const profile = env['AWS_PROFILE'];
  return profile === undefined || profile === '' ? {} : { profile };
};

type Known = readonly [error: RegExp, advice: (action: string) => string];

/** Of `execute-api:Invoke on arn:…`, as it can be copied. */
const statementOf = (allowed: string): string => {
  const [Action = '', Resource = '*'] = allowed.split(' on ');
  return JSON.stringify({ Effect: 'Allow', Action, Resource });
};

/** By name and message of the error; a person can do something about each. */
const KNOWN: readonly Known[] = [
  [/Region is missing/u, () => 'no AWS Region is set: set AWS_REGION, or region in the profile that AWS_PROFILE names'],
  [
    /^(CredentialsProvider|TokenProvider)Error/u,
    () => 'no AWS credentials were found: set AWS_PROFILE, or sign in with aws sso login',
  ],
  [
    /^(Expired|RequestExpired|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch)/u,
    () => 'the AWS credentials are not accepted, or no longer: sign in again (aws sso login), and check this clock',
  ],
  [/kms/iu, () => 'these credentials may not use the key of the stack: allow kms:Decrypt on it'],
  [
    /^(AccessDenied|AuthorizationError|UnauthorizedOperation)/u,
    (action) => `these credentials may not: allow ${action}, by ${statementOf(action)} in a policy`,
  ],
  [/^(Throttl|TooManyRequests|RequestLimitExceeded)/u, () => 'too many requests of this account: try again'],
  [
    /^NoSuchRoute/u,
    () => 'the stack is of an earlier version than this command: deploy it again, or use the command of its version',
  ],
  [/^RequestTooLarge/u, () => 'the API takes no request of that size: shorten what you send'],
  [
    /the index \w+ of the table/u,
    () =>
      'the table is in the middle of an update, which takes minutes, or longer for a large one: ask again once aws dynamodb describe-table says that IndexStatus is ACTIVE; where no update runs, deploy the stack again',
  ],
  [/^ServiceUnavailable/u, () => 'the stack could not answer: try again; its ops alarms and logs say what is wrong'],
  [
    /^(UnexpectedReply|UnreadableReply)/u,
    () => 'this is not what the API of Tocsin answers: are stack and command of one version?',
  ],
  [/./u, () => 'AWS could not be asked: check the network, then try again'],
];

/** What AWS said, behind what a port makes of it. */
const causeOf = (error: unknown): Error => {
  if (error instanceof UnreadError && error.cause !== undefined) return causeOf(error.cause);
  return error instanceof Error ? error : new Error(String(error));
};

/** @throws FailedError why there is no answer, and what to do. */
export const askAws = async <Answer>(
  shell: Shell,
  { action, resource, doing, call, telling = toldWhile(shell) }: AwsQuestion<Answer>,
): Promise<Answer> => {
  try {
    return await telling(doing, call);
  } catch (error) {
    const { name, message } = causeOf(error);
    const text = `${name}: ${message}`;
    const allowed = resource === undefined ? action : `${action} on ${resource}`;
    const advice = KNOWN.find(([known]) => known.test(text) || known.test(message))?.[1](allowed) ?? '';
    throw new FailedError(`${action}: ${advice} (${text})`, { cause: error });
  }
};
