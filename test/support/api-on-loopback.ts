import { inMemoryAnchors } from '../../lib/adapters/memory/in-memory-anchors.ts';
import type { AnchorLog } from '../../lib/ports/anchor-log.ts';
import { createServer, type IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SignatureV4 } from '@smithy/signature-v4';
import { type HttpReply, requestOf } from '../../lambdas/responses/http.ts';
import { answer } from '../../lambdas/responses/routes.ts';
import document from '../../schema/openapi.json' with { type: 'json' };
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import type { World } from './function-world.ts';

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type WireReply = Pick<HttpReply, 'statusCode' | 'headers' | 'body'>;

export interface LoopbackApi {
  readonly url: string;
  readonly requests: readonly WireRequest[];
  close(): Promise<void>;
}

const wireRequestOf = async (incoming: IncomingMessage): Promise<WireRequest> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = '', url: target = '', headers } = incoming;
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return { method, target, headers: Object.fromEntries(texts), body: Buffer.concat(chunks).toString() };
};

/** As API Gateway hands a request to its function, payload 2.0. */
const gatewayEvent = ({ method, target, headers, body }: WireRequest): APIGatewayProxyEventV2 => {
  const [rawPath, rawQueryString = ''] = target.split('?', 2);
  const iam = { userArn: 'arn:aws:iam::111122223333:user/ana' };
  const requestContext = { accountId: '111122223333', http: { method }, authorizer: { iam } };
  return { rawPath, rawQueryString, headers, body, isBase64Encoded: false, requestContext } as never;
};

/** An API on a loopback port that answers as told; undefined: the connection breaks. */
export const startApi = (
  answerTo: (request: WireRequest, index: number) => WireReply | undefined | Promise<WireReply | undefined>,
): Promise<LoopbackApi> =>
  new Promise((resolve) => {
    const requests: WireRequest[] = [];
    const server = createServer((incoming, response) => {
      void (async () => {
        const request = await wireRequestOf(incoming);
        requests.push(request);
        const reply = await answerTo(request, requests.length - 1);
        if (reply === undefined) incoming.socket.destroy();
        else response.writeHead(reply.statusCode, reply.headers).end(reply.body);
      })();
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({
        url: `http://127.0.0.1:${String(port)}`,
        requests,
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

/** What the function answers, on what a world holds. */
export const answerOf =
  (world: World, pipeline: Pipeline = world.pipeline, anchors: AnchorLog = inMemoryAnchors()) =>
  (request: WireRequest): Promise<WireReply> => {
    const { telemetry, deploys, releases } = world;
    const held = { anchors, deploys, releases, document, region: 'eu-west-1' };
    const ports = { pipeline, telemetry, ...held, nonce: () => 'nonce'.padEnd(22, '_') };
    return answer(ports, requestOf(gatewayEvent(request)));
  };

/** The function behind a port. */
export const startApiOf = (world: World, pipeline?: Pipeline, anchors?: AnchorLog): Promise<LoopbackApi> =>
  startApi(answerOf(world, pipeline, anchors));

export const gatewayReply = (statusCode: number, fields: object): WireReply => ({
  statusCode,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(fields),
});

export const TEST_CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret', sessionToken: 'a session' };

export const testSigner = (): SignatureV4 => {
  const { region, credentials, sha256 } = new CloudFormationClient({
    region: 'eu-west-1',
    credentials: TEST_CREDENTIALS,
  }).config;
  return new SignatureV4({ service: 'execute-api', region, credentials, sha256 });
};
