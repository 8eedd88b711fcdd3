import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';

export interface StubRequest {
  /** `TransactWriteItems`, `SendMessageBatch`, `Publish` … */
  readonly operation: string;
  /** JSON as parsed, or the fields of a form. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a service answers: a document, an error by its code, or nothing: the connection breaks, or hangs; or late. */
export type StubAnswer = AnswerNow | { readonly afterMs: number; readonly answer: AnswerNow };

type AnswerNow =
  | { readonly result: object | string }
  | { readonly error: string; readonly status?: number; readonly fields?: object }
  | 'broken connection'
  | 'no answer';

export interface AwsStub {
  readonly requests: readonly StubRequest[];
  /** Client options that lead here. */
  readonly options: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  close(): Promise<void>;
}

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  // The SDK packs what is larger than 10 KB, of the operations that take it so.
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
};

const isJson = ({ headers }: IncomingMessage): boolean => headers['x-amz-target'] !== undefined;

const requestOf = async (incoming: IncomingMessage): Promise<StubRequest> => {
  const text = await textOf(incoming);
  if (isJson(incoming)) {
    const operation = String(incoming.headers['x-amz-target']).split('.')[1] ?? '';
    return { operation, body: JSON.parse(text) as Record<string, unknown> };
  }
  const body = Object.fromEntries(new URLSearchParams(text));
  return { operation: body['Action'] ?? '', body };
};

const escaped = (text: string): string => text.replace(/[<>&]/gu, (one) => `&#${String(one.charCodeAt(0))};`);

type Written = Exclude<AnswerNow, string>;

/** AWS JSON for DynamoDB and SQS, the XML of the query protocol for SNS. */
const documentOf = (json: boolean, answer: Written): string => {
  if (json) {
    if ('result' in answer) return JSON.stringify(answer.result);
    return JSON.stringify({ __type: `com.amazonaws#${answer.error}`, message: answer.error, ...answer.fields });
  }
  if ('result' in answer) return typeof answer.result === 'string' ? answer.result : '';
  const error = `<Type>Sender</Type><Code>${escaped(answer.error)}</Code><Message>no</Message>`;
  return `<ErrorResponse><Error>${error}</Error></ErrorResponse>`;
};

const reply = (incoming: IncomingMessage, response: ServerResponse, answer: StubAnswer): void => {
  if (typeof answer === 'object' && 'afterMs' in answer) {
    setTimeout(reply, answer.afterMs, incoming, response, answer.answer);
    return;
  }
  if (answer === 'no answer') return;
  if (answer === 'broken connection') {
    incoming.socket.destroy();
    return;
  }
  const json = isJson(incoming);
  const status = 'result' in answer ? 200 : (answer.status ?? 400);
  response.writeHead(status, { 'content-type': json ? 'application/x-amz-json-1.0' : 'text/xml' });
  response.end(documentOf(json, answer));
};

/** A service on a loopback port that answers each request as told, so that the SDK's own code runs. */
export const startAwsStub = (answerTo: (request: StubRequest, index: number) => StubAnswer): Promise<AwsStub> =>
  new Promise((resolve) => {
    const requests: StubRequest[] = [];
    const server = createServer((incoming, response) => {
      void requestOf(incoming).then((request) => {
        requests.push(request);
        reply(incoming, response, answerTo(request, requests.length - 1));
      });
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      resolve({
        requests,
        options: { endpoint: `http://127.0.0.1:${String(port)}`, region: 'eu-west-1', credentials },
        close: () =>
          new Promise((closed) => {
            server.closeAllConnections();
            server.close(() => {
              closed();
            });
          }),
      });
    });
  });
