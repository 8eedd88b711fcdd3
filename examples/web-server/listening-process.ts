import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A process of ours that answers on a port of loopback. It ends when we end. */
export class ListeningProcess {
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

  /** What it answers; undefined when it does not within 10 s. */
  async ask(path: string, put?: unknown): Promise<unknown> {
    const sent = put === undefined ? {} : { method: 'PUT', body: JSON.stringify(put) };
    try {
      const response = await fetch(`${this.url}${path}`, { ...sent, signal: AbortSignal.timeout(10_000) });
      return await response.json();
    } catch {
      return undefined;
    }
  }

  /** @param signal by SIGTERM it ends in order */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.isRunning) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exited;
  }
}

interface Start {
  /** Beside this file. */
  readonly script: string;
  readonly args: readonly string[];
  readonly runtime?: readonly string[];
  readonly log?: ((line: string) => void) | undefined;
}

/** @throws Error the process ended before it listened; what it wrote is in the message. */
export const startListening = async ({ script, args, runtime = [], log }: Start): Promise<ListeningProcess> => {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [...runtime, path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
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
  return new ListeningProcess(port, child);
};
