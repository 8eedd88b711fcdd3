import { describe, expect, it } from 'vitest';
import type { InsufficientData } from '../../lib/core/configuration.ts';
import type { Incident, Member } from '../../lib/core/incident/incident.ts';
import { isCounted } from '../../lib/core/incident/member.ts';
import { statusOf } from '../../lib/core/incident/phase.ts';
import { HOUR, MINUTE } from '../../lib/core/time.ts';
import { configurationWith, PlayedWorld, type Sent, type Word } from '../support/played-world.ts';

/**
 * What comes, and what it does to a group: without an incident; with one that resolved itself beyond its cool-down; with
 * one that is open; with one that is resolved within its cool-down; beyond it, with a cover's end ahead. A cell says all
 * that happens, in words of `CHECKS`; nobody is paged at that minute but whom it names. `bob at 15` is who is paged next.
 * The ladder is Alice (15 minutes), Bob and Carol (20 each); Alice is who acknowledges and resolves.
 */
const TABLE = `
what comes                                 | no incident                          | resolved beyond                      | open                                       | resolved within                        | a cover's end ahead
ALARM of a newcomer                        | opens, pages alice                   | opens, pages alice                   | joins, bob at 15                           | reopens, bob at 15                     | reopens, pages alice
ALARM of a newcomer, worse than all before | opens, pages alice                   | opens, pages alice                   | joins, rises, pages alice                  | reopens, rises, pages alice            | reopens, rises, pages alice
ALARM of a newcomer, a warning             | opens                                | opens                                | joins, bob at 15                           | reopens                                | reopens
ALARM of a member that was OK              | –                                    | opens, pages alice                   | fires again, bob at 15                     | reopens, bob at 15                     | reopens, alice has it
ALARM of a member that had no data         | –                                    | opens, pages alice                   | fires again, bob at 15                     | reopens, alice at 15                   | reopens, alice at 15
ALARM while muted                          | opens silently                       | opens silently                       | silent member                              | silent member                          | silent member
ALARM while suppressed                     | opens silently                       | opens silently                       | silent member                              | silent member                          | silent member
ALARM repeated                             | –                                    | record                               | record                                     | record                                 | record
ALARM stale: OK since                      | record                               | record                               | record                                     | record                                 | record
ALARM stale: deleted since                 | record                               | record                               | record                                     | record                                 | record
ALARM stale: resolved since                | –                                    | record                               | record                                     | record                                 | record
ALARM late, cleared by nothing             | opens, last word stands, pages alice | opens, last word stands, pages alice | joins, last word stands                    | reopens, last word stands, bob at 15   | reopens, last word stands, pages alice
ALARM late: another was resolved since     | –                                    | opens, last word stands, pages alice | fires again, last word stands, pages alice | reopens, last word stands, pages alice | reopens, last word stands, pages alice
ALARM late, older than 24 h                | told                                 | told                                 | told                                       | told                                   | told
no data of a member                        | –                                    | record                               | last word, asked                           | clears it                              | clears it
no data, "page"                            | opens, pages alice                   | opens, pages alice                   | joins, bob at 15                           | reopens, bob at 15                     | reopens, pages alice
no data, "notify"                          | opens silently, a warning in 15 min  | opens silently, a warning in 15 min  | record                                     | record                                 | record
no data, "notify", a second time in a day  | –                                    | waits silently, told in 15 min       | record                                     | waits silently, told in 15 min         | waits silently, told in 15 min     
no data, "notify", told of on that day     | –                                    | waits silently                       | record                                     | waits silently                         | waits silently
no data, "ignore"                          | record                               | record                               | record                                     | record                                 | record
deleted                                    | record                               | record                               | last word, asked                           | clears it                              | clears it
OK on real data                            | record                               | record                               | clears it                                  | clears it                              | clears it
OK on missing data                         | record                               | record                               | last word, asked                           | clears it                              | clears it
a mute begins                              | record                               | record                               | silent member                              | silent member                          | silent member
a mute ends: ALARM                         | –                                    | opens, pages alice                   | joins, bob at 15                           | reopens, pages alice                   | reopens, alice at 15
a mute ends: no data since an ALARM        | –                                    | record                               | joins, bob at 15                           | record                                 | record
a mute ends: OK                            | –                                    | record                               | record                                     | record                                 | record
a suppression ends: ALARM                  | –                                    | opens, pages alice                   | fires again, bob at 15                     | reopens, pages alice                   | reopens, alice at 15
`;

