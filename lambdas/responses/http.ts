import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Refusal } from '../../lib/core/response/refusal.ts';
import { CONTENT_SECURITY_POLICY } from '../../lib/screens/document.ts';
import { PROBLEM_MEDIA_TYPE, PROBLEM_TYPE, type ProblemName, PROBLEMS } from './problems.ts';

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower case, without parameters. */
  readonly contentType: string;
  readonly body: string;
  /** ARN of whoever signed the request, where the route asks for that. */
  readonly caller: string | undefined;
  /** Of AWS, that the API is in. */
  readonly account: string;
}

export interface HttpReply extends APIGatewayProxyStructuredResultV2 {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Something wrong with a request, for whoever sent it. */
export interface HttpRefusal {
  readonly problem: ProblemName;
  readonly refusal: Refusal;
}

const callerOf = ({ requestContext }: APIGatewayProxyEventV2): string | undefined => {
  const { authorizer } = requestContext as { readonly authorizer?: { readonly iam?: { readonly userArn?: string } } };
  return authorizer?.iam?.userArn;
};

/** An emulator may leave it out. */
const accountOf = ({ requestContext }: APIGatewayProxyEventV2): string =>
  (requestContext as { readonly accountId?: string }).accountId ?? '';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, payload 2.0. */
export const requestOf = (event: APIGatewayProxyEventV2): HttpRequest => {
  const { rawPath, rawQueryString, headers, body = '', isBase64Encoded, requestContext } = event;
  return {
    method: requestContext.http.method.toUpperCase(),
    path: rawPath,
    query: new URLSearchParams(rawQueryString),
    contentType: (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '',
    body: isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
    caller: callerOf(event),
    account: accountOf(event),
  };
};

/** What a body has to be. */
export interface BodyRule {
  readonly contentType: string;
  /** At most. */
  readonly bytes: number;
}

/** Whether a body can be read at all; asked before anything is looked up, so that it tells nothing of what there is. */
export const bodyRefusal = ({ contentType, body }: HttpRequest, rule: BodyRule): HttpRefusal | undefined => {
  const bytes = Buffer.byteLength(body);
  if (bytes > rule.bytes) {
    const limits = { expected: `at most ${String(rule.bytes)} bytes`, given: `${String(bytes)} bytes` };
    return { problem: 'body-too-large', refusal: { error: 'the body is too large', ...limits } };
  }
  if (contentType === rule.contentType) return undefined;
  const expected = rule.contentType;
  const refusal = { error: 'unsupported content type', expected, given: 'another one' };
  return { problem: 'unsupported-content-type', refusal };
};

/** Nothing is kept, nobody learns the address: it is the key. */
const SCREEN_HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=63072000',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
} as const;

export const screenReply = async (
  statusCode: number,
  screen: Promise<string>,
  beside: Readonly<Record<string, string>> = {},
): Promise<HttpReply> => ({
  statusCode,
  headers: { 'Content-Type': 'text/html; charset=utf-8', ...SCREEN_HEADERS, ...beside },
  body: await screen,
});

/** An answer without a body: where to look, or what is allowed. */
export const bodiless = (statusCode: number, headers: Readonly<Record<string, string>>): HttpReply => ({
  statusCode,
  headers: { ...SCREEN_HEADERS, ...headers },
  body: '',
});

export const jsonReply = (
  statusCode: number,
  value: unknown,
  beside: Readonly<Record<string, string>> = {},
): HttpReply => ({
  statusCode,
  headers: {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...beside,
  },
  body: JSON.stringify(value),
});

/** What is wrong, as RFC 9457 has it, with what was expected and given, and what else there is to say. */
export const problemReply = ({ problem, refusal }: HttpRefusal, beside: object = {}): HttpReply => {
  const { status, title } = PROBLEMS[problem];
  const { error: detail, expected, given } = refusal;
  const fields = { type: PROBLEM_TYPE + problem, title, status, detail, expected, given, ...beside };
  return jsonReply(status, fields, { 'Content-Type': PROBLEM_MEDIA_TYPE });
};
