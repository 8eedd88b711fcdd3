import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { problemsText } from '../../../lib/cli/terminal/problems-text.ts';
import { parseConfiguration } from '../../../lib/config/load-configuration.ts';
import { formatProblems, type Problem } from '../../../lib/config/yaml/problem.ts';

const problemsOf = (text: string): readonly Problem[] => {
  const result = parseConfiguration(text, 'tocsin.yaml');
  return result.outcome === 'problems' ? result.problems : [];
};

const told = (text: string, width = 80): readonly string[] => problemsText(problemsOf(text), width).split('\n');

const COMPACT = 'not valid YAML: Nested mappings are not allowed in compact mappings';

describe('the problems of a tocsin.yaml', () => {
  it('show the place of a mistake in the syntax under what it is', () => {
    expect(told('services:\n  web:\n    description: Public: web\n')).toEqual([
      `tocsin.yaml:3:18: ${COMPACT}`,
      '        description: Public: web',
      '                     ^',
    ]);
    expect(told('responders:\n  alice: {\nchannels: {}\n').slice(0, 4)).toEqual([
      expect.stringMatching(/^tocsin\.yaml:3:1: not valid YAML: /) as string,
      '      alice: {',
      '    channels: {}',
      '    ^',
    ]);
  });

  it('point at the right column behind wide and combined characters', () => {
    expect(told('a: { 決済: e\u0301, b: @c }\n')).toEqual([
      'tocsin.yaml:1:17: not valid YAML: Plain value cannot start with reserved character @',
      '    a: { 決済: e\u0301, b: @c }',
      '                     ^',
    ]);
  });

  it('cut a long line around what is pointed at', () => {
    const line = `a: { ${'x'.repeat(40)}: 決済, b: @c, ${'y'.repeat(90)}: 1 }\n`;
    expect(told(line, 40).slice(1)).toEqual(['    …xxxxxx: 決済, b: @c, yyyyyyyyyyyyy…', '                      ^']);
  });

  it('show a line once, however many problems are in it', () => {
    expect(told('a: @b @c\nd: { e: @f, g: @h }\n').filter((line) => line.includes('d: {'))).toHaveLength(1);
  });

  it('show no more than three places: after one mistake the parser stumbles over what follows', () => {
    const three = Array.from({ length: 3 }, (_, index) => `k${String(index)}: @x\n`).join('');
    expect(told(three).filter((line) => /^ +\^$/.test(line))).toHaveLength(3);
    const many = told(`a:\n${'[\n'.repeat(5_000)}`);
    expect(many.filter((line) => line.startsWith('tocsin.yaml:'))).toHaveLength(20);
    expect(many.filter((line) => /^ +\^$/.test(line))).toHaveLength(3);
  });

  it('show nothing of a file that is empty, and of one that is not there', () => {
    expect(told('')).toEqual(formatProblems(problemsOf('')).split('\n'));
    const absent = [{ file: 'nope.yaml', line: 0, column: 0, path: '', message: 'there is no such file' }];
    expect(problemsText(absent, 80)).toBe('nope.yaml: there is no such file');
  });

  it('let nothing of a hostile file reach the terminal but text, each first line as editors and CI expect it', () => {
    const fragment = fc.constantFrom(
      ...['a: b: c', '\n', ': ', '- ', '[', '{', '}', '"', '\\q', '@', ' ', '決済', 'e\u0301', '👍🏽', 'x'.repeat(70)],
      ...['\u001b[2J', '\u009b31m', '\u001b]8;;https://evil.example\u0007', '\u202e', '\u2028', '\u200b', '\t', '\r'],
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 15 }), fc.integer({ min: 40, max: 120 }), (fragments, width) => {
        const problems = problemsOf(fragments.join(''));
        const lines = problemsText(problems, width).split('\n');
        expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(lines.filter((line) => /^tocsin\.yaml:\d+:\d+[: ]/.test(line))).toHaveLength(problems.length);
        const frames = lines.filter((line) => /^( {4}|$)/.test(line));
        const isFramed = problems.some(({ frame }) => frame !== undefined);
        if (isFramed && !problems.some(({ message }) => message.includes('\n')))
          expect(Math.max(...frames.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
      }),
      { numRuns: 500 },
    );
  });
});