const COLUMNS = ['no incident', 'resolved beyond', 'open', 'resolved within', "a cover's end ahead"] as const;
type Column = (typeof COLUMNS)[number];
type Row<T> = readonly [T, T, T, T, T];

/** A dash: that cannot be, and why. */
const IMPOSSIBLE: Readonly<Record<string, string>> = {
  'ALARM of a member that was OK': 'without an incident there is no member',
  'ALARM of a member that had no data': 'without an incident there is no member',
  'ALARM repeated': 'an ALARM opens an incident, or is of an alarm that is only recorded',
  'ALARM stale: resolved since': 'without an incident nothing was resolved',
  'ALARM late: another was resolved since': 'without an incident nothing was resolved',
  'no data of a member': 'without an incident there is no member',
  'no data, "notify", a second time in a day': 'the first time opens an incident',
  'no data, "notify", told of on that day': 'the first time opens an incident',
  'a mute ends: ALARM': 'an ALARM while muted opens an incident',
  'a mute ends: no data since an ALARM': 'an ALARM while muted opens an incident',
  'a mute ends: OK': 'an ALARM while muted opens an incident; without one the mute is unknown',
  'a suppression ends: ALARM': 'an ALARM while suppressed opens an incident',
};

/**
 * What happened before and what comes, one line each, the last being what comes. `aged 2`: so many minutes old; `muted
 * 120`: until then; `60 –`: the clock alone.
 */
type Happens = readonly string[];

const NOTHING: Happens = [];
/** It resolves itself at 7; the cool-down is over at 17, but where it is 2 minutes at 9. */
const RECOVERED: Happens = ['0 ALARM latency', '2 OK latency'];
/** Alice has it until 31. */
const RECOVERED_WHILE_ALICES: Happens = ['0 ALARM latency', '1 acknowledge alice', '2 OK latency'];
const FIRING: Happens = ['0 ALARM latency'];
/** She is believed until 15; the cool-down is over then too, but where it is 2 minutes. */
const RESOLVED_WHILE_FIRING: Happens = ['0 ALARM latency', '5 resolve alice'];
const RESOLVED_WHILE_MUTED: Happens = ['0 ALARM errors', '0 ALARM latency muted 120', '1 OK errors', '5 resolve alice'];

const RESOLVED_BESIDE: Happens = ['0 ALARM latency', '0 ALARM errors', '1 OK errors', '4 ND errors', '5 resolve alice'];

const USUAL: Row<Happens> = [NOTHING, RECOVERED, FIRING, RECOVERED, RECOVERED_WHILE_ALICES];
const AT: Row<number> = [4, 40, 4, 10, 20];
const AT_ONCE: Row<number> = [4, 40, 4, 8, 10];

const byColumn = <T>(make: (index: number) => T): Row<T> => [make(0), make(1), make(2), make(3), make(4)];
const pick = <T>(row: Row<T>, index: number): T => row[index as 0 | 1 | 2 | 3 | 4];

/** After the usual, at the usual minute. */
const usually = (what: string, befores: Row<Happens> = USUAL): Row<Happens> =>
  byColumn((index) => [...pick(befores, index), `${String(pick(AT, index))} ${what}`]);

/** An ALARM of `minute`, and before it what makes the ALARM late. */
const late = (minutes: Row<number>, before: readonly (readonly string[])[]): Row<Happens> =>
  byColumn((index) => {
    const happened = [...pick(USUAL, index), ...(before[index] ?? [])];
    const at = pick(AT, index);
    return [...inTime(happened), `${String(at)} ALARM errors aged ${String(at - pick(minutes, index))}`];
  });

