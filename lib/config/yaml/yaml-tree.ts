import { isAlias, isCollection, isMap, isScalar, isSeq } from 'yaml';
import type { Document, Pair, YAMLMap } from 'yaml';
import type { Path } from './problem.ts';

/** Whether a key merges what stands behind it (`<<: *name`), https://yaml.org/type/merge.html: the parser has a symbol for it. */
export const isMergeKey = (key: unknown): boolean => isScalar(key) && typeof key.value === 'symbol';

/** The text of a key as the values have it; empty where it is no scalar. */
export const keyText = (key: unknown): string => {
  if (isMergeKey(key)) return '<<';
  return isScalar<string | number | boolean>(key) && (key.value as unknown) !== null ? String(key.value) : '';
};

const rangeOf = (node: unknown): readonly [number, number] | undefined => {
  const range = isScalar(node) || isAlias(node) || isCollection(node) ? node.range : undefined;
  return range ? [range[0], range[1]] : undefined;
};

interface Found {
  readonly key: unknown;
  readonly value: unknown;
  /** False: the path ends before its last part. */
  readonly whole: boolean;
}

/** The nodes of one document by path; an alias leads to what its anchor holds. */
export class YamlTree {
  readonly #document: Document.Parsed;
  readonly #indexes = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  constructor(document: Document.Parsed) {
    this.#document = document;
  }

  /** Keys of the mapping at a path, in file order; of what should be one, the names in it. */
  keysAt(path: Path): readonly string[] {
    const { value, whole } = this.#find(path);
    return whole ? this.#namesIn(value) : [];
  }

  #namesIn(value: unknown): readonly string[] {
    const held = this.#held(value);
    if (isMap(held)) return [...this.#pairs(held).keys()];
    if (isSeq(held)) return held.items.flatMap((item) => this.#namesIn(isSeq(item) ? undefined : item));
    return isScalar(held) && held.value !== null ? [keyText(held)] : [];
  }

  /** Where in the text a value or key stands: the key for a mapping, list or nothing, the nearest ancestor for what is absent; undefined: the file as a whole. */
  range(path: Path, part: 'key' | 'value'): readonly [number, number] | undefined {
    const { key, value, whole } = this.#find(path);
    const written = isAlias(value) || (isScalar(value) && value.source !== '');
    const node = part === 'value' && whole && written ? value : key;
    return rangeOf(node);
  }

  #find(path: Path): Found {
    let key: unknown;
    let value: unknown = this.#document.contents;
    for (const part of path) {
      const inner = this.#step(value, part);
      if (inner === undefined) return { key, value, whole: false };
      ({ key, value } = inner);
    }
    return { key, value, whole: true };
  }

  #step(value: unknown, part: PropertyKey): { readonly key: unknown; readonly value: unknown } | undefined {
    const held = this.#held(value);
    if (isSeq(held)) {
      const item = held.items[Number(part)];
      return item === undefined ? undefined : { key: item, value: item };
    }
    return isMap(held) ? this.#pairs(held).get(String(part)) : undefined;
  }

  #held(value: unknown): unknown {
    return isAlias(value) ? value.resolve(this.#document) : value;
  }

  #pairs(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.#indexes.get(map);
    if (known !== undefined) return known;
    const own = map.items.filter(({ key }) => !isMergeKey(key));
    const index = new Map(own.map((pair) => [keyText(pair.key), pair]));
    for (const [key, pair] of this.#merged(map)) if (!index.has(key)) index.set(key, pair);
    this.#indexes.set(map, index);
    return index;
  }

  /** Of several that are merged the first counts. */
  *#merged(map: YAMLMap): Generator<readonly [string, Pair]> {
    for (const { key, value } of map.items) {
      if (!isMergeKey(key)) continue;
      const held = this.#held(value);
      for (const one of isSeq(held) ? held.items : [held]) {
        const source = this.#held(one);
        if (isMap(source)) yield* this.#pairs(source);
      }
    }
  }
}
