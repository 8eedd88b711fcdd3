import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** Larger bodies are no form and no response. */
const LARGEST_BODY = 16_384;

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower case, without parameters. */
  readonly contentType: string;
  readonly body: string;
  /** ARN of whoever signed the request, where the route asks for that. */
  readonly caller: string | undefined;
}

export interface HttpReply extends APIGatewayProxyStructuredResultV2 {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Why a request was not understood, and what would be. */
export interface Problem {
  readonly error: string;
  readonly expected: string;
  readonly given: string;
}

/** Something wrong with a request, for whoever sent it. */
export interface Refusal {
  readonly statusCode: 400 | 404 | 405 | 409 | 413 | 415 | 503;
  readonly problem: Problem;
}

const callerOf = ({ requestContext }: APIGatewayProxyEventV2): string | undefined => {
  const { authorizer } = requestContext as { readonly authorizer?: { readonly iam?: { readonly userArn?: string } } };
  return authorizer?.iam?.userArn;
};

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
  };
};

/** Whether a body can be read at all; asked before anything is looked up, so that it tells nothing of what there is. */
export const bodyRefusal = ({ contentType, body }: HttpRequest, expected: string): Refusal | undefined => {
  const bytes = Buffer.byteLength(body);
  if (bytes > LARGEST_BODY) {
    const limits = { expected: `at most ${String(LARGEST_BODY)} bytes`, given: `${String(bytes)} bytes` };
    return { statusCode: 413, problem: { error: 'the body is too large', ...limits } };
  }
  if (contentType === expected) return undefined;
  return { statusCode: 415, problem: { error: 'the body is of a wrong content type', expected, given: 'another one' } };
};