const inTime = (lines: Happens): Happens => lines.toSorted((one, other) => parseFloat(one) - parseFloat(other));

/** Of a member whose alarm counts, in an incident that a person resolved where it is resolved. */
const ofMember = (what: string): Row<Happens> => {
  const befores: Row<Happens> = [NOTHING, RECOVERED, FIRING, RESOLVED_WHILE_FIRING, RESOLVED_WHILE_FIRING];
  return byColumn((index) => [...pick(befores, index), `${String(pick(AT_ONCE, index))} ${what}`]);
};

interface Case {
  readonly name: string;
  readonly happens: Row<Happens>;
  readonly insufficientData?: InsufficientData;
  /** Minutes, where it is another than by column. */
  readonly cooldown?: number;
}

const WARNING: Row<Happens> = byColumn((index) => pick(USUAL, index).map((line) => line.replace('latency', 'traffic')));

const CASES: Readonly<Record<string, Case>> = {
  'ALARM of a newcomer': { name: 'errors', happens: usually('ALARM errors') },
  'ALARM of a newcomer, worse than all before': { name: 'errors', happens: usually('ALARM errors', WARNING) },
  'ALARM of a newcomer, a warning': { name: 'disk', happens: usually('ALARM disk') },
  'ALARM of a member that was OK': {
    name: 'latency',
    happens: usually('ALARM latency', [
      NOTHING,
      RECOVERED,
      ['0 ALARM errors', '0 ALARM latency', '2 OK latency'],
      RECOVERED,
      RECOVERED_WHILE_ALICES,
    ]),
  },
  'ALARM of a member that had no data': {
    name: 'latency',
    happens: [
      NOTHING,
      [...RESOLVED_WHILE_FIRING, '6 ND latency', '40 ALARM latency'],
      [...FIRING, '2 ND latency', '4 ALARM latency'],
      [...RESOLVED_WHILE_FIRING, '6 ND latency', '8 ALARM latency'],
      [...RESOLVED_WHILE_FIRING, '6 ND latency', '10 ALARM latency'],
    ],
  },
  'ALARM while muted': { name: 'errors', happens: usually('ALARM errors muted 120') },
  'ALARM while suppressed': { name: 'errors', happens: usually('ALARM errors suppressed') },
  'ALARM repeated': {
    name: 'latency',
    happens: [
      NOTHING,
      [...RESOLVED_WHILE_MUTED, '40 ALARM latency muted 120'],
      [...FIRING, '4 ALARM latency'],
      [...RESOLVED_WHILE_FIRING, '8 ALARM latency'],
      [...RESOLVED_WHILE_FIRING, '10 ALARM latency'],
    ],
  },
  'ALARM stale: OK since': {
    name: 'errors',
    happens: late(
      [1, 30, 1, 8, 18],
      [['3 OK errors'], ['35 OK errors'], ['3 OK errors'], ['9 OK errors'], ['19 OK errors']],
    ),
  },
  'ALARM stale: deleted since': {
    name: 'errors',
    happens: late(
      [1, 30, 1, 8, 18],
      [['3 DEL errors'], ['35 DEL errors'], ['3 DEL errors'], ['9 DEL errors'], ['19 DEL errors']],
    ),
  },
  'ALARM stale: resolved since': {
    name: 'latency',
    happens: [
      NOTHING,
      [...FIRING, '4 ND latency', '5 resolve alice', '40 ALARM latency aged 37'],
      [...FIRING, '4 ND latency', '5 resolve alice', '6 ALARM errors', '8 ALARM latency aged 5'],
      [...FIRING, '4 ND latency', '5 resolve alice', '8 ALARM latency aged 5'],
      [...FIRING, '4 ND latency', '5 resolve alice', '10 ALARM latency aged 7'],
    ],
  },
  'ALARM late, cleared by nothing': {
    name: 'errors',
    happens: late(
      [1, 30, 1, 8, 18],
      [['3 ND errors'], ['35 ND errors'], ['3 ND errors'], ['9 ND errors'], ['19 ND errors']],
    ),
    insufficientData: 'ignore',
  },
  // Errors was OK by then: the resolution neither covered nor cleared it.
  'ALARM late: another was resolved since': {
    name: 'errors',
    happens: [
      NOTHING,
      [...RESOLVED_BESIDE, '8 OK latency', '40 ALARM errors aged 37'],
      [...RESOLVED_BESIDE, '6 ALARM disk', '12 ALARM errors aged 9'],
      [...RESOLVED_BESIDE, '8 ALARM errors aged 5'],
      [...RESOLVED_BESIDE, '10 ALARM errors aged 7'],
    ],
  },
  'ALARM late, older than 24 h': {
    name: 'errors',
    happens: late(
      byColumn((index) => pick(AT, index) - 1_500),
      [['3 ND errors'], ['35 ND errors'], ['3 ND errors'], ['9 ND errors'], ['19 ND errors']],
    ),
    insufficientData: 'ignore',
  },
  'no data of a member': { name: 'latency', happens: ofMember('ND latency'), insufficientData: 'ignore' },
  'no data, "page"': { name: 'errors', happens: usually('ND errors'), insufficientData: 'page' },
  'no data, "notify"': { name: 'errors', happens: usually('ND errors'), insufficientData: 'notify' },
  'no data, "notify", a second time in a day': {
    name: 'errors',
    happens: [
      NOTHING,
      ['0 ND errors', '2 OK errors', '40 ND errors'],
      ['0 ND errors', '1 OK errors', '2 ALARM latency', '4 ND errors'],
      ['0 ND errors', '2 OK errors', '10 ND errors'],
      ['0 ND errors', '0 ALARM latency', '1 acknowledge alice', '2 OK errors', '2 OK latency', '20 ND errors'],
    ],
    insufficientData: 'notify',
  },
  'no data, "notify", told of on that day': {
    name: 'errors',
    happens: [
      NOTHING,
      ['0 ND errors', '16 OK errors', '60 ND errors'],
      ['0 ND errors', '16 OK errors', '17 ALARM latency', '24 ND errors'],
      ['0 ND errors', '16 OK errors', '24 ND errors'],
      ['0 ND errors', '0 ALARM latency', '17 acknowledge alice', '18 OK errors', '18 OK latency', '30 ND errors'],
    ],
    insufficientData: 'notify',
  },
  'no data, "ignore"': { name: 'errors', happens: usually('ND errors'), insufficientData: 'ignore' },
  deleted: { name: 'latency', happens: ofMember('DEL latency') },
  'OK on real data': { name: 'latency', happens: ofMember('OK latency') },
  'OK on missing data': { name: 'latency', happens: ofMember('OK latency missing') },
  'a mute begins': {
    name: 'latency',
    happens: [
      ['4 OK latency muted 120'],
      [...RECOVERED, '40 OK latency muted 120'],
      [...FIRING, '4 ALARM latency muted 120'],
      [...RESOLVED_WHILE_FIRING, '8 ALARM latency muted 120'],
      [...RESOLVED_WHILE_FIRING, '10 ALARM latency muted 120'],
    ],
  },
  'a mute ends: ALARM': {
    name: 'latency',
    happens: [
      NOTHING,
      [...RESOLVED_WHILE_MUTED, '120 –'],
      ['0 ALARM errors', '0 ALARM latency muted 4', '4 –'],
      [...RESOLVED_WHILE_MUTED.map((line) => line.replace('120', '30')), '30 –'],
      [...RESOLVED_WHILE_MUTED.map((line) => line.replace('120', '10')), '10 –'],
    ],
  },
  'a mute ends: no data since an ALARM': {
    name: 'latency',
    happens: [
      NOTHING,
      ['0 ALARM latency muted 60', '3 ND latency muted 60', '5 resolve alice', '60 –'],
      ['0 ALARM errors', '0 ALARM latency muted 4', '2 ND latency muted 4', '4 –'],
      ['0 ALARM latency muted 12', '3 ND latency muted 12', '5 resolve alice', '12 –'],
      ['0 ALARM latency muted 10', '3 ND latency muted 10', '5 resolve alice', '10 –'],
    ],
    insufficientData: 'ignore',
  },
  'a mute ends: OK': {
    name: 'latency',
    happens: [
      NOTHING,
      ['0 ALARM latency muted 60', '3 OK latency muted 60', '60 –'],
      ['0 ALARM errors', '0 ALARM latency muted 4', '2 OK latency muted 4', '4 –'],
      ['0 ALARM latency muted 12', '3 OK latency muted 12', '12 –'],
      ['0 ALARM errors', '0 ALARM latency muted 20', '1 acknowledge alice', '2 OK errors', '2 OK latency', '20 –'],
    ],
  },
  'a suppression ends: ALARM': {
    name: 'latency',
    happens: [
      NOTHING,
      ['0 ALARM errors', '0 ALARM latency suppressed', '1 OK errors', '5 resolve alice', '40 ALARM latency'],
      ['0 ALARM errors', '0 ALARM latency suppressed', '4 ALARM latency'],
      ['0 ALARM errors', '0 ALARM latency suppressed', '1 OK errors', '5 resolve alice', '30 ALARM latency'],
      ['0 ALARM errors', '0 ALARM latency suppressed', '1 OK errors', '5 resolve alice', '10 ALARM latency'],
    ],
  },
};

