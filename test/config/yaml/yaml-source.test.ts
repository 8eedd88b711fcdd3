import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../lib/config/load-configuration.ts';
import type { Problem } from '../../../lib/config/yaml/problem.ts';
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
});

const found = (text: string): readonly Problem[] => {
  const result = parseConfiguration(text, 'tocsin.yaml');
  return result.outcome === 'problems' ? result.problems : [];
};

describe('a mistake in the syntax', () => {
  const frameOf = (text: string): Problem['frame'] => found(text)[0]?.frame;

  it('is shown in its line', () => {
    expect(frameOf('a: 1\nb: { c: @d }\n')).toEqual({ line: 'b: { c: @d }', from: 8, to: 9 });
    expect(frameOf('environment: !secret prod\n')).toEqual({ line: 'environment: !secret prod', from: 13, to: 20 });
  });

  it('is shown in a line that ends as on Windows', () => {
    expect(frameOf('responders:\r\n\talice: {}\r\n')).toEqual({ line: ' alice: {}', from: 0, to: 1 });
  });

  it('is shown without control and bidi characters, each a space instead', () => {
    expect(frameOf('a: "\u001b[2J\u202e\u0085\\q"\n')).toEqual({ line: 'a: " [2J  \\q"', from: 10, to: 11 });
  });

  it('is shown as harmless text, whatever the file says', () => {
    const fragment = fc.constantFrom(
      ...['a: b: c', '\n', '\n\n', ': ', '- ', '[', '}', '@', '"', '\\q', '\na: '],
      ...['\t', '\r\n', '\u001b', '^', ' ', '決済', '#', '!t', '&a', '%', '\u202e'],
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 12 }), (fragments) => {
        for (const { frame, message } of found(fragments.join('')))
          expect((frame?.line ?? '') + message.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
      { numRuns: 500 },
    );
  });
});

const PEOPLE_BUT = (alice: string): string => `responders:\n${alice}${POLICY}`;

