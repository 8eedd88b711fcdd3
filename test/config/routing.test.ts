import { describe, expect, it } from 'vitest';
import { LAMBDA, loaded, PEOPLE, POLICY, problemsOf, withService } from './loading.ts';

/** A file with one service and one rule, on line 15. */
const withRule = (rule: string): string => `${withService(`workload: ${LAMBDA}`)}\nrouting:\n  - { ${rule} }\n`;

describe('a routing rule', () => {
  it('pages unless it says otherwise', () => {
    expect(loaded(withRule('match: { name: backup }')).routing).toEqual([
      { match: { name: 'backup' }, severity: 'critical' },
    ]);
  });

  it('may name a service that is not described, with an escalation', () => {
    expect(problemsOf(withRule('match: { name: x }, service: payments, escalation: primary'))).toEqual([]);
  });

  it.each([
    [
      'match: { name: x }, service: payments',
      '15:36 routing[0].service: "payments" is not described under services: add escalation with the policy for it',
    ],
    [
      'match: { name: x }, service: shpo',
      '15:36 routing[0].service: "shpo" is not described under services: did you mean "shop"? Else add escalation with the policy for it',
    ],
    [
      'match: { name: x }, escalation: secondary',
      '15:39 routing[0].escalation: there is no escalation policy "secondary": known here: primary',
    ],
    [
      'match: {}',
      '15:7 routing[0].match: expected at least one of name, namespace, metric, account, region, tags: an empty match would take every alarm (unrouted does that)',
    ],
    ['severity: info', '15:5 routing[0].match: missing: expected a mapping'],
    ['match: { tags: {} }', '15:16 routing[0].match.tags: expected at least one tag, got an empty mapping'],
    [
      'match: { tags: { team: 5 } }',
      '15:30 routing[0].match.tags.team: expected text, got 5: write team: "5", in quotes',
    ],
    ['match: { prefix: x }', '15:16 routing[0].match.prefix: unknown key "prefix": did you mean "namePrefix"?'],
  ])('written as %s is refused', (rule, problem) => {
    expect(problemsOf(withRule(rule))).toContain(problem);
  });

  it('names alarms, metrics, an account and a Region', () => {
    const match =
      '{ name: "*-dlq-*", namespace: AWS/SQS, metric: Approx*, account: "012345678901", region: us-gov-east-1 }';
    expect(loaded(withRule(`match: ${match}, insufficientData: notify`)).routing).toEqual([
      {
        match: {
          name: '*-dlq-*',
          namespace: 'AWS/SQS',
          metric: 'Approx*',
          account: '012345678901',
          region: 'us-gov-east-1',
        },
        severity: 'critical',
        insufficientData: 'notify',
      },
    ]);
  });

  it('by namePrefix, as it was written before, is one by the pattern that it means', () => {
    expect(loaded(withRule('match: { namePrefix: legacy- }')).routing[0]?.match).toEqual({ name: 'legacy-*' });
  });

  it.each([
    ['name: ""', '15:16 routing[0].match.name: expected text, got "": it would match nothing'],
    [
      `name: ${'x'.repeat(256)}`,
      '15:22 routing[0].match.name: no name has the 256 characters that it asks for: expected at most 255',
    ],
    [
      String.raw`name: "a\tb"`,
      String.raw`15:22 routing[0].match.name: "a\tb" matches nothing: no name has control, line-breaking or invisible characters: write name: a b`,
    ],
    [
      String.raw`name: "a\u202eb"`,
      '15:22 routing[0].match.name: "a\\u202eb" matches nothing: no name has control, line-breaking or invisible characters',
    ],
    [
      'name: " a*"',
      '15:22 routing[0].match.name: " a*" matches nothing: no name begins or ends with a space: write name: a*',
    ],
    [
      'namespace: AWS/SQS!',
      '15:27 routing[0].match.namespace: "AWS/SQS!" matches nothing: a namespace has letters, digits, spaces and . - _ / # : only',
    ],
    [
      'account: 12345678901',
      '15:25 routing[0].match.account: expected an AWS account, 12 digits in quotes, got 12345678901: write account: "012345678901"',
    ],
    ['account: "1234"', '15:25 routing[0].match.account: expected an AWS account, 12 digits in quotes, got "1234"'],
    ['region: eu-wset-1', '15:24 routing[0].match.region: expected an AWS Region such as eu-west-1, got "eu-wset-1"'],
    [
      'name: a*, namePrefix: b',
      '15:38 routing[0].match.namePrefix: namePrefix beside name: write both as one pattern in name, such as X*',
    ],
  ])('that can never match is refused: %s', (key, problem) => {
    expect(problemsOf(withRule(`match: { ${key} }`))).toEqual([problem]);
  });

  it.each([
    ['255 characters and stars between them', `name: "*${'x'.repeat(255)}*"`],
    ['a character of two halves', 'name: "🔥*"'],
  ])('of %s may match', (_what, key) => {
    expect(problemsOf(withRule(`match: { ${key} }`))).toEqual([]);
  });

  it.each([
    ['{ name: "*" }', '{ name: backup }'],
    ['{ name: legacy-* }', '{ name: legacy-disk-*, tags: { team: web } }'],
    ['{ namespace: AWS/* }', '{ name: a, namespace: AWS/SQS, metric: Age }'],
    ['{ account: "123456789012" }', '{ account: "123456789012", region: eu-west-1 }'],
    ['{ tags: { team: web } }', '{ tags: { team: web, tier: "1" } }'],
    ['{ namePrefix: legacy- }', '{ namePrefix: legacy-disk }'],
  ])('below %s is refused where it takes nothing more: %s', (wide, narrow) => {
    const file = `${withService(`workload: ${LAMBDA}`)}\nrouting:\n  - match: ${wide}\n  - match: ${narrow}\n`;
    expect(problemsOf(file)).toEqual([
      '16:5 routing[1].match: never matches: routing[0] takes every alarm that this would, and the first match wins; put this one above it, or leave it out',
    ]);
  });

  it.each([
    ['{ name: legacy-disk-* }', '{ name: legacy-* }'],
    ['{ namespace: AWS/SQS, metric: Age }', '{ namespace: AWS/SQS }'],
    ['{ tags: { team: web } }', '{ name: web-* }'],
    ['{ region: eu-west-1 }', '{ region: eu-west-2 }'],
    ['{ namespace: "*" }', '{ name: "*" }'],
  ])('below %s may match: %s', (wide, narrow) => {
    const file = `${withService(`workload: ${LAMBDA}`)}\nrouting:\n  - match: ${wide}\n  - match: ${narrow}\n`;
    expect(problemsOf(file)).toEqual([]);
  });

  it('is checked whole although a part of it is wrong', () => {
    expect(problemsOf(withRule('match: { name: x }, service: payments, severity: urgent'))).toEqual([
      '15:36 routing[0].service: "payments" is not described under services: add escalation with the policy for it',
      '15:56 routing[0].severity: expected one of critical, warning, info, got "urgent"',
    ]);
  });
});

describe('an alarm that no rule matches', () => {
  it('takes the first policy of the file, whatever its name sorts like', () => {
    const second = '  10:\n    levels: [{ page: [responder:bob] }]\n';
    expect(loaded(`${PEOPLE}${POLICY}${second}`).unrouted).toEqual({ escalation: 'primary', severity: 'critical' });
  });

  it('takes the policy that unrouted names', () => {
    expect(problemsOf(`${PEOPLE}${POLICY}unrouted: { escalation: x }\n`)).toEqual([
      '10:25 unrouted.escalation: there is no escalation policy "x": known here: primary',
    ]);
  });
});