/** Minutes: `mute ends` and `suppression ends` within the cool-down come when no resolution is believed any more. */
const cooldownOf = (row: string, column: Column): number => {
  if (column === "a cover's end ahead") return 2;
  return column === 'resolved within' && row.includes('ends') ? 60 : 10;
};

/** A group as it stands. */
interface Stand {
  readonly incidents: number;
  readonly newest: Incident | undefined;
  readonly member: Member | undefined;
}

/** What came, and everything after it. */
interface Look {
  readonly name: string;
  readonly before: Stand;
  readonly after: Stand;
  /** A quarter of an hour on, and an hour and a quarter. */
  readonly soon: Stand;
  readonly late: Stand;
  /** Messages of the minute that follows. */
  readonly told: readonly Sent[];
  readonly paged: readonly Sent[];
  readonly pagedLater: readonly Sent[];
  readonly facts: readonly string[];
}

const countsOf = ({ newest }: Stand): Incident['counts'] | undefined => newest?.counts;
const firing = (stand: Stand): number => countsOf(stand)?.firing ?? 0;
const silent = (stand: Stand): number => countsOf(stand)?.silent ?? 0;
const isOpen = ({ newest }: Stand): boolean => newest !== undefined && newest.resolution === undefined;
const statusNow = ({ newest }: Stand): string => (newest === undefined ? 'none' : statusOf(newest));

