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
      '15:7 routing[0].match: expected at least one of namePrefix, name, tags: an empty match would take every alarm (unrouted does that)',
    ],
    ['severity: info', '15:5 routing[0].match: missing: expected a mapping'],
    ['match: { tags: {} }', '15:16 routing[0].match.tags: expected at least one tag, got an empty mapping'],
    ['match: { tags: { team: 5 } }', '15:30 routing[0].match.tags.team: expected text, got 5'],
    ['match: { prefix: x }', '15:16 routing[0].match.prefix: unknown key "prefix": known here: namePrefix, name, tags'],
  ])('written as %s is refused', (rule, problem) => {
    expect(problemsOf(withRule(rule))).toContain(problem);
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
