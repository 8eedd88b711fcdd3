import { createServer, type IncomingMessage } from 'node:http';
import { type Answer, AwsInMemory, operationIn } from './aws-in-memory.ts';

export interface AwsStandIn {
  readonly endpoint: string;
  readonly aws: AwsInMemory;
  /** When the last message was published, in milliseconds since 1970. */
  readonly publishedAt: number;
  close(): Promise<void>;
}

const textOf = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

/** AWS on a loopback port, for a process of its own: every call is answered at once. */
export const startAwsStandIn = (): Promise<AwsStandIn> => {
  const aws = new AwsInMemory();
  let publishedAt = 0;

  const answerTo = async (incoming: IncomingMessage): Promise<Answer> => {
    const target = incoming.headers['x-amz-target'];
    const operation = operationIn(typeof target === 'string' ? target : undefined);
    const text = await textOf(incoming);
    if (operation === undefined) publishedAt = performance.timeOrigin + performance.now();
    return aws.answer(operation, text);
  };

  return new Promise((resolve) => {
    const server = createServer((incoming, response) => {
      void answerTo(incoming).then(({ status, body }) => {
        const type = body.startsWith('<') ? 'text/xml' : 'application/x-amz-json-1.0';
        response.writeHead(status, { 'content-type': type });
        response.end(body);
      });
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({
        endpoint: `http://localhost:${String(port)}`,
        aws,
        get publishedAt() {
          return publishedAt;
        },
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
};
