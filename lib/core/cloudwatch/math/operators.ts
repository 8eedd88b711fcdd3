import { each, type Kernel, mapped, scalar, type Term } from './term.ts';
import type { BinaryOperator } from './tokens.ts';

/** A division by zero has no value; neither has what CloudWatch cannot store: infinities and what is no number. */
export const storable = (value: number): number => (Number.isFinite(value) ? value : NaN);

const compared = (operator: BinaryOperator, left: number, right: number): boolean => {
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (operator === '<=') return left <= right;
  if (operator === '>=') return left >= right;
  return operator === '<' ? left < right : left > right;
};

const isTrue = (operator: BinaryOperator, left: number, right: number): boolean => {
  if (operator === 'AND') return left !== 0 && right !== 0;
  if (operator === 'OR') return left !== 0 || right !== 0;
  return compared(operator, left, right);
};

/** Decided in each loop instead of a function for each operator: calls through a variable allocate every result. */
const computed = (operator: BinaryOperator, left: number, right: number): number => {
  if (operator === '+') return storable(left + right);
  if (operator === '-') return storable(left - right);
  if (operator === '*') return storable(left * right);
  if (operator === '/') return storable(left / right);
  if (operator === '^') return storable(left ** right);
  return isTrue(operator, left, right) ? 1 : 0;
};

const ofNumbers = (operator: BinaryOperator, left: number, right: number): number =>
  Number.isNaN(left) || Number.isNaN(right) ? NaN : computed(operator, left, right);

/** Where only one has a value the other counts as 0; where neither has one there is none. */
const ofPoints = (operator: BinaryOperator, left: number, right: number): number => {
  if (!Number.isNaN(left)) return computed(operator, left, Number.isNaN(right) ? 0 : right);
  return Number.isNaN(right) ? NaN : computed(operator, 0, right);
};

/** A number beside a series is no series: it has a value only where the series has one. */
const withNumber =
  (operator: BinaryOperator, number: number, isFirst: boolean): Kernel =>
  (values) => {
    const results = new Float64Array(values.length);
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index] ?? NaN;
      results[index] = ofNumbers(operator, isFirst ? number : value, isFirst ? value : number);
    }
    return results;
  };

const withSeries =
  (operator: BinaryOperator, other: Float64Array, isFirst: boolean): Kernel =>
  (values) => {
    const results = new Float64Array(values.length);
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index] ?? NaN;
      const beside = other[index] ?? NaN;
      results[index] = ofPoints(operator, isFirst ? beside : value, isFirst ? value : beside);
    }
    return results;
  };

/** The operation of a series, or each of an array, with a series or a number that stands first or second. */
const applied = (
  operator: BinaryOperator,
  term: Term,
  [other, isFirst]: readonly [Term, boolean],
): Term | undefined => {
  if (other.kind === 'series') return each(term, other.windowed, (run) => withSeries(operator, other.of(run), isFirst));
  if (other.kind === 'scalar') return each(term, other.windowed, (run) => withNumber(operator, other.of(run), isFirst));
  return undefined;
};

const onScalars = (operator: BinaryOperator, left: Term, right: Term): Term | undefined =>
  left.kind === 'scalar' && right.kind === 'scalar'
    ? scalar(left.windowed || right.windowed, (run) => ofNumbers(operator, left.of(run), right.of(run)))
    : undefined;

const ARITHMETIC: ReadonlySet<BinaryOperator> = new Set(['+', '-', '*', '/', '^']);

/**
 * The operation on two terms; undefined for types that the documentation does not name: two arrays, or one that is
 * compared or joined by AND, OR.
 */
export const operate = (operator: BinaryOperator, left: Term, right: Term): Term | undefined => {
  const hasArray = left.kind === 'array' || right.kind === 'array';
  if (hasArray && !ARITHMETIC.has(operator)) return undefined;
  return (
    onScalars(operator, left, right) ??
    applied(operator, left, [right, false]) ??
    applied(operator, right, [left, true])
  );
};

const negative = (value: number): number => 0 - value;

export const negate = (term: Term): Term | undefined =>
  term.kind === 'scalar'
    ? scalar(term.windowed, (run) => negative(term.of(run)))
    : each(term, false, () => (values) => mapped(values, negative));
