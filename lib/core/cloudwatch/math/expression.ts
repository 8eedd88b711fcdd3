import type { BinaryOperator } from './tokens.ts';

/** What an expression of metric math says; every part knows its character, counted from 1. */
export type Expression = { readonly at: number } & (
  | { readonly kind: 'number'; readonly value: number }
  /** A metric or another expression. */
  | { readonly kind: 'reference'; readonly id: string }
  /** An option of a function: REPEAT, DESC … */
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'negation'; readonly of: Expression }
  | {
      readonly kind: 'operation';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
);
