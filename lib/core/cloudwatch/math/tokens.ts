import { shownValue } from '../../safe-text.ts';
import type { Unsupported } from '../../series/series.ts';

export type BinaryOperator = '+' | '-' | '*' | '/' | '^' | '==' | '!=' | '<=' | '>=' | '<' | '>' | 'AND' | 'OR';

export interface Token {
  /** `id` starts with a lowercase letter, `name` (of a function or an option of one) with an uppercase one. */
  readonly kind: 'number' | 'id' | 'name' | 'text' | 'symbol' | 'end';
  /** Of a text: without its quotes. */
  readonly text: string;
  /** Counted from 1. */
  readonly at: number;
}

/** Something that is no metric math, as a message for whoever wrote it. */
export const syntaxProblem = (at: number, expected: string, found: string): Unsupported => ({
  unsupported: `at character ${String(at)}: expected ${expected}, found ${found}`,
});

const SPACE = /\s*/y;
const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['id', /[a-z]\w*/y],
  ['name', /[A-Z]\w*/y],
  ['text', /"[^"]*"|'[^']*'/y],
  ['symbol', /==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]/y],
];

const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['&&', 'AND'],
  ['||', 'OR'],
]);

const spaceAfter = (text: string, from: number): number => {
  SPACE.lastIndex = from;
  return from + (SPACE.exec(text)?.[0].length ?? 0);
};

/** The token that starts at an index of the text, and its length there. */
const tokenAt = (text: string, from: number): { token: Token; length: number } | undefined => {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = from;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { token: tokenOf(kind, found, from + 1), length: found.length };
  }
  return undefined;
};

const tokenOf = (kind: Token['kind'], found: string, at: number): Token => {
  if (kind === 'text') return { kind, text: found.slice(1, -1), at };
  if (found === 'AND' || found === 'OR') return { kind: 'symbol', text: found, at };
  return { kind, text: SYNONYMS.get(found) ?? found, at };
};

const strayCharacter = (text: string, from: number): Unsupported => {
  const [character = ''] = text.slice(from);
  const expected: Readonly<Record<string, string>> = {
    '=': '== to compare',
    '&': '&& or AND',
    '|': '|| or OR',
    '"': 'a closing " of this text',
    "'": "a closing ' of this text",
  };
  return syntaxProblem(from + 1, expected[character] ?? 'metric math', shownValue(character));
};

/** The tokens of an expression; the last is an `end`. */
export const tokensOf = (text: string): readonly Token[] | Unsupported => {
  const tokens: Token[] = [];
  let from = spaceAfter(text, 0);
  while (from < text.length) {
    const found = tokenAt(text, from);
    if (found === undefined) return strayCharacter(text, from);
    tokens.push(found.token);
    from = spaceAfter(text, from + found.length);
  }
  return [...tokens, { kind: 'end', text: '', at: text.length + 1 }];
};
