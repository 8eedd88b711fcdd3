import { type Instant, instantOf } from '../core/time.ts';

/** What happens first when several things happen at one instant. */
export const ORDER = { page: 0, alarm: 1, response: 2, tick: 3, diagnosis: 4 } as const;

interface Happening {
  readonly at: number;
  readonly order: number;
  readonly serial: number;
  readonly happen: () => Promise<void>;
}

const isBefore = (one: Happening, other: Happening): boolean => {
  if (one.at !== other.at) return one.at < other.at;
  return one.order === other.order ? one.serial < other.serial : one.order < other.order;
};

/** Time that jumps from one happening to the next: a day of escalation takes milliseconds, to the exact second. */
export class VirtualTime {
  private nowMs: number;
  private serial = 0;
  /** A binary heap, the next happening first. */
  private readonly heap: Happening[] = [];

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  now = (): Instant => instantOf(this.nowMs);

  /** Lets something happen at that time, at once where it is past. */
  at(ms: number, order: number, happen: () => Promise<void>): void {
    this.serial += 1;
    this.heap.push({ at: Math.max(ms, this.nowMs), order, serial: this.serial, happen });
    this.rise(this.heap.length - 1);
  }

  in(ms: number, order: number, happen: () => Promise<void>): void {
    this.at(this.nowMs + ms, order, happen);
  }

  /** Runs until nothing is left to happen, or until what is next lies after `untilMs`; true when nothing is left. */
  async run(untilMs: number): Promise<boolean> {
    for (let next = this.heap[0]; next !== undefined; next = this.heap[0]) {
      if (next.at > untilMs) return false;
      this.take();
      this.nowMs = next.at;
      await this.carryOut(next.happen);
    }
    return true;
  }

  /** One at a time: what happens takes no time. */
  protected carryOut(happen: () => Promise<void>): Promise<void> {
    return happen();
  }

  private take(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    this.sink(0);
  }

  private swapIfBefore(child: number, parent: number): boolean {
    const [one, other] = [this.heap[child], this.heap[parent]];
    if (one === undefined || other === undefined || !isBefore(one, other)) return false;
    this.heap[parent] = one;
    this.heap[child] = other;
    return true;
  }

  private rise(from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.swapIfBefore(place, parent)) return;
      place = parent;
    }
  }

  private sink(from: number): void {
    let place = from;
    for (;;) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      const [one, other] = [this.heap[left], this.heap[right]];
      const child = one !== undefined && other !== undefined && isBefore(other, one) ? right : left;
      if (!this.swapIfBefore(child, place)) return;
      place = child;
    }
  }
}