/** News of what all know the incident by; other news names the alarm. */
const OF_ALL: ReadonlySet<string> = new Set(['opened', 'reopened', 'noData']);

const tellsOps = ({ told, name }: Look, ...about: readonly string[]): boolean =>
  told.some(
    ({ target, why, names }) =>
      target === 'ops' && about.includes(why) && (OF_ALL.has(why) || names?.includes(name) === true),
  );

const isSameIncident = ({ before, after }: Look): boolean => after.newest?.incidentId === before.newest?.incidentId;

const opensOne = ({ before, after }: Look): void => {
  expect(after.incidents).toBe(before.incidents + 1);
  expect(isOpen(after)).toBe(true);
  expect(isCounted(after.member)).toBe(true);
};

const CHECKS: Readonly<Record<string, (look: Look) => void>> = {
  opens: (look) => {
    opensOne(look);
    expect(firing(look.after)).toBe(1);
    expect(tellsOps(look, 'opened')).toBe(true);
  },
  'opens silently': (look) => {
    opensOne(look);
    expect(look.after.newest).toMatchObject({ severity: 'silent', counts: { firing: 0, silent: 1 } });
    expect(look.told).toEqual([]);
  },
  joins: (look) => {
    expect(isSameIncident(look)).toBe(true);
    expect(isOpen(look.before) && isOpen(look.after)).toBe(true);
    expect(firing(look.after)).toBe(firing(look.before) + 1);
    expect(tellsOps(look, 'joined', 'severityRaised')).toBe(true);
  },
  'fires again': (look) => {
    expect(isSameIncident(look)).toBe(true);
    expect(isCounted(look.after.member)).toBe(true);
    expect(firing(look.after)).toBeGreaterThanOrEqual(firing(look.before));
    expect(look.facts).toContain('AlarmReraised');
    expect(tellsOps(look, 'again')).toBe(true);
  },
  rises: ({ before, after }) => {
    expect(before.newest?.severity).toBe('warning');
    expect(after.newest?.severity).toBe('critical');
  },
  reopens: (look) => {
    const { before, after } = look;
    expect(isSameIncident(look)).toBe(true);
    expect(statusNow(before)).toBe('resolved');
    expect(isOpen(after)).toBe(true);
    expect(after.newest?.flaps).toBe((before.newest?.flaps ?? 0) + 1);
    expect(tellsOps(look, 'reopened')).toBe(true);
  },
  record: ({ before, after, soon, told }) => {
    expect([after.incidents, soon.incidents]).toEqual([before.incidents, before.incidents]);
    expect(statusNow(after)).toBe(statusNow(before));
    expect(countsOf(after)).toEqual(countsOf(before));
    expect(after.member).toEqual(before.member);
    expect(told).toEqual([]);
  },
  'silent member': (look) => {
    const { before, after, told } = look;
    expect(isSameIncident(look)).toBe(true);
    expect(statusNow(after)).toBe(statusNow(before));
    expect(after.member).toMatchObject({ state: 'ALARM', silenced: true });
    expect(silent(after)).toBe(silent(before) + 1);
    expect(told).toEqual([]);
  },
  'clears it': (look) => {
    const { before, after, late, pagedLater } = look;
    expect(isSameIncident(look)).toBe(true);
    expect(statusNow(after)).toBe(statusNow(before));
    expect([isCounted(before.member), isCounted(after.member)]).toEqual([true, false]);
    expect([firing(before), firing(after)]).toEqual([1, 0]);
    expect(pagedLater).toEqual([]);
    expect(statusNow(late)).toBe('resolved');
  },
  'last word': (look) => {
    expect(isSameIncident(look)).toBe(true);
    expect(look.after.member).toMatchObject({ state: 'INSUFFICIENT_DATA', silenced: false });
    expect(look.after.newest?.alarms).toMatchObject([{ state: 'INSUFFICIENT_DATA' }]);
    expect(countsOf(look.after)).toEqual(countsOf(look.before));
  },
  asked: (look) => {
    expect(tellsOps(look, 'noData')).toBe(true);
    expect(isOpen(look.late)).toBe(true);
  },
  'last word stands': ({ after }) => {
    expect(after.member).toMatchObject({ state: 'INSUFFICIENT_DATA', severity: 'critical' });
    expect(isCounted(after.member)).toBe(true);
  },
  told: (look) => {
    expect(tellsOps(look, 'opened', 'joined', 'reopened')).toBe(true);
    expect(countsOf(look.after)?.critical ?? 0).toBe(countsOf(look.before)?.critical ?? 0);
    if (!isOpen(look.before)) expect(look.pagedLater).toEqual([]);
  },
  'waits silently': (look) => {
    const { before, after, told } = look;
    expect(isSameIncident(look)).toBe(true);
    expect(statusNow(before)).toBe('resolved');
    expect(statusNow(after)).toBe('resolved');
    expect(after.member).toMatchObject({ state: 'INSUFFICIENT_DATA', silenced: true });
    expect(told).toEqual([]);
  },
  'told in 15 min': ({ before, soon }) => {
    expect(soon.incidents).toBe(before.incidents + 1);
    expect(soon.newest).toMatchObject({ severity: 'warning', counts: { firing: 1, silent: 0, critical: 0 } });
    expect(soon.newest?.alarms).toMatchObject([{ state: 'INSUFFICIENT_DATA' }]);
  },
  'a warning in 15 min': ({ after, soon }) => {
    expect(after.newest?.incidentId).toBe(soon.newest?.incidentId);
    expect(soon.newest).toMatchObject({ severity: 'warning', counts: { firing: 1, silent: 0, critical: 0 } });
  },
  'alice has it': ({ after, late, pagedLater }) => {
    expect(statusNow(after)).toBe('acknowledged');
    expect(after.newest?.owner).toMatchObject({ by: 'alice' });
    expect(pagedLater[0]).toMatchObject({ target: 'alice', why: 'unacknowledged' });
    expect(isOpen(late)).toBe(true);
  },
};

