import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { type CodeFrame, frameOf } from './code-frame.ts';
import type { Path, Problem } from './problem.ts';
import { expandedNodes } from './expanded-nodes.ts';
import { syntaxFaults } from './syntax-faults.ts';
import { structureProblems } from './yaml-structure.ts';
import { YamlTree } from './yaml-tree.ts';

export const LARGEST_BYTES = 1024 * 1024;
/** What nests deeply on one line takes the parser quadratic time; nobody writes such a line. */
const LONGEST_LINE = 10_000;
const MOST_ALIASES = 1_000;
/** With every alias and merge key written out: a file of 1 MiB has fewer. */
const MOST_NODES = 500_000;

/** A syntactically sound YAML mapping. */
export interface YamlSource {
  readonly value: unknown;
  /** What is wrong with keys and aliases although the syntax is right. */
  readonly problems: readonly Problem[];
  /** Keys of the mapping at a path, in file order. */
  keysAt(path: Path): readonly string[];
  /** Where a value or key stands; its nearest ancestor where it is absent. */
  locate(path: Path, part: 'key' | 'value'): Located;
}

interface Located {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly frame?: CodeFrame;
}

export type ParsedYaml =
  | { readonly outcome: 'source'; readonly source: YamlSource }
  | { readonly outcome: 'problems'; readonly problems: readonly Problem[] };

const TOO_DEEP = 'nested too deeply';

const refuse = (file: string, message: string, line = 1): ParsedYaml => ({
  outcome: 'problems',
  problems: [{ file, line, column: 1, path: '', message }],
});

interface Read {
  readonly text: string;
  readonly lines: LineCounter;
  readonly file: string;
}

const located = ({ text, lines }: Read, range: readonly [number, number] | undefined): Located => {
  if (range === undefined) return { line: 1, column: 1 };
  const { line, col } = lines.linePos(range[0]);
  const frame = frameOf(text, range);
  return { line: Math.max(line, 1), column: Math.max(col, 1), ...(frame && { frame }) };
};

const tooLarge = (text: string): { readonly message: string; readonly line: number } | undefined => {
  if (new TextEncoder().encode(text).length > LARGEST_BYTES) {
    return { message: 'larger than 1 MiB: a configuration is a few pages of text', line: 1 };
  }
  const index = text.split('\n').findIndex((line) => line.length > LONGEST_LINE);
  return index < 0 ? undefined : { message: 'a line of more than 10,000 characters: break it up', line: index + 1 };
};

const topLevelProblem = ({ contents, directives }: Document.Parsed): string | undefined => {
  if (contents === null || (isScalar(contents) && contents.value === null)) return 'the file is empty';
  if (!isMap(contents)) return 'expected a mapping at the top level (services, responders, escalations …)';
  return directives.yaml.version === '1.1' ? '%YAML 1.1 is not supported: remove that line' : undefined;
};

const valueOf = (document: Document.Parsed): { readonly value: unknown } | undefined => {
  try {
    if (expandedNodes(document) > MOST_NODES) return undefined;
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown };
  } catch (error) {
    // What a document without errors can still raise: aliases that multiply, or lead on and on.
    if (error instanceof ReferenceError || error instanceof RangeError) return undefined;
    throw error;
  }
};

const checked = (document: Document.Parsed, read: Read): ParsedYaml => {
  const { file } = read;
  const { fatal, problems: found } = structureProblems(document, read.lines, MOST_ALIASES);
  const problems = found.map(({ range, ...rest }) => ({ file, ...located(read, range), ...rest }));
  if (fatal) return { outcome: 'problems', problems };
  const held = valueOf(document);
  if (held === undefined)
    return refuse(file, 'aliases (*name) and merge keys (<<) multiply beyond reason: write the values out');
  const tree = new YamlTree(document);
  return {
    outcome: 'source',
    source: {
      value: held.value,
      problems,
      keysAt: (path) => tree.keysAt(path),
      locate: (path, part) => located(read, tree.range(path, part)),
    },
  };
};

const documentOf = (text: string, lines?: LineCounter): Document.Parsed | undefined => {
  try {
    // The parser's own search for duplicate keys is quadratic; structureProblems has a linear one.
    return parseDocument(text, {
      ...(lines && { lineCounter: lines }),
      prettyErrors: false,
      uniqueKeys: false,
      version: '1.2',
      merge: true,
    });
  } catch (error) {
    // The parser recurses: nesting can use up the stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

/** Reads text as one YAML 1.2 mapping. Never throws. */
export const parseYaml = (text: string, file: string): ParsedYaml => {
  const large = tooLarge(text);
  if (large !== undefined) return refuse(file, large.message, large.line);
  const lines = new LineCounter();
  const document = documentOf(text, lines);
  if (document === undefined) return refuse(file, TOO_DEEP);
  const read = { text, lines, file };
  const faults = syntaxFaults(text, document, documentOf);
  if (faults.length > 0) {
    const problems = faults.map(({ message, range }) => ({ file, ...located(read, range), path: '', message }));
    return { outcome: 'problems', problems };
  }
  const top = topLevelProblem(document);
  return top === undefined ? checked(document, read) : refuse(file, top);
};
