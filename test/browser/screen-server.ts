import { inMemoryAnchors } from '../../lib/adapters/memory/in-memory-anchors.ts';
import { InMemoryDeploys } from '../../lib/adapters/memory/in-memory-deploys.ts';
import { InMemoryReleases } from '../../lib/adapters/memory/in-memory-releases.ts';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { requestOf } from '../../lambdas/responses/http.ts';
import { answer } from '../../lambdas/responses/routes.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import type { Telemetry } from '../../lib/ports/telemetry.ts';

export interface ScreenServer {
  /** Of the screen behind a token. */
  readonly address: (token: string) => string;
  readonly close: () => Promise<void>;
}

interface Served {
  readonly pipeline: Pipeline;
  readonly telemetry: Telemetry;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  return body;
};

/** A request as the HTTP API hands it over. */
const eventOf = (request: IncomingMessage, body: string): APIGatewayProxyEventV2 => {
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
  return {
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: { 'content-type': request.headers['content-type'] },
    body,
    isBase64Encoded: false,
    requestContext: { http: { method: request.method ?? 'GET' } },
  } as unknown as APIGatewayProxyEventV2;
};

const reply = async (served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const nonce = (): string => randomBytes(16).toString('base64url');
  const event = eventOf(request, await bodyOf(request));
  const logs = { anchors: inMemoryAnchors(), deploys: new InMemoryDeploys(), releases: new InMemoryReleases() };
  const { statusCode, headers, body } = await answer(
    { ...served, ...logs, document: {}, region: 'eu-west-1', nonce },
    requestOf(event),
  );
  response.writeHead(statusCode, headers).end(body);
};

/** The function's own routes on a free port of this machine. */
export const serveScreens = async (served: Served): Promise<ScreenServer> => {
  const server = createServer((request, response) => {
    reply(served, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: (token) => `http://127.0.0.1:${String(port)}/a/${token}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
