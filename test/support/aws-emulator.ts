import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/** MiniStack in a process of its own, on a free port of this machine. */
export interface AwsEmulator {
  readonly endpoint: string;
  /** What an AWS client or command needs to reach it, as environment variables. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const IN_PROJECT = fileURLToPath(new URL('../../.venv/bin/ministack', import.meta.url));
const HOW_TO_INSTALL =
  'python3 -m venv .venv && .venv/bin/pip install ministack==1.5.33 (or name its executable in MINISTACK)';
const READY_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 5_000;

const executable = (): string => {
  const path = process.env['MINISTACK'] ?? IN_PROJECT;
  if (!existsSync(path)) throw new Error(`the AWS emulator is not at ${path}: install it by ${HOW_TO_INSTALL}`);
  return path;
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

const answers = async (endpoint: string): Promise<boolean> => {
  try {
    return (await fetch(`${endpoint}/_ministack/ready`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
};

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const ready = async (child: ChildProcess, endpoint: string, said: readonly string[]): Promise<void> => {
  const until = Date.now() + READY_WITHIN_MS;
  while (!(await answers(endpoint))) {
    if (hasEnded(child)) throw new Error(`the AWS emulator ended at once: ${said.join('').slice(-2_000)}`);
    if (Date.now() > until) {
      child.kill('SIGKILL');
      throw new Error(`the AWS emulator does not answer at ${endpoint}: ${said.join('').slice(-2_000)}`);
    }
    await pause(100);
  }
};

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (hasEnded(child)) resolve();
    else
      child.once('exit', () => {
        resolve();
      });
  });

const stop = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGTERM');
  const tooLong = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
  await ended(child);
  clearTimeout(tooLong);
};

/** @throws Error saying how to install it, where it is not installed. */
export const startAwsEmulator = async (settings: Readonly<Record<string, string>> = {}): Promise<AwsEmulator> => {
  const path = executable();
  const port = settings['GATEWAY_PORT'] ?? String(await freePort());
  // Queue URLs say localhost, so that the SQS client would warn of any other name.
  const endpoint = `http://localhost:${port}`;
  const environment = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
  };
  const own = { BIND_HOST: '127.0.0.1', GATEWAY_PORT: port, LAMBDA_EXECUTOR: 'local', LOG_LEVEL: 'WARNING' };
  const child = spawn(path, { env: { ...process.env, ...environment, ...own, ...settings } });
  const killNow = (): void => void child.kill('SIGKILL');
  process.once('exit', killNow);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => said.push(String(data)));
  await ready(child, endpoint, said);
  return {
    endpoint,
    environment,
    stop: async () => {
      process.off('exit', killNow);
      await stop(child);
    },
  };
};
