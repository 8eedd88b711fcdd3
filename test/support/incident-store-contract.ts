import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Incident, Member } from '../../lib/core/incident/incident.ts';
import type { SealedEvent } from '../../lib/core/incident/chain.ts';
import { verifyTimeline } from '../../lib/core/incident/verify.ts';
import { type ListEntry, listEntryOf } from '../../lib/core/report/list-entry.ts';
import type { Instant } from '../../lib/core/time.ts';
import {
  type AlarmRegister,
  type Append,
  APPEND_LIMITS,
  type IncidentIndex,
  type IncidentStore,
  LostRaceError,
} from '../../lib/ports/incident-store.ts';
import type { DedupRecord, GroupRecord, RegisterEntry } from '../../lib/core/group/records.ts';
import { sha256Hex } from '../../lib/core/hash.ts';
import { fullestIncident } from './fullest-incident.ts';
import {
  appendTo,
  fact,
  firing,
  headAlarm,
  type IncidentAppend,
  member,
  minute,
  note,
  opening,
} from './incident-story.ts';
import { leakSaid } from './said-diagnosis.ts';
import { appendsOfVersion1 } from './stored-events.ts';

export type Incidents = IncidentStore & AlarmRegister & IncidentIndex;

const counted = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const idOf = (index: number): string => `01H72Y3QK${String(index).padStart(17, '0')}`;
const incidentId = idOf(0);
const groupName = `group of ${incidentId}`;

const entryOf = (alarmKey: string, changes: Partial<RegisterEntry> = {}): RegisterEntry => ({
  alarmKey,
  alarmName: 'latency',
  state: 'ALARM',
  at: minute(0),
  group: groupName,
  version: 1,
  ...changes,
});
const groupOf = (changes: Partial<GroupRecord> = {}): GroupRecord => ({
  group: groupName,
  incidentId,
  status: 'open',
  version: 1,
  ...changes,
});
const dedupOf = (key: string): DedupRecord => ({ key, incidentId });

const KEYS = { alarms: ['alarm a', 'alarm b'], dedups: ['dedup a', 'dedup b'] };

/** An incident with one alarm, its group, its register entry and what was taken in. */
const opened = (): IncidentAppend =>
  appendTo(
    undefined,
    [opening(incidentId), fact(minute(0), { type: 'AlarmJoined', alarm: headAlarm('a'), counts: firing(1) })],
    { members: [member('a')], group: groupOf(), register: [entryOf('alarm a')], dedups: [dedupOf('dedup a')] },
  );

/** A further append that touches everything, by the versions that come next. */
const next = (head: Incident): IncidentAppend =>
  appendTo(head, [note('next')], {
    members: [member('a', { state: 'OK' }), member('b')],
    group: groupOf({ version: 2 }),
    register: [entryOf('alarm a', { version: 2 }), entryOf('alarm b')],
    dedups: [dedupOf('dedup b')],
  });

const listed = async (
  store: Incidents,
  range: { readonly since?: Instant; readonly until?: Instant; readonly service?: string } = {},
): Promise<ListEntry[]> => {
  const entries: ListEntry[] = [];
  for await (const entry of store.list(range)) entries.push(entry);
  return entries;
};

/** No read of many promises an order. */
const byAlarm = (members: readonly Member[]): readonly Member[] =>
  members.toSorted((one, other) => (one.alarmId < other.alarmId ? -1 : 1));

/** Everything that a store says of this suite's incident. */
const everything = async (store: Incidents): Promise<unknown> => ({
  head: await store.head(incidentId),
  members: byAlarm(await store.members(incidentId, ['a', 'b'])),
  timeline: await store.timeline(incidentId),
  entries: await store.entries(KEYS.alarms),
  seen: await store.seen(KEYS.dedups),
  groups: await store.groups([groupName]),
  list: await listed(store),
  due: await store.due(minute(10_000), 10),
});

