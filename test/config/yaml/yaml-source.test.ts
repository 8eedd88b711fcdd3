import { describe, expect, it } from 'vitest';
import { loaded, PEOPLE, POLICY, problemsOf } from '../loading.ts';

const WORKING = `${PEOPLE}${POLICY}`;

describe('YAML that cannot be read', () => {
  it.each([
    ['a tab', 'responders:\n\talice: {}\n', '2:1 a tab indents this line: YAML takes spaces only'],
    [
      'a second document',
      `${WORKING}---\nenvironment: prod\n`,
      '10:1 a second YAML document begins here: keep one, without a --- line',
    ],
    ['a tag', 'environment: !secret prod\n', '1:14 tags (!…) are not supported: write the plain value'],
    ['YAML 1.1', `%YAML 1.1\n---\n${WORKING}`, '1:1 %YAML 1.1 is not supported: remove that line'],
    ['a list', '- a\n', '1:1 expected a mapping at the top level (services, responders, escalations …)'],
    ['a text', 'hello\n', '1:1 expected a mapping at the top level (services, responders, escalations …)'],
    ['an unknown alias', 'environment: *prod\n', '1:14 environment: there is no anchor &prod before this alias'],
  ])('with %s is told at its line', (_what, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('with a bracket left open is told in the words of the parser', () => {
    expect(problemsOf('responders: { alice: { name: x }\nchannels: {}\n')[0]).toMatch(/^2:1 not valid YAML: /);
  });
});

describe('keys', () => {
  it('are written once', () => {
    expect(problemsOf(`${WORKING}environment: a\nenvironment: b\n`)).toEqual([
      '11:1 duplicate key "environment": first written on line 10',
    ]);
  });

  it('are told as duplicates in a mapping on one line too, with the path to it', () => {
    expect(problemsOf(`${WORKING}unrouted: { severity: info, severity: critical }\n`)).toEqual([
      '10:29 unrouted: duplicate key "severity": first written on line 10',
    ]);
  });

  it('are not merged', () => {
    expect(
      problemsOf(`${WORKING}unrouted: &u { severity: info }\nwatchdog: { <<: *u, url: https://example.com }\n`),
    ).toEqual(['11:13 watchdog: merge keys (<<) are not supported: write the keys out']);
  });

  it('are plain', () => {
    expect(problemsOf(`${WORKING}? [a, b]\n: 1\n`)).toEqual([
      '10:3 expected a plain key, got a list, a mapping or an alias: write key: value',
    ]);
  });
});

describe('names that JavaScript objects have already', () => {
  it('are refused where they change an object', () => {
    expect(problemsOf(WORKING.replace('  bob:', '  __proto__:'))).toEqual([
      '3:3 responders: "__proto__" cannot be used as a key: choose another name',
    ]);
  });

  it('are refused where they are no names', () => {
    expect(problemsOf(WORKING.replace('  bob:', '  toString:'))).toEqual([
      '3:3 responders.toString: expected a name of a–z, 0–9 and -, beginning with a letter or digit, at most 63 characters, got "toString"',
    ]);
  });

  it('are ordinary names where they are some', () => {
    const { responders } = loaded(WORKING.replace('  bob:', '  constructor:'));
    expect(Object.keys(responders)).toEqual(['alice', 'constructor']);
    expect(problemsOf(WORKING.replace('responder:alice', 'responder:constructor'))).toEqual([
      '9:18 escalations.primary.levels[0].page[0]: there is no responder "constructor": known here: alice, bob',
    ]);
  });
});

describe('a file made to exhaust the reader', () => {
  const tenOf = (name: string): string => `[${Array.from({ length: 10 }, () => `*${name}`).join(',')}]`;

  it.each([
    ['size', `# ${'x'.repeat(100)}\n`.repeat(11_000), '1:1 larger than 1 MiB: a configuration is a few pages of text'],
    ['one endless line', `a: 1\nb: ${'['.repeat(20_000)}`, '2:1 a line of more than 10,000 characters: break it up'],
    [
      'aliases that multiply',
      `a: &a [1,1,1,1]\nb: &b ${tenOf('a')}\nc: &c ${tenOf('b')}\nd: ${tenOf('c')}\n`,
      '1:1 aliases (*name) multiply beyond reason: write the values out',
    ],
    ['many aliases', `a: &a 1\nb:\n${'  - *a\n'.repeat(200)}`, '103:5 b: more than 100 aliases: write the values out'],
  ])('by its %s is refused', (_what, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it.each([
    ['brackets', `a: ${'['.repeat(9_000)}`],
    ['keys', `${'? '.repeat(4_900)}\n`.repeat(10)],
  ])('by the depth of its %s is refused', (_what, text) => {
    expect(problemsOf(text)).toContainEqual(expect.stringContaining('nested too deeply'));
  });

  it('by thousands of syntax errors is told the first twenty', () => {
    expect(problemsOf(`a:\n${'[\n'.repeat(5_000)}`)).toHaveLength(20);
  });

  it('by an alias within its own anchor is checked like any other', () => {
    expect(problemsOf(`${WORKING}unrouted: &u { severity: *u }\n`)).toEqual([
      '10:26 unrouted.severity: expected one of critical, warning, info, got a mapping',
    ]);
  });
});
