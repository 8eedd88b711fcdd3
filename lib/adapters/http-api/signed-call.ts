import type { SignatureV4 } from '@smithy/signature-v4';
import { objectOf, parsedJson } from '../../core/json-value.ts';
import { SECOND } from '../../core/time.ts';
import type { Pause } from '../../ports/clock.ts';
import { answerIn, type ApiCall, ApiError, type ApiReply, type ApiRequest } from './api-call.ts';

export interface SignedCalls {
  /** Of the API, without a slash at the end. */
  readonly url: string;
  readonly signer: Pick<SignatureV4, 'sign'>;
  /** Between two tries. */
  readonly pause: Pause;
}

const ANSWER_WITHIN_MS = 10 * SECOND;
const TRIES = 4;
const FIRST_PAUSE_MS = 200;

/** As RFC 3986 has it, which a signature is made of: `encodeURIComponent` leaves five characters more. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/gu, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

const askedFor = ({ path, query = {} }: ApiRequest): string => {
  const fields = Object.entries(query).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return fields.length === 0 ? path : `${path}?${fields.join('&')}`;
};

/** Signed anew each time: a signature is good for minutes, and so may credentials be. */
const sendSigned = async ({ url, signer }: SignedCalls, asked: ApiRequest): Promise<Response> => {
  const { protocol, hostname, host } = new URL(url);
  const { method, path, query = {}, body } = asked;
  const headers = { host, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const signed = await signer.sign({ method, protocol, hostname, path, query: { ...query }, headers, body });
  return fetch(url + askedFor(asked), {
    method,
    headers: signed.headers,
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    redirect: 'error',
  });
};

const replyOf = async (response: Response): Promise<ApiReply> => {
  const fields = objectOf(parsedJson(await response.text()));
  if (fields !== undefined) return { status: response.status, fields };
  throw new ApiError('UnreadableReply', `HTTP ${String(response.status)} without JSON`);
};

/** Too many at once, or a failure that may be over by now. */
const isPassing = (status: number): boolean => status === 429 || status >= 500;

/** What `fetch` says of a connection is that it failed: the reason lies below. */
const reasonOf = (error: unknown): unknown =>
  error instanceof TypeError && error.cause !== undefined ? error.cause : error;

type Tried = { readonly reply: ApiReply } | { readonly error: unknown };

const tryOnce = async (calls: SignedCalls, asked: ApiRequest): Promise<Tried> => {
  try {
    return { reply: await replyOf(await sendSigned(calls, asked)) };
  } catch (error) {
    return { error: reasonOf(error) };
  }
};

/** Credentials that are not there are not there a second later. */
const isFinal = (tried: Tried): boolean =>
  'reply' in tried
    ? !isPassing(tried.reply.status)
    : tried.error instanceof Error && /^(Credentials|Token)Provider/u.test(tried.error.name);

/** The API of a deployed stack, by signed requests; the one layer that tries again. */
export const signedCall =
  (calls: SignedCalls): ApiCall =>
  async (asked) => {
    let tried = await tryOnce(calls, asked);
    for (let tries = 1; tries < TRIES && !isFinal(tried); tries += 1) {
      await calls.pause(FIRST_PAUSE_MS * 2 ** (tries - 1));
      tried = await tryOnce(calls, asked);
    }
    if ('error' in tried) throw tried.error;
    return answerIn(tried.reply);
  };
