import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coversGlob, globOf } from '../../lib/core/glob.ts';

/** Few characters, so that patterns and texts often meet. */
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'ä'), maxLength: 8 });

/** The same by a regular expression, which may take long. */
const byExpression = (glob: string, whole: string): boolean =>
  new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su').test(whole);

describe('a pattern', () => {
  it.each([
    ['legacy-*', 'legacy-disk', true],
    ['legacy-*', 'my-legacy-disk', false],
    ['*-dlq-*', 'orders-dlq-depth', true],
    ['*-dlq-*', 'orders-dlq', false],
    ['orders', 'orders', true],
    ['orders', 'Orders', false],
    ['orders-?', 'orders-1', true],
    ['orders-?', 'orders-', false],
    ['orders-?', 'orders-🔥', true],
    ['*', 'anything', true],
    ['*', '', true],
    ['[a-z]+', 'a', false],
    ['a.c', 'abc', false],
    ['*$^()[]|\\*', 'x$^()[]|\\y', true],
    ['{a,b}', '{a,b}', true],
  ])('%s, asked about %s: %s', (glob, whole, is) => {
    expect(globOf(glob)(whole)).toBe(is);
  });

  it('means what the expression with .* and . means, for any text', () => {
    fc.assert(
      fc.property(pattern, text, (glob, whole) => {
        expect(globOf(glob)(whole)).toBe(byExpression(glob, whole));
      }),
    );
  });

  it('of many stars is done with a long name that nearly matches', () => {
    expect(globOf(`${'a*'.repeat(127)}b`)('a'.repeat(255))).toBe(false);
    expect(globOf(`${'*?'.repeat(127)}b`)('a'.repeat(255))).toBe(false);
  });
});

describe('a pattern that covers another', () => {
  it.each([
    ['*', 'legacy-*', true],
    ['legacy-*', 'legacy-disk-*', true],
    ['legacy-*', 'legacy-?', true],
    ['legacy-?', 'legacy-*', false],
    ['*-dlq-*', 'orders-dlq-depth', true],
    ['*-dlq-*', '*-dlq', false],
    ['legacy-*', '*-legacy', false],
    ['a', 'a', true],
  ])('%s, and %s: %s', (wide, narrow, covers) => {
    expect(coversGlob(wide, narrow)).toBe(covers);
  });

  it('matches whatever the other matches', () => {
    fc.assert(
      fc.property(pattern, pattern, text, (wide, narrow, whole) => {
        fc.pre(coversGlob(wide, narrow) && globOf(narrow)(whole));
        expect(globOf(wide)(whole)).toBe(true);
      }),
    );
  });

  it('covers itself', () => {
    fc.assert(fc.property(pattern, (one) => coversGlob(one, one)));
  });
});
