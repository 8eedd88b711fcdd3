import { describe, expect, it } from 'vitest';
import { LAMBDA, PEOPLE, POLICY, problemsOf, withService } from '../loading.ts';

describe('a misspelt key', () => {
  it.each([
    [
      'responder:\n  alice: { name: A }\n' + POLICY,
      '1:1 responder: unknown key "responder": did you mean "responders"?',
    ],
    [
      `${PEOPLE}${POLICY.replace('escalations', 'escalation')}`,
      '6:1 escalation: unknown key "escalation": did you mean "escalations"?',
    ],
    [
      `${PEOPLE}${POLICY.replace('escalations', 'Escalations')}`,
      '6:1 Escalations: unknown key "Escalations": did you mean "escalations"?',
    ],
    [
      `${PEOPLE}${POLICY.replace('levels', 'levls')}`,
      '8:5 escalations.primary.levls: unknown key "levls": did you mean "levels"?',
    ],
    [
      withService('workload: { kind: lambda, functionname: shop }'),
      '13:31 services.shop.workload.functionname: unknown key "functionname": did you mean "functionName"?',
    ],
    [
      withService('workload: { kind: lambda, function: shop }'),
      '13:31 services.shop.workload.function: unknown key "function": did you mean "functionName"?',
    ],
    [
      withService(`workloads: ${LAMBDA}`),
      '13:5 services.shop.workloads: unknown key "workloads": did you mean "workload"?',
    ],
    [
      `${PEOPLE}${POLICY}schedules: { rota: { timezone: UTC, layers: [{ rotation: [alice], starting: 2023-07-31 }] } }\n`,
      '10:22 schedules.rota.timezone: unknown key "timezone": did you mean "timeZone"?',
    ],
  ])('is told once, and nobody misses what it means: %#', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('hides nothing of what stands under it', () => {
    const text =
      'responder:\n  alice: { nmae: A }\nescalations:\n  primary: { levls: [{ pge: [responder:alcie], escalateafter: 15 }] }\n';
    expect(problemsOf(text)).toEqual([
      '1:1 responder: unknown key "responder": did you mean "responders"?',
      '2:12 responder.alice.nmae: unknown key "nmae": did you mean "name"?',
      '4:14 escalations.primary.levls: unknown key "levls": did you mean "levels"?',
      '4:24 escalations.primary.levls[0].pge: unknown key "pge": did you mean "page"?',
      '4:30 escalations.primary.levls[0].pge[0]: there is no responder "alcie": did you mean "alice"?',
      '4:48 escalations.primary.levls[0].escalateafter: unknown key "escalateafter": did you mean "escalateAfter"?',
      '4:63 escalations.primary.levls[0].escalateafter: expected a duration such as 15m, got 15: write escalateAfter: 15s or 15m',
    ]);
  });

  it('means nothing that is there already', () => {
    expect(problemsOf(`${PEOPLE}${POLICY}responder: {}\n`)).toEqual([
      '10:1 responder: unknown key "responder": did you mean "responders"?',
    ]);
  });
});

describe('people who are written as a list', () => {
  it.each([
    ['responders:\n  - alice: { name: A }\n', 'expected a mapping, got a list: take the "- " before each name out'],
    ['responders: [alice]\n', 'expected a mapping, got a list: begin each with its name and a colon, in place of "- "'],
    ['responders: alice\n', 'expected a mapping, got "alice"'],
  ])('are told as that, and missed nowhere: %j', (people, said) => {
    const problems = problemsOf(people + POLICY);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`responders: ${said}`);
  });

  it('are told to begin with their name where it is but a key of each', () => {
    expect(problemsOf(`responders:\n  - name: alice\n${POLICY}`)[0]).toContain('begin each with its name and a colon');
  });
});

describe('what a message takes from the file', () => {
  const told = (text: string): string => problemsOf(text).join('\n');

  it('is cut, however long it is', () => {
    const long = 'x'.repeat(900);
    expect(told(`${PEOPLE}${POLICY}unrouted: { escalation: ${long} }\n`)).toContain(`"${'x'.repeat(60)}…"`);
    for (const text of [`${long}: 5`, `unrouted: { escalation: ${long} }`, `services: { ${long}: {} }`])
      expect(told(`${PEOPLE}${POLICY}${text}\n`).length).toBeLessThan(700);
  });

  it('shows what cannot be seen', () => {
    expect(told(`${PEOPLE}${POLICY}unrouted: { escalation: "a\\u202eb\\e[2J" }\n`)).toContain(
      'there is no escalation policy "a\\u202eb\\u001b[2J"',
    );
  });

  const many = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => `  ${line(index)}\n`).join('');

  it('is a few of many names', () => {
    const people = `responders:\n${many(200, (index) => `p${String(index)}: { name: P }`)}`;
    expect(told(people + POLICY)).toMatch(
      /there is no responder "alice": known here: p0, p1, p2, p3, p4, p5, p6, p7, … and 192 more$/,
    );
  });

  it('is a few of many that depend on each other', () => {
    const service = (index: number): string =>
      `s${String(index)}: { escalation: primary, workload: ${LAMBDA}, dependsOn: [s${String((index + 1) % 150)}] }`;
    expect(told(`${PEOPLE}${POLICY}services:\n${many(150, service)}`)).toContain(
      's0 depends on s1 depends on s2 depends on s3 depends on s4 depends on … (145 more) depends on s0: leave out',
    );
  });
});
