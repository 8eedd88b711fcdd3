import { describe, expect, it } from 'vitest';
import { loaded, PEOPLE, problemsOf } from './loading.ts';

const SCHEDULE = `schedules:
  rota:
    timeZone: Europe/London
    layers:
      - { rotation: [bob, alice, bob], starting: 2023-07-31 }
`;
/** A policy whose lines begin at line 13. */
const withPolicy = (...lines: readonly string[]): string =>
  [`${PEOPLE}${SCHEDULE}escalations:\n  primary:`, ...lines.map((line) => `    ${line}`)].join('\n');
const withoutChannels = (text: string): string => text.replace(/channels:\n.*\n/, '');
const policy = (text: string): unknown => loaded(text).escalations['primary'];
const ALICE = 'levels: [{ page: [responder:alice] }]';

describe('an escalation policy', () => {
  it('takes its defaults for what it leaves out', () => {
    expect(
      policy(withPolicy('levels: [{ page: [schedule:rota] }, { page: [responder:alice, schedule:rota] }]')),
    ).toEqual({
      levels: [
        { page: ['schedule:rota'], escalateAfterMs: 900_000 },
        { page: ['responder:alice', 'schedule:rota'], escalateAfterMs: 900_000 },
      ],
      repeat: 2,
      acknowledgementTimeoutMs: 1_800_000,
      notify: ['channel:ops'],
      unanswered: ['schedule:rota', 'responder:alice'],
      unansweredEveryMs: 3_600_000,
    });
  });

  it('tells every channel where it names nobody to tell', () => {
    const text = withPolicy(ALICE).replace(/(channels:\n.*\n)/, '$1  page: { name: "#page", kind: chat }\n');
    expect(policy(text)).toMatchObject({ notify: ['channel:ops', 'channel:page'] });
  });

  it('without channels leaves it to who is on call then', () => {
    expect(policy(withoutChannels(withPolicy('levels: [{ page: [schedule:rota] }]')))).not.toHaveProperty('notify');
    expect(policy(withoutChannels(withPolicy(ALICE, 'notify: [responder:bob]')))).toMatchObject({
      notify: ['responder:bob'],
    });
  });

  it('may tell nobody, but not page nobody', () => {
    expect(policy(withPolicy(ALICE, 'notify: []'))).toMatchObject({ notify: [] });
    expect(problemsOf(withPolicy(ALICE, 'unanswered: []'))).toEqual([
      '14:5 escalations.primary.unanswered: expected at least one target, got an empty list',
    ]);
  });

  it.each([
    ['levels: []', '13:5 escalations.primary.levels: expected at least one level, got an empty list'],
    [
      'levels: [{ page: [] }]',
      '13:16 escalations.primary.levels[0].page: expected at least one target, got an empty list',
    ],
    ['levels: [{}]', '13:14 escalations.primary.levels[0].page: missing: expected a list'],
    [
      'levels: [{ page: [alice] }]',
      '13:23 escalations.primary.levels[0].page[0]: expected schedule:NAME, responder:NAME or channel:NAME, got "alice": write responder:alice',
    ],
    [
      'levels: [{ page: [team:alice] }]',
      '13:23 escalations.primary.levels[0].page[0]: expected schedule:NAME, responder:NAME or channel:NAME, got "team:alice": write responder:alice',
    ],
    [
      'levels: [{ page: [responder:alcie] }]',
      '13:23 escalations.primary.levels[0].page[0]: there is no responder "alcie": did you mean "alice"?',
    ],
    [
      'levels: [{ page: [responder:alice, responder:alice] }]',
      '13:40 escalations.primary.levels[0].page[1]: responder:alice is named twice',
    ],
    [
      'levels: [{ page: [responder:alice], escalateAfter: 0m }]',
      '13:56 escalations.primary.levels[0].escalateAfter: expected from 1s to 24h, got "0m"',
    ],
    [
      'levels: [{ page: [responder:alice], escalateAfter: 2 days }]',
      '13:56 escalations.primary.levels[0].escalateAfter: expected from 1s to 24h, got "2 days"',
    ],
    [
      'levels: responder:alice',
      '13:13 escalations.primary.levels: expected a list, got "responder:alice": write levels: [{ page: [responder:alice] }]',
    ],
  ])('with %s is refused', (written, problem) => {
    expect(problemsOf(withPolicy(written))).toEqual([problem]);
  });

  it.each([
    ['repeat: 10', '14:13 escalations.primary.repeat: expected a whole number from 0 to 9, got 10'],
    ['repeat: 1.5', '14:13 escalations.primary.repeat: expected a whole number from 0 to 9, got 1.5'],
    [
      'acknowledgmentTimeout: 5m',
      '14:5 escalations.primary.acknowledgmentTimeout: unknown key "acknowledgmentTimeout": did you mean "acknowledgementTimeout"?',
    ],
    [
      'notify: [schedule:rota]',
      '14:14 escalations.primary.notify[0]: expected responder:NAME or channel:NAME, got "schedule:rota": a schedule cannot be named here, name its responders',
    ],
    ['notify: [channel:opz]', '14:14 escalations.primary.notify[0]: there is no channel "opz": did you mean "ops"?'],
    [
      'unansweredEvery: 59s',
      '14:22 escalations.primary.unansweredEvery: expected from 1m to 24h, got "59s": everybody named is paged again so often',
    ],
    [
      'unanswered: [schedule:nobody]',
      '14:18 escalations.primary.unanswered[0]: there is no schedule "nobody": known here: rota',
    ],
  ])('with %s is refused too', (written, problem) => {
    expect(problemsOf(withPolicy(ALICE, written))).toEqual([problem]);
  });
});