const NOTHING = {
  head: undefined,
  members: [],
  timeline: [],
  entries: new Map(),
  seen: new Map(),
  groups: new Map(),
  list: [],
  due: [],
};

/** The store, and how many appends of these won; every other lost its race. */
const wonOf = async (appends: readonly Promise<void>[]): Promise<number> => {
  const results = await Promise.allSettled(appends);
  for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(LostRaceError);
  return results.filter(({ status }) => status === 'fulfilled').length;
};

/** Appends one by one, each to the head that the one before left. */
const grow = async (
  store: Incidents,
  head: Incident,
  steps: readonly ((head: Incident) => IncidentAppend)[],
): Promise<Incident> => {
  let current = head;
  for (const step of steps) {
    const append = step(current);
    await store.append(append);
    current = append.incident.head;
  }
  return current;
};

type Races = Readonly<Record<string, (append: IncidentAppend) => Append>>;

/** What loses a race over `opened`: `next`, with one version that another writer has taken meanwhile. */
const RACES: Races = {
  'an incident that went on meanwhile': (append) => ({
    ...append,
    incident: opened().incident,
    group: groupOf({ version: 2 }),
  }),
  'an incident that is not as far': (append) => ({ ...append, incident: next(append.incident.head).incident }),
  'a group that another append opened': (append) => ({ ...append, group: groupOf() }),
  'a group that is not as far': (append) => ({ ...append, group: groupOf({ version: 3 }) }),
  'an alarm that another append registered': (append) => ({
    ...append,
    register: [entryOf('alarm b'), entryOf('alarm a')],
  }),
  'an alarm that is not as far': (append) => ({ ...append, register: [entryOf('alarm b', { version: 2 })] }),
  'a change that another append took in': (append) => ({ ...append, dedups: [dedupOf('dedup b'), dedupOf('dedup a')] }),
};

/** Texts that formats, lines and encodings trip over. */
const TEXTS = [
  'two\nlines\r\nand a tab\t',
  '"quoted" and \\escaped\\ and {"json":true}',
  'line separator \u2028 paragraph separator \u2029 next line \u0085',
  'emoji 🔥👩‍🚒 combining é right-to-left \u202E byte order \uFEFF',
  'control \u0001\u001F\u007F',
  'null, "sum": "…"}',
  '__proto__',
  '',
];

