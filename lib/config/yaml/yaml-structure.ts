import { isAlias, isMap, isPair, isScalar, isSeq, visit } from 'yaml';
import type { Alias, Document, LineCounter, Node, YAMLMap } from 'yaml';
import { isMergeKey, keyText } from './yaml-tree.ts';
import { pathText } from './problem.ts';
import type { Problem } from './problem.ts';

const FORBIDDEN = '__proto__';

const keyProblem = (key: unknown, firstLine: number | undefined): string | undefined => {
  if (!isScalar(key)) return 'expected a plain key, got a list, a mapping or an alias: write key: value';
  const text = keyText(key);
  if (text === FORBIDDEN) return `"${FORBIDDEN}" cannot be used as a key: choose another name`;
  return firstLine === undefined
    ? undefined
    : `duplicate key ${JSON.stringify(text)}: first written on line ${String(firstLine)}`;
};

class StructureCheck {
  readonly problems: Problem[] = [];
  fatal = false;
  readonly #anchors = new Set<string>();
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #limits: { readonly file: string; readonly aliases: number };
  #aliases = 0;

  constructor(
    document: Document.Parsed,
    lines: LineCounter,
    limits: { readonly file: string; readonly aliases: number },
  ) {
    this.#document = document;
    this.#lines = lines;
    this.#limits = limits;
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
      if (!seen.has(text)) seen.set(text, this.#position(key).line);
    }
  }

  /** The parser throws at what is no mapping. */
  #merge(value: unknown, ancestors: readonly unknown[]): void {
    const held = isAlias(value) ? value.resolve(this.#document) : value;
    const sources: readonly unknown[] = isSeq(held) ? held.items : [value];
    const isSound = (one: unknown): boolean => isMap(isAlias(one) ? one.resolve(this.#document) : one);
    const unsound = sources.find((one) => !isSound(one));
    if (unsound === undefined) return;
    this.fatal = true;
    this.#tell(unsound, ancestors, 'expected what can be merged: *name of a mapping, or a list of such');
  }

  #alias(alias: Alias, ancestors: readonly unknown[]): void {
    const { aliases } = this.#limits;
    const unknown = !this.#anchors.has(alias.source);
    this.#aliases += 1;
    this.fatal ||= unknown || this.#aliases > aliases;
    if (unknown) this.#tell(alias, ancestors, `there is no anchor &${alias.source} before this alias`);
    if (this.#aliases === aliases + 1) {
      this.#tell(alias, ancestors, `more than ${String(aliases)} aliases: write the values out`);
    }
  }

  #position(node: unknown): { readonly line: number; readonly column: number } {
    const { line, col } = this.#lines.linePos((node as Node | null)?.range?.[0] ?? 0);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  #tell(node: unknown, ancestors: readonly unknown[], message: string): void {
    const path = pathText(ancestors.filter(isPair).map((pair) => keyText(pair.key)));
    this.problems.push({ file: this.#limits.file, ...this.#position(node), path, message });
  }
}

/**
 * What YAML allows and a configuration does not: duplicate keys, keys that are no text, unknown or too many aliases.
 * `fatal`: the document must not be turned into values.
 */
export const structureProblems = (
  document: Document.Parsed,
  lines: LineCounter,
  limits: { readonly file: string; readonly aliases: number },
): { readonly fatal: boolean; readonly problems: readonly Problem[] } => {
  const check = new StructureCheck(document, lines, limits);
  visit(document, {
    Node: (_key, node, ancestors) => {
      check.node(node, ancestors);
    },
  });
  return { fatal: check.fatal, problems: check.problems };
};