const configuration = (
  insufficientData: InsufficientData,
  cooldown: number,
): ConstructorParameters<typeof PlayedWorld>[0] =>
  configurationWith(
    { notify: ['channel:ops'] },
    {
      channels: { ops: { name: '#ops', kind: 'chat' } },
      service: { recoverAfterMs: 5 * MINUTE, cooldownMs: cooldown * MINUTE, insufficientData },
    },
  );

const newWorld = (insufficientData: InsufficientData, cooldown: number): PlayedWorld =>
  new PlayedWorld(configuration(insufficientData, cooldown), { severities: { traffic: 'warning', disk: 'warning' } });

const WORDS: ReadonlySet<string> = new Set(['ALARM', 'OK', 'ND', 'DEL']);

const play = async (world: PlayedWorld, line: string): Promise<void> => {
  const [minute, what = '', who = '', how, many] = line.split(' ');
  await world.runTo(Number(minute));
  if (what === '–') return;
  if (!WORDS.has(what)) {
    await world.act(who, what === 'snooze' ? { type: what, forMs: HOUR } : { type: what as 'acknowledge' | 'resolve' });
    return;
  }
  await world.alarm(who, what as Word, {
    ...(how === 'aged' ? { age: Number(many) } : {}),
    ...(how === 'muted' ? { mutedUntil: Number(many) } : {}),
    isSuppressed: how === 'suppressed',
    onMissingData: how === 'missing',
  });
};

