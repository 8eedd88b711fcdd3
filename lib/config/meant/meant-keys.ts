import type { Path } from '../yaml/problem.ts';

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of `name:Alice`, in which YAML sees a key alone, the value. */
const gluedValue = (key: string, name: string): unknown => {
  if (!key.startsWith(`${name}:`)) return undefined;
  const value = key.slice(name.length + 1);
  return /^\d+(?:\.\d+)?$/u.test(value) ? Number(value) : value;
};

const renamed = (value: unknown, path: Path, to: string): unknown => {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  const inner = (held: unknown): unknown => renamed(held, rest, to);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === part ? inner(item) : item));
  if (!isMapping(value)) return value;
  const meant = (key: string, held: unknown): [string, unknown] =>
    rest.length === 0 ? [to, gluedValue(key, to) ?? held] : [key, inner(held)];
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => (key === part ? meant(key, held) : [key, held])),
  );
};

const textOf = (path: Path): string => JSON.stringify(path);

/**
 * Keys that are misspelt, read as what they most likely mean: so that what stands under them is checked too, and nobody is
 * told that what they mean is missing.
 */
export class MeantKeys {
  readonly #written = new Map<string, string>();
  #value: unknown;

  constructor(file: unknown) {
    this.#value = file;
  }

  /** The file as it is meant. */
  get value(): unknown {
    return this.#value;
  }

  /** The key at the end of this path means another, which is not there. */
  add(path: Path, meant: string): void {
    const key = path.at(-1);
    const place = textOf([...path.slice(0, -1), meant]);
    if (typeof key !== 'string' || this.#written.has(place)) return;
    this.#written.set(place, key);
    this.#value = renamed(this.#value, path, meant);
  }

  /** A path into the file as it is meant, as the file writes it. */
  asWritten(path: Path): Path {
    return path.map((part, index) => this.#written.get(textOf(path.slice(0, index + 1))) ?? part);
  }
}
