import { shownValue } from '../../safe-text.ts';
import type { Unsupported } from '../../series/series.ts';
import { arrayOf, MOST_SERIES } from './arrays.ts';
import type { Expression } from './expression.ts';
import { BEYOND_REACH, MATH_FUNCTIONS } from './functions.ts';
import { negate, operate } from './operators.ts';
import type { Scope, Term } from './term.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

const KINDS: Readonly<Record<Term['kind'], string>> = {
  scalar: 'a number',
  series: 'a series',
  array: 'an array',
  word: 'a word',
  text: 'a text',
};

const problemAt = ({ at }: Expression, problem: string): Unsupported => ({
  unsupported: `at character ${String(at)}: ${problem}`,
});

const kindsOf = (terms: readonly Term[]): string =>
  terms.length === 0 ? 'nothing' : terms.map(({ kind }) => KINDS[kind]).join(', ');

const compileAll = (expressions: readonly Expression[], scope: Scope): readonly Term[] | Unsupported => {
  const terms: Term[] = [];
  for (const expression of expressions) {
    const term = compile(expression, scope);
    if ('unsupported' in term) return term;
    terms.push(term);
  }
  return terms;
};

const compileCall = (call: Of<'call'>, scope: Scope): Term | Unsupported => {
  const beyond = BEYOND_REACH.get(call.name);
  if (beyond !== undefined) return problemAt(call, `${call.name} ${beyond}`);
  const known = MATH_FUNCTIONS.get(call.name);
  if (known === undefined) {
    const uppercase = call.name.toUpperCase();
    const advice = MATH_FUNCTIONS.has(uppercase)
      ? `write ${uppercase}`
      : `use one of ${[...MATH_FUNCTIONS.keys()].join(', ')}`;
    return problemAt(call, `there is no function ${shownValue(call.name)}; ${advice}`);
  }
  const args = compileAll(call.args, scope);
  if ('unsupported' in args) return args;
  return known.build(args, scope) ?? problemAt(call, `expected ${known.usage}, found ${call.name} of ${kindsOf(args)}`);
};

const compileOperation = (operation: Of<'operation'>, scope: Scope): Term | Unsupported => {
  const left = compile(operation.left, scope);
  if ('unsupported' in left) return left;
  const right = compile(operation.right, scope);
  if ('unsupported' in right) return right;
  return (
    operate(operation.operator, left, right) ??
    problemAt(
      operation,
      `CloudWatch documents no ${operation.operator} between ${kindsOf([left])} and ${kindsOf([right])}`,
    )
  );
};

const compileNegation = (negation: Of<'negation'>, scope: Scope): Term | Unsupported => {
  const of = compile(negation.of, scope);
  if ('unsupported' in of) return of;
  return negate(of) ?? problemAt(negation, `expected a number, a series or an array after -, found ${KINDS[of.kind]}`);
};

const compileArray = (array: Of<'array'>, scope: Scope): Term | Unsupported => {
  const items = compileAll(array.items, scope);
  if ('unsupported' in items) return items;
  return (
    arrayOf(items) ??
    problemAt(array, `expected an array of 1 to ${String(MOST_SERIES)} series, found [${kindsOf(items)}]`)
  );
};

const compileReference = (reference: Of<'reference'>, scope: Scope): Term | Unsupported =>
  scope.termOf(reference.id) ?? problemAt(reference, `there is no ${shownValue(reference.id)}`);

const compileNumber = ({ value }: Of<'number'>): Term => ({
  kind: 'scalar',
  windowed: false,
  literal: value,
  of: () => value,
});

/** The expression with its types checked, ready to run; what it refers to is compiled before. */
export const compile = (expression: Expression, scope: Scope): Term | Unsupported => {
  if (expression.kind === 'number') return compileNumber(expression);
  if (expression.kind === 'reference') return compileReference(expression, scope);
  if (expression.kind === 'array') return compileArray(expression, scope);
  if (expression.kind === 'call') return compileCall(expression, scope);
  if (expression.kind === 'negation') return compileNegation(expression, scope);
  if (expression.kind === 'operation') return compileOperation(expression, scope);
  return expression;
};