describe('an escalation policy that names more than one append holds', () => {
  const crowd = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `r${String(index)}`);
  const listOf = (names: readonly string[]): string => `[${names.map((name) => `responder:${name}`).join(', ')}]`;
  const text = (people: readonly string[], levels: readonly (readonly string[])[], ...more: string[]): string =>
    [
      'responders:',
      ...people.map((name) => `  ${name}: { name: ${name} }`),
      'escalations:',
      '  primary:',
      '    levels:',
      ...levels.map((names) => `      - { page: ${listOf(names)} }`),
      ...more.map((line) => `    ${line}`),
    ].join('\n');
  const channels = (count: number): string =>
    ['channels:', ...crowd(count).map((name) => `  ${name}: { name: "#${name}", kind: chat }`), ''].join('\n');

  it('is refused by one of its levels', () => {
    const people = crowd(21);
    expect(problemsOf(text(people, [people]))).toEqual([
      '26:11 escalations.primary.levels[0].page: expected at most 20 targets',
    ]);
  });

  it('is refused by how many levels it has', () => {
    const people = crowd(1);
    const levels = Array.from({ length: 11 }, () => people);
    expect(problemsOf(text(people, levels))).toEqual(['5:5 escalations.primary.levels: expected at most 10 levels']);
  });

  it('may have long levels that name many, where it says who is paged after them', () => {
    const people = crowd(200);
    const levels = Array.from({ length: 10 }, (_, level) => people.slice(level * 20, level * 20 + 20));
    expect(problemsOf(text(people, levels, 'unanswered: [responder:r0]'))).toEqual([]);
  });

  it('is refused by whom it pages when no level is left', () => {
    const people = crowd(21);
    const levels = [people.slice(0, 20), people.slice(19)];
    expect(problemsOf(text(people, levels))).toEqual([
      '24:3 escalations.primary: its levels name 21 different targets, at most 20 are paged at once when no level is left: give unanswered',
    ]);
    expect(problemsOf(text(people, levels, `unanswered: ${listOf(people)}`))).toEqual([
      '28:5 escalations.primary.unanswered: expected at most 20 targets',
    ]);
    expect(problemsOf(text(people, levels, `unanswered: ${listOf(people.slice(1))}`))).toEqual([]);
  });

  it('is refused by whom it tells', () => {
    const people = crowd(12);
    const levels = [people.slice(0, 1)];
    expect(problemsOf(channels(12) + text(people, levels))).toEqual([
      '28:3 escalations.primary: there are 12 channels, at most 11 are told at once: give notify',
    ]);
    expect(problemsOf(channels(12) + text(people, levels, 'notify: [channel:r11]'))).toEqual([]);
    expect(problemsOf(channels(11) + text(people, levels))).toEqual([]);
    expect(problemsOf(text(people, levels, `notify: ${listOf(people)}`))).toEqual([
      '18:5 escalations.primary.notify: expected at most 11 targets',
    ]);
  });
});
