export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
}

/** What Tocsin answered: a status, and the fields of its JSON. */
export interface ApiReply {
  readonly status: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Asks an API. What is not answered is asked again: a request has to be good for twice.
 *
 * @throws ApiError it was not Tocsin that answered, or it failed.
 */
export type ApiCall = (asked: ApiRequest) => Promise<ApiReply>;

/** Why an API gave no answer that can be used, by names as AWS has them. */
export class ApiError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** API Gateway says each of these with status 403, in words. */
const NOT_ALLOWED: readonly (readonly [said: RegExp, name: string])[] = [
  [/expired/iu, 'ExpiredToken'],
  [/security token|access key/iu, 'UnrecognizedClient'],
  [/signature|credential/iu, 'InvalidSignature'],
  [/./u, 'AccessDenied'],
];

const NAMES: ReadonlyMap<number, string> = new Map([
  [404, 'NoSuchRoute'],
  [413, 'RequestTooLarge'],
  [429, 'TooManyRequests'],
]);

const nameOf = (status: number, said: string): string => {
  if (status === 403) return NOT_ALLOWED.find(([words]) => words.test(said))?.[1] ?? 'AccessDenied';
  return NAMES.get(status) ?? (status >= 500 ? 'ServiceUnavailable' : 'UnexpectedReply');
};

/** Of a reply that can be no answer: API Gateway has a `message`, Tocsin a `detail`. */
export const apiErrorOf = ({ status, fields: { message, detail } }: ApiReply): ApiError => {
  const said = [message, detail].find((text): text is string => typeof text === 'string') ?? 'no reason';
  return new ApiError(nameOf(status, said), `HTTP ${String(status)}: ${said}`);
};

const REFUSED = [400, 404, 409, 413];

/** Tocsin answers, or refuses with a `detail` (RFC 9457); what API Gateway refuses has other words. @throws ApiError */
export const answerIn = (reply: ApiReply): ApiReply => {
  const { status, fields } = reply;
  if (status === 200 || (REFUSED.includes(status) && typeof fields['detail'] === 'string')) return reply;
  throw apiErrorOf(reply);
};

/** The fields of what is there; undefined: there is none. @throws ApiError */
export const fieldsFound = (reply: ApiReply): ApiReply['fields'] | undefined => {
  if (reply.status === 404) return undefined;
  if (reply.status === 200) return reply.fields;
  throw apiErrorOf(reply);
};
