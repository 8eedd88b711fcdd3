import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { problemsText } from '../../../lib/cli/terminal/problems-text.ts';
import { parseConfiguration } from '../../../lib/config/load-configuration.ts';
import { MINIMAL_FILE } from '../../../lib/config/schema/minimal-file.ts';
import { formatProblems, type Problem } from '../../../lib/config/yaml/problem.ts';

const problemsOf = (text: string): readonly Problem[] => {
  const result = parseConfiguration(text, 'tocsin.yaml');
  return result.outcome === 'problems' ? result.problems : [];
};

const told = (text: string, width = 80): readonly string[] => problemsText(problemsOf(text), width).split('\n');

const COLON = 'a second colon in one value: put the value in quotes, or what follows on a line of its own';

describe('the problems of a tocsin.yaml', () => {
  it('show the place of a mistake in the syntax under what it is', () => {
    expect(told('services:\n  web:\n    description: Public: web\n')).toEqual([
      `tocsin.yaml:3:18: ${COLON}`,
      '        description: Public: web',
      '                     ^',
    ]);
    expect(told('responders:\n  alice: {\nchannels: {}\n')).toEqual([
      'tocsin.yaml:2:10: this { is not closed: put } where it ends',
      '      alice: {',
      '             ^',
    ]);
  });

  it('point at the right column behind wide and combined characters', () => {
    expect(told('a: { 決済: e\u0301, b: @c }\n')).toEqual([
      'tocsin.yaml:1:17: a value cannot begin with @: put it in quotes',
      '    a: { 決済: e\u0301, b: @c }',
      '                     ^',
    ]);
  });

  it('cut a long line around what is pointed at', () => {
    const line = `a: { ${'x'.repeat(40)}: 決済, b: @c, ${'y'.repeat(90)}: 1 }\n`;
    expect(told(line, 40).slice(1)).toEqual(['    …xxxxxx: 決済, b: @c, yyyyyyyyyyyyy…', '                      ^']);
  });

  it('point at each of several in one line', () => {
    expect(told(`${MINIMAL_FILE}unrouted: { severity: bad, colour: red }\n`)).toEqual([
      'tocsin.yaml:7:23 unrouted.severity: expected one of critical, warning, info, got "bad"',
      '    unrouted: { severity: bad, colour: red }',
      '                          ^^^',
      expect.stringMatching(/^tocsin\.yaml:7:28 unrouted\.colour: unknown key "colour"/) as string,
      '    unrouted: { severity: bad, colour: red }',
      '                               ^^^^^^',
    ]);
  });

  it('show ten places, and tell a hundred: who has more to mend looks at the file anyway', () => {
    const many = told(MINIMAL_FILE + Array.from({ length: 250 }, (_, index) => `k${String(index)}: 1\n`).join(''));
    expect(many.filter((line) => /^ +\^+$/.test(line))).toHaveLength(10);
    expect(many.filter((line) => line.startsWith('tocsin.yaml:'))).toHaveLength(100);
    expect(many.at(-1)).toBe('and 150 more problems: mend these first');
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
        if (problems.every(({ message }) => !message.includes('\n')))
          expect(Math.max(...frames.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
      }),
      { numRuns: 500 },
    );
  });
});
