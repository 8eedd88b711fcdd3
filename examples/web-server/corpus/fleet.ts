import type { Behaviour } from '../behaviour.ts';
import type { Condition } from '../database.ts';
import { startListening, type ListeningProcess } from '../listening-process.ts';
import { startService, type Service } from '../service.ts';
import type { Stats } from '../server.ts';
import type { StoreFigures } from '../store.ts';

export interface FleetOptions {
  /** Path of the database file. */
  readonly store: string;
  readonly tasks: number;
  readonly behaviour: Behaviour;
  /** Most pages that a task keeps; undefined: every one. */
  readonly bound: number | undefined;
  /** A task that uses more is killed, as a container's runtime does. */
  readonly memoryLimitMb: number;
  readonly heapMb: number;
  readonly condition: Condition;
}

/** What the fleet measured of itself: one of each task that answered. */
export interface Figures {
  readonly tasks: readonly Stats[];
  readonly database: StoreFigures;
}

/** Some tasks of one version, and the database that they share. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #database: ListeningProcess;
  #condition: Condition;
  #behaviour: Behaviour;
  #tasks: Service[] = [];
  /** When a task died of its memory, as `performance.now()`. */
  readonly deaths: number[] = [];

  private constructor(options: FleetOptions, database: ListeningProcess) {
    this.#options = options;
    this.#database = database;
    this.#behaviour = options.behaviour;
    this.#condition = options.condition;
  }

  static async start(options: FleetOptions): Promise<Fleet> {
    const args = ['--store', options.store, '--condition', JSON.stringify(options.condition)];
    const fleet = new Fleet(options, await startListening({ script: './database.ts', args }));
    fleet.#tasks = await Promise.all(Array.from({ length: options.tasks }, () => fleet.#task(options.behaviour)));
    return fleet;
  }

  /** Where requests go. */
  get urls(): readonly string[] {
    return this.#tasks.map((task) => task.url);
  }

  get behaviour(): Behaviour {
    return this.#behaviour;
  }

  /** Without a restart, as by a flag; of all tasks, or of one. */
  async behave(changed: Partial<Behaviour>, only?: number): Promise<void> {
    const behaviour = { ...this.#behaviour, ...changed };
    if (only === undefined) this.#behaviour = behaviour;
    await Promise.all(
      this.#tasks.filter((_, index) => only === undefined || index === only).map((task) => task.behave(behaviour)),
    );
  }

  async database(changed: Partial<Condition>): Promise<void> {
    this.#condition = { ...this.#condition, ...changed };
    await this.#database.ask('/condition', this.#condition);
  }

  /** One task after the other is replaced. @param pause between two */
  async deploy(changed: Partial<Behaviour>, pause: () => Promise<void>): Promise<void> {
    this.#behaviour = { ...this.#behaviour, ...changed };
    for (const old of [...this.#tasks]) {
      const next = await this.#task(this.#behaviour);
      this.#tasks = this.#tasks.map((task) => (task === old ? next : task));
      await pause();
      await old.stop();
    }
  }

  /** What is over its limit dies; what is dead starts again. */
  async supervise(): Promise<void> {
    const checked = this.#tasks.map(async (task, index) => {
      const used = (await task.stats())?.residentBytes ?? 0;
      if (used > this.#options.memoryLimitMb * 2 ** 20) await task.kill();
      if (task.isRunning) return;
      this.deaths.push(performance.now());
      const next = await this.#task(this.#behaviour);
      this.#tasks = this.#tasks.with(index, next);
    });
    await Promise.all(checked);
  }

  async figures(): Promise<Figures> {
    const tasks = await Promise.all(this.#tasks.map((task) => task.stats()));
    const database = (await this.#database.ask('/stats')) as StoreFigures;
    return { tasks: tasks.filter((each) => each !== undefined), database };
  }

  async close(): Promise<void> {
    await Promise.all([this.#database.stop('SIGKILL'), ...this.#tasks.map((task) => task.kill())]);
  }

  #task(behaviour: Behaviour): Promise<Service> {
    const { store, bound, heapMb } = this.#options;
    const cache = bound === undefined ? { fixed: false } : { fixed: true, bound };
    return startService({ store, ...cache, heapMb, database: this.#database.url, behaviour });
  }
}
