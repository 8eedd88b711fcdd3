import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import type { Shell } from '../terminal/shell.ts';
import { openServed, type ServedFolder } from './served-folder.ts';
import { webApp } from './web-app.ts';

export interface WebOptions {
  readonly local?: string | true;
  readonly port?: string;
  readonly config?: string;
}

/** Nobody but this machine can ask. */
const LOOPBACK = '127.0.0.1';

/** @throws UsageError */
const portIn = (text: string | undefined): number => {
  if (text === undefined) return 0;
  if (/^\d{1,5}$/u.test(text) && Number(text) <= 65_535) return Number(text);
  throw new UsageError(`--port: expected a number from 0 (a free one) to 65535, got ${JSON.stringify(text)}`);
};

export interface WebServer {
  readonly address: string;
  readonly close: () => Promise<void>;
}

const cannotListen = (error: NodeJS.ErrnoException, port: number): Error => {
  if (error.code === 'EADDRINUSE')
    return new FailedError(`port ${String(port)} is taken: name another with --port, or none for a free one`);
  if (error.code === 'EACCES')
    return new FailedError(
      `port ${String(port)} may not be used by you: name one from 1024 on, or none for a free one`,
    );
  return error;
};

/** Listens on loopback alone. @throws FailedError the port cannot be had. */
export const serveWeb = async (served: ServedFolder, wanted: number, { err, ink }: Shell): Promise<WebServer> => {
  const state: { fetch: (request: Request) => Response | Promise<Response> } = {
    fetch: () => new Response(null, { status: 503 }),
  };
  const server = createAdaptorServer({ fetch: (request) => state.fetch(request) });
  server.listen(wanted, LOOPBACK);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw cannotListen(error as NodeJS.ErrnoException, wanted);
  }
  const { port } = server.address() as AddressInfo;
  const app = webApp({
    served,
    port,
    report: (line) => {
      err(ink(line));
    },
  });
  state.fetch = (request) => app.fetch(request);
  return {
    address: `http://${LOOPBACK}:${String(port)}/`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
};

const interrupted = (): Promise<unknown> => Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);

/** `tocsin web --local`: until Ctrl-C. */
export const web = async (shell: Shell, options: WebOptions): Promise<void> => {
  const { local, config } = options;
  const port = portIn(options.port);
  if (local === undefined)
    throw new UsageError('say where the incidents are: --local [dir] (a folder, .tocsin when none is named)');
  const served = await openServed(shell, { local, config });
  const server = await serveWeb(served, port, shell);
  // Before anything is said: who reads it may end it at once.
  const end = interrupted();
  shell.out(
    shell.ink(`${server.address} shows the incidents of ${served.folder} to this machine alone; Ctrl-C ends it`),
  );
  await end;
  await server.close();
};
