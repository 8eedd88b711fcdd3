import { shownValue } from '../../safe-text.ts';
import type { Unsupported } from '../../series/series.ts';
import type { Expression } from './expression.ts';
import { type BinaryOperator, syntaxProblem, type Token, tokensOf } from './tokens.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
const MOST_CHARACTERS = 2_048;
const DEEPEST = 100;

/**
 * How tightly an operator binds. The documentation is silent: this is the usual order, with what binds alike read from
 * the left, `^` from the right, and `-2^2` as −(2^2).
 */
const BINDING: ReadonlyMap<string, number> = new Map<BinaryOperator, number>([
  ['OR', 1],
  ['AND', 2],
  ['==', 3],
  ['!=', 3],
  ['<', 4],
  ['<=', 4],
  ['>', 4],
  ['>=', 4],
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['^', 8],
]);
const NEGATION_BINDING = 7;

type Parsed = Expression | Unsupported;

interface Cursor {
  readonly tokens: readonly Token[];
  position: number;
  depth: number;
}

const END: Token = { kind: 'end', text: '', at: 0 };

const next = (cursor: Cursor): Token => cursor.tokens[cursor.position] ?? END;

const take = (cursor: Cursor): Token => {
  const token = next(cursor);
  cursor.position += 1;
  return token;
};

const isSymbol = ({ kind, text }: Token, symbol: string): boolean => kind === 'symbol' && text === symbol;

const unexpected = (token: Token, expected: string): Unsupported =>
  syntaxProblem(token.at, expected, token.kind === 'end' ? 'the end' : shownValue(token.text));

const bindingOf = ({ kind, text }: Token): number => (kind === 'symbol' ? (BINDING.get(text) ?? 0) : 0);

/** An operand and every operator after it that binds at least so tightly. */
const parseFrom = (cursor: Cursor, tightness: number): Parsed => {
  if (cursor.depth >= DEEPEST) return unexpected(next(cursor), `at most ${String(DEEPEST)} levels of nesting`);
  cursor.depth += 1;
  let left = parseOperand(cursor);
  while (!('unsupported' in left) && bindingOf(next(cursor)) >= tightness) {
    left = parseOperation(cursor, left);
  }
  cursor.depth -= 1;
  return left;
};

const parseOperation = (cursor: Cursor, left: Expression): Parsed => {
  const token = take(cursor);
  const operator = token.text as BinaryOperator;
  const right = parseFrom(cursor, bindingOf(token) + (operator === '^' ? 0 : 1));
  return 'unsupported' in right ? right : { kind: 'operation', operator, left, right, at: token.at };
};

const parseOperand = (cursor: Cursor): Parsed => {
  const token = take(cursor);
  switch (token.kind) {
    case 'number':
      return numberOf(token);
    case 'id':
      return isSymbol(next(cursor), '(')
        ? unexpected(token, 'the name of a function in uppercase letters')
        : { kind: 'reference', id: token.text, at: token.at };
    case 'name':
      return parseNamed(cursor, token);
    case 'text':
      return { kind: 'text', text: token.text, at: token.at };
    case 'symbol':
    case 'end':
      return parseEnclosed(cursor, token);
  }
};

const numberOf = (token: Token): Parsed => {
  const value = Number(token.text);
  return Number.isFinite(value) ? { kind: 'number', value, at: token.at } : unexpected(token, 'a number up to 1.8e308');
};

const parseNamed = (cursor: Cursor, { text, at }: Token): Parsed => {
  if (!isSymbol(next(cursor), '(')) return { kind: 'word', word: text, at };
  cursor.position += 1;
  const args = parseList(cursor, ')');
  return 'unsupported' in args ? args : { kind: 'call', name: text, args, at };
};

const parseEnclosed = (cursor: Cursor, token: Token): Parsed => {
  const { at } = token;
  if (isSymbol(token, '-')) {
    const of = parseFrom(cursor, NEGATION_BINDING);
    return 'unsupported' in of ? of : { kind: 'negation', of, at };
  }
  if (isSymbol(token, '[')) {
    const items = parseList(cursor, ']');
    return 'unsupported' in items ? items : { kind: 'array', items, at };
  }
  if (!isSymbol(token, '(')) return unexpected(token, 'a number, an id, a function, ( or [');
  const inner = parseFrom(cursor, 1);
  if ('unsupported' in inner) return inner;
  const closing = take(cursor);
  return isSymbol(closing, ')') ? inner : unexpected(closing, 'an operator or )');
};

/** What stands between commas up to the closing symbol, which is taken. */
const parseList = (cursor: Cursor, closing: ')' | ']'): readonly Expression[] | Unsupported => {
  const items: Expression[] = [];
  if (isSymbol(next(cursor), closing)) {
    cursor.position += 1;
    return items;
  }
  for (;;) {
    const item = parseFrom(cursor, 1);
    if ('unsupported' in item) return item;
    items.push(item);
    const token = take(cursor);
    if (isSymbol(token, closing)) return items;
    if (!isSymbol(token, ',')) return unexpected(token, `an operator, a comma or ${closing}`);
  }
};

/**
 * What a text of metric math says, by its grammar alone: whether its functions exist is not looked at.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export const parseExpression = (text: string): Expression | Unsupported => {
  if (text.length > MOST_CHARACTERS) {
    return {
      unsupported: `the expression has ${String(text.length)} characters; CloudWatch takes at most ${String(MOST_CHARACTERS)}`,
    };
  }
  if (/^\s*SELECT\s/iu.test(text)) {
    return { unsupported: 'a Metrics Insights query (SELECT …) is answered by CloudWatch alone' };
  }
  const tokens = tokensOf(text);
  if ('unsupported' in tokens) return tokens;
  const cursor: Cursor = { tokens, position: 0, depth: 0 };
  const expression = parseFrom(cursor, 1);
  if ('unsupported' in expression) return expression;
  const rest = next(cursor);
  return rest.kind === 'end' ? expression : unexpected(rest, 'an operator or the end');
};
