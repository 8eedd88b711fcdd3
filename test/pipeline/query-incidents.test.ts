import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InMemoryIncidents } from '../../lib/adapters/memory/in-memory-incidents.ts';
import { readCursor, writeCursor } from '../../lib/core/report/list-cursor.ts';
import { queryIncidents } from '../../lib/pipeline/query-incidents.ts';
import type { IncidentQuery } from '../../lib/ports/incident-reader.ts';
import { appendTo, fact, firing, minute, opening } from '../support/incident-story.ts';

interface Course {
  readonly opened: number;
  readonly resolved: number | undefined;
  readonly service: string;
}

const idOf = (index: number): string => `01H72Y3QK${String(index).padStart(17, '0')}`;

const storeOf = async (courses: readonly Course[]): Promise<InMemoryIncidents> => {
  const store = new InMemoryIncidents();
  for (const [index, { opened, resolved, service }] of courses.entries()) {
    const first = appendTo(undefined, [opening(idOf(index), { at: minute(opened), service })]);
    await store.append(first);
    if (resolved === undefined) continue;
    const over = fact(minute(resolved), { type: 'IncidentResolved', stillFiring: 0, counts: firing(0, 1) });
    await store.append(appendTo(first.incident.head, [over]));
  }
  return store;
};

const found = async (store: InMemoryIncidents, query: IncidentQuery): Promise<readonly string[]> =>
  (await Array.fromAsync(queryIncidents(store, query))).flatMap(({ entry, isListed }) =>
    isListed ? [entry.incidentId] : [],
  );

const courses = fc.array(
  fc
    .record({
      opened: fc.integer({ min: 0, max: 60 }),
      lasts: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
      service: fc.constantFrom('web', 'api'),
    })
    .map(({ opened, lasts, service }) => ({ opened, service, resolved: lasts && opened + lasts })),
  { maxLength: 12 },
);

const newestFirst = (all: readonly Course[]) => (one: string, other: string) => {
  const keyOf = (id: string): string => `${minute(all[Number(id.slice(9))]?.opened ?? 0)} ${id}`;
  return keyOf(one) > keyOf(other) ? -1 : 1;
};

describe('incidents of a range', () => {
  it('are those that were open at some time within it, newest first', async () => {
    const bounds = fc.tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 1, max: 80 }));
    const service = fc.option(fc.constantFrom('web', 'api'), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(courses, bounds, service, async (all, [since, length], wanted) => {
        const until = since + length;
        const expected = all
          .flatMap(({ opened, resolved = Infinity, service: of }, index) =>
            opened < until && (opened >= since || resolved >= since) && (wanted ?? of) === of ? [idOf(index)] : [],
          )
          .toSorted(newestFirst(all));
        const query = { since: minute(since), until: minute(until), service: wanted };
        expect(await found(await storeOf(all), query)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('go on behind a cursor, wherever it is, with none twice and none left out', async () => {
    await fc.assert(
      fc.asyncProperty(courses, fc.integer({ min: 0, max: 80 }), async (all, since) => {
        const store = await storeOf(all);
        const query = { since: minute(since) };
        const whole = await Array.fromAsync(queryIncidents(store, query));
        for (const [index, { entry }] of whole.entries()) {
          const after = readCursor(writeCursor(entry));
          const rest = whole.slice(index + 1).map(({ entry: { incidentId } }) => incidentId);
          expect(await found(store, { ...query, after })).toEqual(rest);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are found once by whoever asks range after range, and for what spans only with the oldest', async () => {
    await fc.assert(
      fc.asyncProperty(courses, async (all) => {
        const store = await storeOf(all);
        const newer = await found(store, { since: minute(40), isOpenedOnly: true });
        const older = await found(store, { since: minute(20), until: minute(40) });
        expect([...newer, ...older]).toEqual(await found(store, { since: minute(20) }));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a cursor', () => {
  it.each(['', 'x', '2023-08-05T14:15:00.000Z', '2023-99-99T14:15:00.000Z_01H', '2023-08-05T14:15:00.000Z_../..'])(
    'that nobody wrote is none: %j',
    (text) => {
      expect(readCursor(text)).toBeUndefined();
    },
  );
});
