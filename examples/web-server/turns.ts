/** Lets so many in at once; the others wait in line, first come, first served, until the line is too long. */
export class Turns {
  #atOnce: number;
  longestLine = Infinity;
  #inside = 0;
  readonly #line: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  set atOnce(atOnce: number) {
    this.#atOnce = atOnce;
    this.#admit();
  }

  /** @throws Error the line is too long. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#line.length >= this.longestLine) throw new Error('too many wait');
    await new Promise<void>((resolve) => {
      this.#line.push(resolve);
      this.#admit();
    });
    try {
      return await work();
    } finally {
      this.#inside -= 1;
      this.#admit();
    }
  }

  #admit(): void {
    while (this.#inside < this.#atOnce && this.#line.length > 0) {
      this.#inside += 1;
      this.#line.shift()?.();
    }
  }
}
