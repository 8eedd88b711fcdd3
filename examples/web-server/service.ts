import type { Behaviour } from './behaviour.ts';
import { startListening, type ListeningProcess } from './listening-process.ts';
import type { Stats } from './server.ts';

/** What the process may use: 100 percent of MemoryUtilization. */
export const MEMORY_LIMIT_MB = 700;
/** The heap takes what 700 MB leave beside threads, code and buffers. */
const HEAP_MB = 512;

/**
 * One processor's worth of collector, as in a small container; and no giving up while the collector still frees
 * something, so that the process is slow before it dies.
 */
const RUNTIME = ['--max-semi-space-size=16', '--single-threaded-gc', '--no-detect-ineffective-gcs-near-heap-limit'];

export interface ServiceOptions {
  /** Path of the store's database file. */
  readonly store: string;
  readonly fixed: boolean;
  /** Most pages kept by the fixed cache. */
  readonly bound?: number;
  /** @default a free port */
  readonly port?: number;
  /** @default what MEMORY_LIMIT_MB leaves for it */
  readonly heapMb?: number;
  /** URL of the database that it reads from instead of the store. */
  readonly database?: string;
  readonly behaviour?: Behaviour;
  readonly log?: (line: string) => void;
}

/** One running server process. */
export class Service {
  readonly #process: ListeningProcess;

  constructor(listening: ListeningProcess) {
    this.#process = listening;
  }

  get port(): number {
    return this.#process.port;
  }

  get url(): string {
    return this.#process.url;
  }

  get isRunning(): boolean {
    return this.#process.isRunning;
  }

  /** Undefined when it does not answer within 10 s. */
  async stats(): Promise<Stats | undefined> {
    return (await this.#process.ask('/stats')) as Stats | undefined;
  }

  async behave(behaviour: Behaviour): Promise<void> {
    await this.#process.ask('/behaviour', behaviour);
  }

  /** As a container's runtime ends what uses more memory than it may. */
  async kill(): Promise<void> {
    await this.#process.stop('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#process.stop();
  }
}

/** @throws Error the process ended before it listened; what it wrote is in the message. */
export const startService = async ({ log, fixed, heapMb = HEAP_MB, ...options }: ServiceOptions): Promise<Service> => {
  const { behaviour, ...texts } = options;
  const named = { ...texts, behaviour: behaviour && JSON.stringify(behaviour) };
  const args = Object.entries(named).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  const runtime = [`--max-old-space-size=${String(heapMb)}`, ...RUNTIME];
  const script = './server.ts';
  return new Service(await startListening({ script, args: fixed ? [...args, '--fixed'] : args, runtime, log }));
};