describe('one fault of the syntax', () => {
  it.each([
    [
      'a tab in the indentation',
      PEOPLE_BUT('  alice:\n    name: A\n\ttimeZone: UTC\n'),
      '4:1 a tab indents this line: YAML takes spaces only',
    ],
    [
      'tabs throughout',
      'responders:\n\talice:\n\t\tname: A\nescalations:\n\tprimary:\n\t\tlevels: []\n',
      '2:1 a tab indents this line: YAML takes spaces only (and 3 lines below)',
    ],
    [
      'a double quote left open',
      PEOPLE_BUT('  alice: { name: "Alice }\n'),
      '2:18 this " is not closed: put " where it ends',
    ],
    [
      'a quote left open that the next one seems to close',
      PEOPLE_BUT('  alice: { name: "Alice }\n  bob: { name: "Bob" }\n'),
      '2:18 this " is not closed: put " where it ends',
    ],
    [
      'a single quote left open',
      PEOPLE_BUT("  alice:\n    name: 'Alice\n"),
      "3:11 this ' is not closed: put ' where it ends",
    ],
    [
      'a brace left open',
      PEOPLE_BUT('  alice: { name: Alice\n  bob: { name: B }\n'),
      '2:10 this { is not closed: put } where it ends',
    ],
    [
      'a bracket left open within braces',
      `${PEOPLE}escalations:\n  primary: { levels: [{ page: [responder:alice, escalateAfter: 15m }] }\n`,
      '7:31 this [ is not closed: put ] where it ends',
    ],
    [
      'a bracket too many',
      PEOPLE_BUT('  alice: { name: Alice } }\n'),
      '2:26 a bracket is closed here that none opens: take it out',
    ],
    [
      'a line indented too little',
      PEOPLE_BUT('  alice:\n    name: A\n   timeZone: UTC\n'),
      '4:1 this line begins at another column than those beside it: indent it as they are',
    ],
    [
      'a line indented too much',
      PEOPLE_BUT('  alice:\n    name: A\n      timeZone: UTC\n'),
      '3:11 the line below is indented as if it belonged to this value: indent it as this key is',
    ],
    [
      'an item of a list out of line',
      `${PEOPLE}escalations:\n  primary:\n    levels:\n      - page: [responder:alice]\n       - page: [responder:bob]\n`,
      '10:8 this line begins at another column than those beside it: indent it as they are',
    ],
    [
      'an item of a list that begins with another dash',
      `${PEOPLE}escalations:\n  primary:\n    levels:\n      - page: [responder:alice]\n      -page: [responder:bob]\n`,
      '10:1 put a space after the "-" that begins this line',
    ],
    [
      'a key of an item indented less than the others',
      `${PEOPLE}escalations:\n  primary:\n    levels:\n      - page: [responder:alice]\n       escalateAfter: 15m\n`,
      '10:1 this line begins at another column than those beside it: indent it as they are',
    ],
    [
      'a value that YAML takes for a comment, with the bracket behind it',
      `${PEOPLE}channels:\n  ops: { name: #ops, kind: chat }\n${POLICY}`,
      '7:16 a # after a space begins a comment, and the rest of the line is lost: put the text that begins with it in quotes',
    ],
    [
      'a bracket left open before a comment',
      PEOPLE_BUT('  alice: { name: Alice # on call\n  bob: { name: B }\n'),
      '2:10 this { is not closed: put } where it ends',
    ],
    [
      'a second colon',
      PEOPLE_BUT('  alice:\n    name: Alice: on call\n'),
      '3:11 a second colon in one value: put the value in quotes, or what follows on a line of its own',
    ],
    [
      'a key without a colon',
      `environment prod\n${WORKING}`,
      '1:1 expected KEY: VALUE on a line: a key, a colon and a space',
    ],
    [
      'a key without a space behind its colon',
      `${PEOPLE}escalations:\n  primary:\n    levels:\n      - page: [responder:alice]\n        escalateAfter:15m\n`,
      '10:9 put a space after the colon: escalateAfter: 15m',
    ],
    [
      'a sign that YAML keeps for itself',
      PEOPLE_BUT('  alice: { name: @alice }\n'),
      '2:18 a value cannot begin with @: put it in quotes',
    ],
    [
      'an escape that means nothing',
      PEOPLE_BUT('  alice: { name: "A\\q" }\n'),
      '2:20 \\q means nothing in double quotes: write \\\\ for a backslash, or single quotes',
    ],
    ['a conflict of a merge', `${WORKING}=======\n`, '10:1 a conflict of a merge is left here: keep one side'],
    [
      'an endless key',
      `${'k'.repeat(2_000)}: 1\n`,
      '1:1 this key has more than 1,024 characters: choose a shorter name',
    ],
  ])('is told once: %s', (_what, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('hides none that another part of the file has', () => {
    const text = `${PEOPLE_BUT('  alice: { name: "Alice }\n')}channels:\n\tops: { name: x, kind: chat }\nunrouted: { severity: [info }\n`;
    expect(problemsOf(text)).toEqual([
      '2:18 this " is not closed: put " where it ends',
      '8:1 a tab indents this line: YAML takes spaces only',
      '9:23 this [ is not closed: put ] where it ends',
    ]);
  });
});

describe('a mistake in what the syntax says', () => {
  it('is shown in its line too', () => {
    expect(found(`${WORKING}repeat: 2\n`)).toMatchObject([
      { line: 10, column: 1, path: 'repeat', frame: { line: 'repeat: 2', from: 0, to: 6 } },
    ]);
  });

  it('of the file as a whole is shown nowhere', () => {
    expect(found('')[0]).not.toHaveProperty('frame');
    expect(found(POLICY)[0]).not.toHaveProperty('frame');
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
      '3:3 responders.toString: expected a name of a–z, 0–9 and -, beginning with a letter or digit, at most 63 characters, got "toString": write tostring',
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

describe('a merge key', () => {
  const withServices = (text: string): string => `${WORKING}services:\n${text}`;
  const BASE = '  a: &a { escalation: primary, cooldown: 1m, workload: { kind: lambda, functionName: a } }\n';

  it('gives what stands under its anchor, where the mapping does not say otherwise', () => {
    const { services } = loaded(withServices(`${BASE}  b: { cooldown: 2m, <<: *a, recoverAfter: 3m }\n`));
    expect(services['b']).toMatchObject({ escalation: 'primary', cooldownMs: 120_000, recoverAfterMs: 180_000 });
    expect(services['b']?.workload).toEqual(services['a']?.workload);
  });

  it('takes several, the first of which counts', () => {
    const more =
      '  c: &c { escalation: primary, cooldown: 9m, recoverAfter: 4m, workload: { kind: lambda, functionName: c } }\n';
    const { services } = loaded(withServices(`${BASE}${more}  b: { <<: [*a, *c] }\n`));
    expect(services['b']).toMatchObject({ cooldownMs: 60_000, recoverAfterMs: 240_000 });
  });

  it('that brings something wrong is told once, where that is written', () => {
    const wrong = BASE.replace('1m', '1x');
    expect(problemsOf(withServices(`${wrong}  b: { <<: *a }\n  c: { <<: *a }\n`))).toEqual([
      '11:42 services.a.cooldown: expected a duration such as 10m, got "1x"',
    ]);
  });

  it.each([
    ['text', '<<: a', '11:12 services.b'],
    ['a list of text', '<<: [*a, 5]', '12:17 services.b'],
  ])('of %s is refused', (_what, merge, place) => {
    const text = withServices(`${merge.includes('*') ? BASE : ''}  b: { ${merge} }\n`);
    expect(problemsOf(text)).toEqual([`${place}: expected what can be merged: *name of a mapping, or a list of such`]);
  });

  it('of an anchor that is nowhere is told once', () => {
    expect(problemsOf(withServices('  b: { <<: *a }\n'))).toEqual([
      '11:12 services.b["<<"]: there is no anchor &a before this alias',
    ]);
  });

  it('that is quoted is a key like any other', () => {
    expect(problemsOf(`${WORKING}"<<": 5\n`)[0]).toContain('unknown key "<<"');
  });
});

describe('a file made to exhaust the reader', () => {
  const MULTIPLY = '1:1 aliases (*name) and merge keys (<<) multiply beyond reason: write the values out';
  /** Each holds the one before twice, without a single value that is an alias. */
  const doubled = (steps: number): string =>
    Array.from({ length: steps }, (_, step) => {
      const before = step === 0 ? 'a' : `s${String(step - 1)}`;
      return `s${String(step)}: &s${String(step)} { p: { <<: *${before} }, q: { <<: *${before} } }\n`;
    }).join('');
  const tenOf = (name: string): string => `[${Array.from({ length: 10 }, () => `*${name}`).join(',')}]`;

  it.each([
    ['size', `# ${'x'.repeat(100)}\n`.repeat(11_000), '1:1 larger than 1 MiB: a configuration is a few pages of text'],
    ['one endless line', `a: 1\nb: ${'['.repeat(20_000)}`, '2:1 a line of more than 10,000 characters: break it up'],
    [
      'aliases that multiply',
      `a: &a [1,1,1,1]\nb: &b ${tenOf('a')}\nc: &c ${tenOf('b')}\nd: ${tenOf('c')}\n`,
      MULTIPLY,
    ],
    [
      'many aliases',
      `a: &a 1\nb:\n${'  - *a\n'.repeat(2_000)}`,
      '1003:5 b: more than 1000 aliases: write the values out',
    ],
    ['merge keys that multiply', `a: &a { x: 1 }\n${doubled(40)}`, MULTIPLY],
    ['merging into itself', 'a: &a { b: { <<: *a } }\n', MULTIPLY],
    ['list that merges into itself', 'a: &a { b: { <<: [*a] } }\n', MULTIPLY],
  ])('by its %s is refused', (_what, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it.each([
    ['brackets', `a: ${'['.repeat(9_000)}`],
    ['keys', `${'? '.repeat(4_900)}\n`.repeat(10)],
  ])('by the depth of its %s is refused', (_what, text) => {
    expect(problemsOf(text)).toContainEqual(expect.stringContaining('nested too deeply'));
  });

  it('by thousands of syntax errors is told of one', () => {
    expect(problemsOf(`a:\n${'[\n'.repeat(5_000)}`)).toHaveLength(1);
    expect(problemsOf('a: [\n'.repeat(5_000))).toHaveLength(1);
  });

  it('by an alias within its own anchor is checked like any other', () => {
    expect(problemsOf(`${WORKING}unrouted: &u { severity: *u }\n`)).toEqual([
      '10:26 unrouted.severity: expected one of critical, warning, info, got a mapping',
    ]);
  });
});
