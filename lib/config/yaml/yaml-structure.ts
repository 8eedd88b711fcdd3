import { isAlias, isMap, isPair, isScalar, isSeq, visit } from 'yaml';
import type { Alias, Document, LineCounter, Node, YAMLMap } from 'yaml';
import { isMergeKey, keyText } from './yaml-tree.ts';
import { pathText } from './problem.ts';
import { quotedText } from './quoted-text.ts';

const FORBIDDEN = '__proto__';

const keyProblem = (key: unknown, firstLine: number | undefined): string | undefined => {
  if (!isScalar(key)) return 'expected a plain key, got a list, a mapping or an alias: write key: value';
  const text = keyText(key);
  if (text === FORBIDDEN) return `"${FORBIDDEN}" cannot be used as a key: choose another name`;
  return firstLine === undefined
    ? undefined
    : `duplicate key ${quotedText(text)}: first written on line ${String(firstLine)}`;
};

interface StructureProblem {
  readonly path: string;
  readonly message: string;
  /** Offsets of what is wrong. */
  readonly range: readonly [number, number];
}

const rangeOf = (node: unknown): readonly [number, number] => {
  const [begin, end] = (node as Node | null)?.range ?? [0, 0];
  return [begin, end];
};

class StructureCheck {
  readonly problems: StructureProblem[] = [];
  fatal = false;
  readonly #anchors = new Set<string>();
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #mostAliases: number;
  #aliases = 0;

  constructor(document: Document.Parsed, lines: LineCounter, mostAliases: number) {
    this.#document = document;
    this.#lines = lines;
    this.#mostAliases = mostAliases;
  }

  node(node: Node, ancestors: readonly unknown[]): void {
    if (isMap(node)) this.#map(node, ancestors);
    if (isAlias(node)) this.#alias(node, ancestors);
    else if (node.anchor !== undefined) this.#anchors.add(node.anchor);
  }

  #map(map: YAMLMap, ancestors: readonly unknown[]): void {
    const seen = new Map<string, number>();
    for (const { key, value } of map.items) {
      if (isMergeKey(key)) this.#merge(value, [...ancestors, map]);
      const text = keyText(key);
      const message = keyProblem(key, seen.get(text));
      if (message !== undefined) this.#tell(key, ancestors, message);
      this.fatal ||= !isScalar(key);
      if (!seen.has(text)) seen.set(text, this.#lines.linePos(rangeOf(key)[0]).line);
    }
  }

  /** The parser throws at what is no mapping. */
  #merge(value: unknown, ancestors: readonly unknown[]): void {
    const held = isAlias(value) ? value.resolve(this.#document) : value;
    const sources: readonly unknown[] = isSeq(held) ? held.items : [value];
    const isSound = (one: unknown): boolean => {
      const source = isAlias(one) ? one.resolve(this.#document) : one;
      // An alias that leads nowhere is told as such.
      return isMap(source) || source === undefined;
    };
    const unsound = sources.find((one) => !isSound(one));
    if (unsound === undefined) return;
    this.fatal = true;
    this.#tell(unsound, ancestors, 'expected what can be merged: *name of a mapping, or a list of such');
  }

  #alias(alias: Alias, ancestors: readonly unknown[]): void {
    const unknown = !this.#anchors.has(alias.source);
    this.#aliases += 1;
    this.fatal ||= unknown || this.#aliases > this.#mostAliases;
    if (unknown) this.#tell(alias, ancestors, `there is no anchor &${alias.source} before this alias`);
    if (this.#aliases === this.#mostAliases + 1) {
      this.#tell(alias, ancestors, `more than ${String(this.#mostAliases)} aliases: write the values out`);
    }
  }

  #tell(node: unknown, ancestors: readonly unknown[], message: string): void {
    const path = pathText(ancestors.filter(isPair).map((pair) => keyText(pair.key)));
    this.problems.push({ path, message, range: rangeOf(node) });
  }
}

/**
 * What YAML allows and a configuration does not: duplicate keys, keys that are no text, unknown or too many aliases.
 * `fatal`: the document must not be turned into values.
 */
export const structureProblems = (
  document: Document.Parsed,
  lines: LineCounter,
  mostAliases: number,
): { readonly fatal: boolean; readonly problems: readonly StructureProblem[] } => {
  const check = new StructureCheck(document, lines, mostAliases);
  visit(document, {
    Node: (_key, node, ancestors) => {
      check.node(node, ancestors);
    },
  });
  return { fatal: check.fatal, problems: check.problems };
};