/** What every store of incidents keeps to, whatever it is made of. */
export const incidentStoreContract = (
  name: string,
  open: () => Promise<{ store: Incidents; close(): Promise<void> }>,
): void => {
  describe(`incidents in ${name}`, () => {
    let store: Incidents;
    let close: () => Promise<void>;

    beforeEach(async () => {
      const opening = await open();
      store = opening.store;
      close = () => opening.close();
    });
    afterEach(async () => {
      await close();
    });

    describe('before the first append', () => {
      it('know nothing', async () => {
        expect(await everything(store)).toEqual(NOTHING);
        expect(await store.members(incidentId, 'standing')).toEqual([]);
      });
    });

    describe('after an append', () => {
      it('are given back as they were appended', async () => {
        const append = opened();
        await store.append(append);
        const { head, events, members } = append.incident;
        expect(await everything(store)).toEqual({
          head,
          members,
          timeline: events,
          entries: new Map([['alarm a', entryOf('alarm a')]]),
          seen: new Map([['dedup a', dedupOf('dedup a')]]),
          groups: new Map([[groupName, groupOf()]]),
          list: [listEntryOf(head)],
          due: [incidentId],
        });
      });

      it('go on with the next one: events are added, everything else is replaced', async () => {
        const first = opened();
        const second = next(first.incident.head);
        await store.append(first);
        await store.append(second);
        expect(await everything(store)).toEqual({
          head: second.incident.head,
          members: [member('a', { state: 'OK' }), member('b')],
          timeline: [...first.incident.events, ...second.incident.events],
          entries: new Map([
            ['alarm a', entryOf('alarm a', { version: 2 })],
            ['alarm b', entryOf('alarm b')],
          ]),
          seen: new Map(KEYS.dedups.map((key) => [key, dedupOf(key)])),
          groups: new Map([[groupName, groupOf({ version: 2 })]]),
          list: [listEntryOf(second.incident.head)],
          due: [incidentId],
        });
      });

      it('answer for what they are asked and nothing else', async () => {
        await store.append(opened());
        expect(await store.members(incidentId, [])).toEqual([]);
        expect(await store.members(incidentId, ['b', 'a'])).toEqual([member('a')]);
        expect(await store.members(idOf(1), ['a'])).toEqual([]);
        expect(await store.entries([])).toEqual(new Map());
        expect(await store.entries(['alarm z'])).toEqual(new Map());
        expect(await store.seen(['dedup z'])).toEqual(new Map());
        expect(await store.groups(['group z'])).toEqual(new Map());
        expect(await store.head(idOf(1))).toBeUndefined();
        expect(await store.timeline(idOf(1))).toEqual([]);
      });

      it('name the alarms that stand at that time', async () => {
        const muted = member('m', { silenced: true, silencedUntil: minute(60) });
        const suppressed = member('s', { silenced: true });
        const first = appendTo(undefined, [opening(incidentId)], {
          members: [muted, member('a', { state: 'OK' }), suppressed],
        });
        await store.append(first);
        expect(byAlarm(await store.members(incidentId, 'standing'))).toEqual([muted, suppressed]);
        await store.append(appendTo(first.incident.head, [note('over')], { members: [member('m', { state: 'OK' })] }));
        expect(await store.members(incidentId, 'standing')).toEqual([suppressed]);
      });

      it('keep a register entry and a dedup that concern no incident', async () => {
        await store.append({ register: [entryOf('alarm a')], dedups: [{ key: 'dedup a' }] });
        expect(await everything(store)).toEqual({
          ...NOTHING,
          entries: new Map([['alarm a', entryOf('alarm a')]]),
          seen: new Map([['dedup a', { key: 'dedup a' }]]),
        });
      });

      it('keep who was paged in the order of the last page', async () => {
        const page = (responder: string): ReturnType<typeof note> =>
          fact(minute(1), {
            type: 'PageSent',
            kind: 'page',
            pageId: responder,
            target: `responder:${responder}`,
            subject: 'web',
            text: 'memory leak',
            reason: 'escalation',
            level: 1,
            round: 1,
          });
        await store.append(appendTo(undefined, [opening(incidentId), ...['zoe', 'bob', 'alice', 'zoe'].map(page)]));
        const head = await store.head(incidentId);
        expect(Object.keys(head?.paged ?? {})).toEqual(['responder:bob', 'responder:alice', 'responder:zoe']);
      });
    });

    describe('when another writer was first', () => {
      it.each(Object.entries(RACES))('refuse %s and write nothing', async (_what, race) => {
        const first = opened();
        await store.append(first);
        const before = await everything(store);
        await expect(store.append(race(next(first.incident.head)))).rejects.toBeInstanceOf(LostRaceError);
        expect(await everything(store)).toEqual(before);
      });

      it('refuse an incident that is there already', async () => {
        await store.append(opened());
        const again = appendTo(undefined, [opening(incidentId, { service: 'other' })]);
        await expect(store.append(again)).rejects.toBeInstanceOf(LostRaceError);
        expect((await store.head(incidentId))?.service).toBe('web');
      });

      it('let one of many appends of the same version win, whole', async () => {
        const first = opened();
        await store.append(first);
        const rivals = counted(12, (index) =>
          appendTo(first.incident.head, [note(`rival ${String(index)}`), note('second')], {
            dedups: [dedupOf(`rival ${String(index)}`)],
          }),
        );
        expect(await wonOf(rivals.map((append) => store.append(append)))).toBe(1);
        const head = await store.head(incidentId);
        const winner = rivals.find((append) => append.incident.head.tip === head?.tip);
        expect(await store.timeline(incidentId)).toEqual([
          ...first.incident.events,
          ...(winner?.incident.events ?? []),
        ]);
        expect([...(await store.seen(rivals.flatMap(({ dedups }) => dedups.map(({ key }) => key)))).values()]).toEqual(
          winner?.dedups,
        );
      });

      it('let one of many incidents have the group', async () => {
        const rivals = counted(6, (index) =>
          appendTo(undefined, [opening(idOf(index))], { group: groupOf({ incidentId: idOf(index) }) }),
        );
        expect(await wonOf(rivals.map((append) => store.append(append)))).toBe(1);
        const holder = (await store.groups([groupName])).get(groupName)?.incidentId;
        const heads = await Promise.all(rivals.map((_, index) => store.head(idOf(index))));
        expect(heads.flatMap((head) => (head === undefined ? [] : [head.incidentId]))).toEqual([holder]);
      });

      it('let all of many appends to different incidents win', async () => {
        const appends = counted(12, (index) => appendTo(undefined, [opening(idOf(index))]));
        expect(await wonOf(appends.map((append) => store.append(append)))).toBe(12);
        const heads = await Promise.all(appends.map((_, index) => store.head(idOf(index))));
        expect(heads).toEqual(appends.map(({ incident }) => incident.head));
      });
    });

    describe('that are more than one read holds', () => {
      it('give back a timeline of 2,000 events whole and in order', async () => {
        const first = appendTo(undefined, [opening(incidentId), ...counted(39, (index) => note(`0.${String(index)}`))]);
        await store.append(first);
        const head = await grow(
          store,
          first.incident.head,
          counted(
            49,
            (step) => (head: Incident) =>
              appendTo(
                head,
                counted(40, (index) => note(`${String(step + 1)}.${String(index)} ${'long '.repeat(100)}`)),
              ),
          ),
        );
        const timeline = await store.timeline(incidentId);
        expect(timeline.map(({ version }) => version)).toEqual(counted(2_000, (index) => index + 1));
        expect(verifyTimeline(timeline, head)).toEqual({ ok: true });
      });

      it('list 300 incidents', async () => {
        const ids = counted(300, idOf);
        for (const [index, id] of ids.entries())
          await store.append(appendTo(undefined, [opening(id, { at: minute(index) })]));
        expect(await listed(store)).toMatchObject(ids.toReversed().map((one) => ({ incidentId: one })));
        expect(await store.due(minute(100_000), 1_000)).toEqual(ids);
      });

      it('find 500 members, 240 register entries and 240 dedups at once', async () => {
        const many = (count: number): string[] => counted(count, (index) => `key ${String(index).padStart(4, '0')}`);
        const silenced = many(500).map((alarmId) => member(alarmId, { silenced: true, reason: 'long '.repeat(40) }));
        const first = appendTo(undefined, [opening(incidentId)]);
        await store.append(first);
        await grow(
          store,
          first.incident.head,
          counted(
            10,
            (step) => (head: Incident) =>
              appendTo(head, [note('more')], { members: silenced.slice(step * 50, step * 50 + 50) }),
          ),
        );
        for (const part of counted(6, (step) => many(240).slice(step * 40, step * 40 + 40))) {
          await store.append({ register: part.map((key) => entryOf(key)), dedups: part.map(dedupOf) });
        }
        const found = await store.members(incidentId, 'standing');
        expect(new Set(found.map(({ alarmId }) => alarmId))).toEqual(new Set(many(500)));
        expect(found).toHaveLength(500);
        expect(await store.members(incidentId, many(500))).toHaveLength(500);
        expect([...(await store.entries(many(240))).keys()].toSorted()).toEqual(many(240));
        expect([...(await store.seen(many(240))).keys()].toSorted()).toEqual(many(240));
      });
    });

    describe('of which the cause was looked for', () => {
      const diagnosed = (count: number): IncidentAppend => {
        const diagnoses = counted(count, (index) => ({ number: index + 1, body: `{"finding":${String(index)}}` }));
        const events = diagnoses.map(({ number, body }) =>
          fact(minute(1), { type: 'DiagnosisRecorded', number, hash: sha256Hex(body), said: leakSaid }),
        );
        const append = appendTo(undefined, [opening(incidentId, { isDiagnosed: true }), ...events]);
        return { ...append, incident: { ...append.incident, diagnoses } };
      };

      it('keep each diagnosis whole, oldest first, and prove it by the timeline', async () => {
        const append = diagnosed(12);
        await store.append(append);
        const stored = await store.diagnoses(incidentId, 'all');
        expect(stored).toEqual(append.incident.diagnoses);
        const { head, events } = append.incident;
        expect(verifyTimeline(events, head, stored)).toEqual({ ok: true });
        expect(verifyTimeline(events, head, stored.slice(1))).toMatchObject({ ok: false });
      });

      it('give back those that are asked for and exist', async () => {
        await store.append(diagnosed(3));
        expect(await store.diagnoses(incidentId, [3, 1, 7])).toMatchObject([{ number: 1 }, { number: 3 }]);
        expect(await store.diagnoses('NOBODY', 'all')).toEqual([]);
        expect(await store.diagnoses(incidentId, [])).toEqual([]);
      });

      it('refuse the same diagnosis twice in one append', async () => {
        const append = diagnosed(1);
        const twice = [...(append.incident.diagnoses ?? []), ...(append.incident.diagnoses ?? [])];
        const written = store.append({ ...append, incident: { ...append.incident, diagnoses: twice } });
        await expect(written).rejects.toBeInstanceOf(RangeError);
      });
    });

    describe('in a list', () => {
      const openedAt = (...minutes: readonly number[]): IncidentAppend[] =>
        minutes.map((at, index) => appendTo(undefined, [opening(idOf(index), { at: minute(at) })]));
      const minutesOf = async (range: Parameters<typeof listed>[1]): Promise<Instant[]> =>
        (await listed(store, range)).map((entry) => entry.openedAt);

      it('come newest first, whatever the order of their appends', async () => {
        for (const append of openedAt(5, -1_500, 3_000, 0, 5, 1_440)) await store.append(append);
        expect(await minutesOf({})).toEqual([3_000, 1_440, 5, 5, 0, -1_500].map(minute));
      });

      it('begin with those opened at `since` and end before those opened at `until`', async () => {
        for (const append of openedAt(0, 1, 2, 3)) await store.append(append);
        expect(await minutesOf({ since: minute(1), until: minute(3) })).toEqual([minute(2), minute(1)]);
        expect(await minutesOf({ since: minute(2) })).toEqual([minute(3), minute(2)]);
        expect(await minutesOf({ until: minute(1) })).toEqual([minute(0)]);
        expect(await minutesOf({ since: minute(4) })).toEqual([]);
        expect(await minutesOf({ since: minute(2), until: minute(2) })).toEqual([]);
      });

      it('are of one service, where one is asked for: month by month, as the whole list', async () => {
        for (const [index, [service, at]] of (
          [
            ['web', 0],
            ['api', 10],
            ['web', -50_000],
            ['web', 90_000],
            ['webshop', 20],
          ] as const
        ).entries())
          await store.append(appendTo(undefined, [opening(idOf(index), { at: minute(at), service })]));
        expect(await minutesOf({ service: 'web' })).toEqual([90_000, 0, -50_000].map(minute));
        expect(await minutesOf({ service: 'web', since: minute(0), until: minute(90_000) })).toEqual([minute(0)]);
        expect(await minutesOf({ service: 'nobody' })).toEqual([]);
      });

      it('stand as they are now', async () => {
        const first = opened();
        await store.append(first);
        const resolved = fact(minute(9), {
          type: 'IncidentResolved',
          by: 'alice',
          stillFiring: 0,
          counts: firing(0, 1),
        });
        await store.append(appendTo(first.incident.head, [resolved]));
        expect(await listed(store)).toMatchObject([{ status: 'resolved', resolvedAt: minute(9), resolvedBy: 'alice' }]);
      });

      it('span an instant when they opened before it and were open at it or later, newest first', async () => {
        const ends: readonly (readonly [opened: number, resolved: number | undefined])[] = [
          [0, undefined],
          [1, 4],
          [2, 5],
          [3, 9_000],
          [5, undefined],
          [6, 7],
        ];
        for (const [index, [at, resolvedAt]] of ends.entries()) {
          const first = appendTo(undefined, [opening(idOf(index), { at: minute(at) })]);
          const wakeAt = resolvedAt === undefined ? minute(at + 60) : undefined;
          await store.append({ ...first, incident: { ...first.incident, wakeAt } });
          if (resolvedAt === undefined) continue;
          const resolved = { type: 'IncidentResolved', stillFiring: 0, counts: firing(0, 1) } as const;
          await store.append(appendTo(first.incident.head, [fact(minute(resolvedAt), resolved)]));
        }
        const spanning = await Array.fromAsync(store.spanning(minute(5)));
        expect(spanning.map(({ incidentId: id }) => id)).toEqual([3, 2, 0].map(idOf));
        expect(await Array.fromAsync(store.spanning(minute(0)))).toEqual([]);
      });

      it('leave out drills and canaries', async () => {
        for (const [index, kind] of (['drill', 'real', 'canary'] as const).entries()) {
          const append = appendTo(undefined, [opening(idOf(index), { kind })]);
          await store.append({ ...append, incident: { ...append.incident, wakeAt: minute(60) } });
        }
        expect(await listed(store)).toMatchObject([{ incidentId: idOf(1) }]);
        expect(await Array.fromAsync(store.spanning(minute(1)))).toHaveLength(1);
      });
    });

    describe('that wait for the clock', () => {
      const waiting = (before: Incident | undefined, index: number, wakeAt: Instant | undefined): IncidentAppend => {
        const append = appendTo(before, [before === undefined ? opening(idOf(index)) : note('later')]);
        return { ...append, incident: { ...append.incident, wakeAt } };
      };

      it('are due oldest first, at most as many as asked for, and before the instant', async () => {
        for (const [index, wake] of [30, 10, 20, 40].entries())
          await store.append(waiting(undefined, index, minute(wake)));
        expect(await store.due(minute(40), 10)).toEqual([idOf(1), idOf(2), idOf(0)]);
        expect(await store.due(minute(40), 2)).toEqual([idOf(1), idOf(2)]);
        expect(await store.due(minute(10), 10)).toEqual([]);
      });

      it('are due when the last append says, whatever the head', async () => {
        const first = waiting(undefined, 0, minute(10));
        await store.append(first);
        const moved = waiting(first.incident.head, 0, minute(30));
        await store.append(moved);
        expect(await store.due(minute(20), 10)).toEqual([]);
        expect(await store.due(minute(31), 10)).toEqual([incidentId]);
        await store.append(waiting(moved.incident.head, 0, undefined));
        expect(await store.due(minute(1_000_000), 10)).toEqual([]);
      });

      it('go on waiting when an append concerns no incident', async () => {
        await store.append(waiting(undefined, 0, minute(10)));
        await store.append({ register: [entryOf('alarm a')], dedups: [dedupOf('dedup a')] });
        expect(await store.due(minute(11), 10)).toEqual([incidentId]);
      });
    });

    describe('that version 1 wrote', () => {
      const store1 = async (): Promise<readonly SealedEvent[]> => {
        const appends = appendsOfVersion1();
        for (const append of appends) await store.append(append);
        return appends.flatMap(({ incident }) => incident.events);
      };

      it('are folded anew when they are read, and proved by their timeline', async () => {
        const timeline = await store1();
        const [id = ''] = appendsOfVersion1().map(({ incident }) => incident.head.incidentId);
        const head = await store.head(id);
        expect(head).toMatchObject({
          v: 4,
          version: timeline.length,
          tip: timeline.at(-1)?.hash,
          escalation: 'primary',
        });
        expect(head && verifyTimeline(await store.timeline(id), head)).toEqual({ ok: true });
      });

      it('go on as incidents of this version, list entry included', async () => {
        const timeline = await store1();
        const [id = ''] = appendsOfVersion1().map(({ incident }) => incident.head.incidentId);
        const append = appendTo(await store.head(id), [note('after the upgrade')]);
        await store.append(append);
        const head = await store.head(id);
        expect(head).toEqual(append.incident.head);
        expect(head && verifyTimeline(await store.timeline(id), head)).toEqual({ ok: true });
        expect(await store.timeline(id)).toEqual([...timeline, ...append.incident.events]);
        expect(await listed(store)).toEqual(head && [JSON.parse(JSON.stringify(listEntryOf(head)))]);
      });
    });

    describe('at their limits', () => {
      const notes = (count: number): ReturnType<typeof note>[] => counted(count, (index) => note(String(index)));
      const dedups = (count: number): DedupRecord[] => counted(count, (index) => dedupOf(String(index)));

      it('take the most events and items that one append may hold', async () => {
        const append = appendTo(undefined, [opening(incidentId), ...notes(APPEND_LIMITS.events - 1)], {
          members: counted(20, (index) => member(String(index))),
          group: groupOf(),
          register: [entryOf('alarm a')],
          dedups: dedups(APPEND_LIMITS.items - APPEND_LIMITS.events - 21),
        });
        await store.append(append);
        expect(await store.head(incidentId)).toEqual(append.incident.head);
      });

      it.each<[string, () => Append]>([
        ['one event too many', () => appendTo(undefined, [opening(incidentId), ...notes(APPEND_LIMITS.events)])],
        ['one item too many', () => ({ register: [], dedups: dedups(APPEND_LIMITS.items + 1) })],
        ['a dedup twice', () => ({ register: [], dedups: [dedupOf('dedup a'), dedupOf('dedup a')] })],
        ['an alarm twice', () => ({ register: [entryOf('alarm a'), entryOf('alarm a')], dedups: [] })],
        ['a member twice', () => appendTo(undefined, [opening(incidentId)], { members: [member('a'), member('a')] })],
      ])('refuse %s and write nothing', async (_what, append) => {
        await expect(store.append(append())).rejects.toBeInstanceOf(RangeError);
        expect(await everything(store)).toEqual(NOTHING);
      });

      it('keep a head filled to its bound', async () => {
        const append = appendTo(undefined, [opening(incidentId)]);
        const head = { ...fullestIncident(incidentId), version: 1 };
        await store.append({ ...append, incident: { ...append.incident, head } });
        expect(await store.head(incidentId)).toEqual(head);
      });

      it('keep every text byte for byte', async () => {
        const append = appendTo(
          undefined,
          [
            opening(incidentId, { service: TEXTS.join(' ') }),
            ...TEXTS.map((text) => note(text)),
            note('a lone half \uD800'),
          ],
          {
            members: TEXTS.map((text, index) => member(String(index), { name: text, reason: text })),
            register: TEXTS.map((text) => entryOf(`key ${text}`, { alarmName: text })),
            dedups: TEXTS.map((text) => dedupOf(`dedup ${text}`)),
          },
        );
        await store.append(append);
        const { head, events, members } = append.incident;
        const timeline = await store.timeline(incidentId);
        expect(timeline).toEqual(events);
        expect(verifyTimeline(timeline, (await store.head(incidentId)) ?? head)).toEqual({ ok: true });
        expect(byAlarm(await store.members(incidentId, Object.keys(TEXTS)))).toEqual(members);
        expect(await store.entries(append.register.map(({ alarmKey }) => alarmKey))).toEqual(
          new Map(append.register.map((entry) => [entry.alarmKey, entry])),
        );
        expect(await store.seen(append.dedups.map(({ key }) => key))).toEqual(
          new Map(append.dedups.map((dedup) => [dedup.key, dedup])),
        );
      });
    });
  });
};
