import { describe, expect, it } from 'vitest';
import { nearest, suggestion } from '../../../lib/config/schema/nearest.ts';

describe('a misspelt word', () => {
  it.each([
    ['enviroment', 'environment'],
    ['primry', 'primary'],
    ['stta', 'stat'],
    ['escalateafter', 'escalateAfter'],
    ['opz', 'ops'],
  ])('%s is near %s', (word, meant) => {
    expect(nearest(word, ['version', 'environment', 'primary', 'stat', 'escalateAfter', 'ops'])).toBe(meant);
  });

  it('is near the nearest of several', () => {
    expect(nearest('warnin', ['warming', 'warning'])).toBe('warning');
  });

  it('far from everything gets the first names that are known', () => {
    expect(suggestion('x', [])).toBeUndefined();
    expect(suggestion('x', ['alice', 'robert'])).toBe('known here: alice, robert');
    expect(
      suggestion(
        'x',
        Array.from({ length: 20 }, (_, index) => `name-${String(index)}`),
      ),
    ).toMatch(/name-7, … and 12 more$/);
  });
});
