import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Stats } from './server.ts';

/** What the process may use: 100 percent of MemoryUtilization. */
export const MEMORY_LIMIT_MB = 700;

const SERVER = fileURLToPath(new URL('./server.ts', import.meta.url));

/**
 * The heap takes what 700 MB leave beside threads, code and buffers. One processor's worth of collector, as in a small
 * container; and no giving up while the collector still frees something, so that the process is slow before it dies.
 */
const RUNTIME = [
  '--max-old-space-size=512',
  '--max-semi-space-size=16',
  '--single-threaded-gc',
  '--no-detect-ineffective-gcs-near-heap-limit',
];

export interface ServiceOptions {
  /** Path of the store's database file. */
  readonly store: string;
  readonly fixed: boolean;
  /** Most pages kept by the fixed cache. */
  readonly bound?: number;
  /** @default a free port */
  readonly port?: number;
  readonly log?: (line: string) => void;
}

/** One running server process. */
export class Service {
  readonly port: number;
  readonly #child: ChildProcess;

  constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.#child = child;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Undefined when it does not answer within 10 s. */
  async stats(): Promise<Stats | undefined> {
    try {
      const response = await fetch(`${this.url}/stats`, { signal: AbortSignal.timeout(10_000) });
      return (await response.json()) as Stats;
    } catch {
      return undefined;
    }
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill();
    await exited;
  }
}

/** @throws Error the process ended before it listened; what it wrote is in the message. */
export const startService = async ({ log, ...options }: ServiceOptions): Promise<Service> => {
  const args = ['--store', options.store, '--port', String(options.port ?? 0)];
  if (options.fixed) args.push('--fixed');
  if (options.bound !== undefined) args.push('--bound', String(options.bound));
  const child = spawn(process.execPath, [...RUNTIME, SERVER, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const endWithUs = (): boolean => child.kill();
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint = `${complaint}${chunk.toString()}`.slice(-2_000)));

  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`the server ended with ${String(code)} before it listened: ${complaint}`));
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      log?.(line);
      const [, listening] = /^listening on (\d+)/.exec(line) ?? [];
      if (listening !== undefined) resolve(Number(listening));
    });
  });
  return new Service(port, child);
};