const standOf = async (world: PlayedWorld, name: string): Promise<Stand> => {
  const newest = await world.newest();
  const members = newest === undefined ? [] : await world.incidents.members(newest.incidentId, 'standing');
  const all = await world.heads();
  return { incidents: all.length, newest, member: members.find((member) => member.name === name) };
};

const factsOf = async (world: PlayedWorld): Promise<readonly string[]> => {
  const newest = await world.newest();
  return newest === undefined ? [] : (await world.timeline(newest.incidentId)).map(({ type }) => type);
};

const lookAt = async (
  { name, happens, insufficientData = 'ignore' }: Case,
  index: number,
  cooldown: number,
): Promise<Look> => {
  const lines = pick(happens, index);
  const world = newWorld(insufficientData, cooldown);
  for (const line of lines.slice(0, -1)) await play(world, line);
  const comes = lines.at(-1) ?? '';
  const at = parseFloat(comes);
  // To a moment before, so that what the clock alone brings is seen as well.
  await world.runTo(at - 0.01);
  const before = await standOf(world, name);
  const known = (await factsOf(world)).length;
  const from = world.sent.length;
  await play(world, comes);
  const after = await standOf(world, name);
  const facts = (await factsOf(world)).slice(after.incidents === before.incidents ? known : 0);
  await world.runTo(at + 1);
  const told = world.sent.slice(from).filter(({ kind }) => kind === 'notification');
  await world.runTo(at + 15.1);
  const soon = await standOf(world, name);
  await world.runTo(at + 75);
  const later = await standOf(world, name);
  const pages = world.sent.slice(from).filter(({ kind }) => kind === 'page');
  const paged = pages.filter(({ minute }) => minute <= at);
  return { name, before, after, soon, late: later, told, paged, pagedLater: pages.slice(paged.length), facts };
};

const check = (look: Look, word: string): void => {
  const [who, minute] = word.split(' at ');
  if (minute !== undefined) expect(look.pagedLater[0]).toMatchObject({ target: who, minute: Number(minute) });
  else CHECKS[word]?.(look);
};

const isWord = (word: string): boolean => /^\w+ at \d+$/u.test(word) || Object.hasOwn(CHECKS, word);

const pagedBy = (cell: readonly string[]): readonly string[] =>
  cell.filter((word) => word.startsWith('pages ')).map((word) => word.slice('pages '.length));

const cellsOf = (line: string): readonly string[] => line.split('|').map((cell) => cell.trim());
const [HEADER = '', ...LINES] = TABLE.trim().split('\n');
const ROWS = LINES.map(cellsOf).map(([what = '', ...cells]) => ({ what, cells }));

/** Who is told of it within the minute, by who has the incident. */
const TOLD = `
what comes                     | nobody has it | alice has it | alice has snoozed it
ALARM of a newcomer, a warning | ops           | alice ops    | alice ops
ALARM of a member that was OK  | ops           | alice ops    | ops
no data of a member            | ops           | alice ops    | alice ops
`;

const OWNERS: Readonly<Record<string, Happens>> = {
  'nobody has it': [],
  'alice has it': ['1 acknowledge alice'],
  'alice has snoozed it': ['1 snooze alice'],
};

const NEWS: Readonly<Record<string, readonly [string, string]>> = {
  'ALARM of a newcomer, a warning': ['4 ALARM disk', 'joined'],
  'ALARM of a member that was OK': ['4 ALARM errors', 'again'],
  'no data of a member': ['4 ND latency', 'noData'],
};

const toldBy = async (lines: Happens, about: string): Promise<string> => {
  const world = newWorld('ignore', 10);
  for (const line of lines) await play(world, line);
  await world.runTo(5);
  const told = world.sent.filter(({ minute, kind }) => minute >= 4 && kind === 'notification');
  expect(told.filter(({ why }) => why !== about)).toEqual([]);
  return told.map(({ target }) => target).join(' ');
};

describe('what comes', () => {
  it('has a row of five cells for every case, each of known words', () => {
    expect(cellsOf(HEADER).slice(1)).toEqual(COLUMNS);
    expect(ROWS.map(({ what }) => what)).toEqual(Object.keys(CASES));
    expect(ROWS.filter(({ cells }) => cells.length !== COLUMNS.length)).toEqual([]);
    const impossible = ROWS.filter(({ cells }) => cells.includes('–')).map(({ what }) => what);
    expect(impossible).toEqual(Object.keys(IMPOSSIBLE));
    const words = ROWS.flatMap(({ cells }) => cells.filter((cell) => cell !== '–').flatMap((cell) => cell.split(', ')));
    expect(words.filter((word) => !word.startsWith('pages ') && !isWord(word))).toEqual([]);
  });

  describe.each(ROWS)('$what', ({ what, cells }) => {
    const possible = COLUMNS.map((column, index) => ({ column, index, cell: cells[index] ?? '' })).filter(
      ({ cell }) => cell !== '–',
    );
    it.each(possible)('$column: $cell', async ({ column, index, cell }) => {
      const one = CASES[what];
      if (one === undefined) throw new Error(`no case ${what}`);
      const look = await lookAt(one, index, cooldownOf(what, column));
      const words = cell.split(', ');
      for (const word of words) check(look, word);
      expect(look.paged.map(({ target }) => target)).toEqual(pagedBy(words));
    });
  });

  const [head = '', ...told] = TOLD.trim().split('\n');
  const owners = cellsOf(head).slice(1);

  describe.each(told.map(cellsOf))('%s is told', (what = '', ...cells) => {
    it.each(owners.map((owner, index) => ({ owner, to: cells[index] ?? '' })))('$owner: $to', async ({ owner, to }) => {
      const [comes, about] = NEWS[what] ?? ['', ''];
      const before = ['0 ALARM latency', '0 ALARM errors', ...(OWNERS[owner] ?? []), '2 OK errors'];
      expect(await toldBy([...before, comes], about)).toBe(to);
    });
  });
});
