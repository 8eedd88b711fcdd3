import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentIdOf } from '../../lib/core/incident/incident-id.ts';
import type { StoredDiagnosis } from '../../lib/core/incident/stored-diagnosis.ts';
import { verifyTimeline } from '../../lib/core/incident/verify.ts';
import { DAY, type Instant, later } from '../../lib/core/time.ts';
import type { IncidentQuery, IncidentReader, ToldEntry } from '../../lib/ports/incident-reader.ts';
import type { IncidentStore } from '../../lib/ports/incident-store.ts';
import { appendTo, fact, firing, type IncidentAppend, note, opening } from './incident-story.ts';

/** A place that can be read, and the store behind it, through which the suite fills it; it may hold other incidents. */
export interface ReadPlace {
  readonly reader: IncidentReader;
  readonly store: Pick<IncidentStore, 'append'>;
  /** By the place's clock. */
  readonly now: Instant;
  close(): Promise<void>;
}

const ABSENT = '0'.repeat(26);

let tests = 0;

/** Looked at tomorrow: nothing that runs where the place is changes it before. */
const left = (append: IncidentAppend, now: Instant): IncidentAppend => {
  const { wakeAt } = append.incident;
  return wakeAt === undefined ? append : { ...append, incident: { ...append.incident, wakeAt: later(now, DAY) } };
};

/** What formats, lines and encodings trip over, in a JSON text as a diagnosis is stored. */
const BODIES = ['{"a": "\\"quoted\\" and \\\\escaped\\\\"}', '{"line":"\u2028","emoji":"🔥","é":1}', 'no JSON at all'];

/** What every reader of incidents keeps to, wherever they are. */
export const incidentReaderContract = (name: string, open: () => Promise<ReadPlace>): void => {
  describe(`incidents read from ${name}`, () => {
    let place: ReadPlace;
    /** Of this test alone, as its incidents are. */
    let service = '';
    let own: string[] = [];

    beforeEach(async () => {
      place = await open();
      tests += 1;
      service = `read-${String(process.pid)}-${String(tests)}`;
      own = [];
    });
    afterEach(async () => {
      await place.close();
    });

    const daysAgo = (days: number): Instant => later(place.now, -days * DAY);

    /** One that opened so many days ago, and was resolved an hour later or is open. */
    const opened = async (
      days: number,
      { isOpen = false, ...changes }: { isOpen?: boolean; service?: string; severity?: 'critical' | 'warning' } = {},
    ): Promise<string> => {
      const at = daysAgo(days);
      const incidentId = incidentIdOf(at, service, `${String(days)} ${JSON.stringify(changes)}`);
      own.push(incidentId);
      const first = appendTo(undefined, [opening(incidentId, { at, service, ...changes })]);
      await place.store.append(left(first, place.now));
      if (isOpen) return incidentId;
      const over = fact(later(at, DAY / 24), { type: 'IncidentResolved', stillFiring: 0, counts: firing(0, 1) });
      await place.store.append(appendTo(first.incident.head, [over]));
      return incidentId;
    };

    const listed = (query: IncidentQuery, atMost?: number): Promise<readonly ToldEntry[]> =>
      Array.fromAsync(place.reader.query(query, atMost));

    /** Of those of this test. */
    const idsOf = async (query: IncidentQuery, atMost?: number): Promise<readonly string[]> =>
      (await listed(query, atMost)).map(({ incidentId }) => incidentId).filter((id) => own.includes(id));

    describe('of which there are none', () => {
      it('are told of as such', async () => {
        expect(await listed({ service })).toEqual([]);
        expect(await place.reader.head(ABSENT)).toBeUndefined();
        expect(await place.reader.timeline(ABSENT)).toEqual([]);
        expect(await place.reader.record(ABSENT)).toBeUndefined();
        expect(await place.reader.diagnoses(ABSENT, 'all')).toEqual([]);
        expect(await place.reader.diagnoses(ABSENT, [1])).toEqual([]);
      });
    });

    describe('one by one', () => {
      const stored = async (steps: readonly ((before: IncidentAppend) => IncidentAppend)[]) => {
        const at = daysAgo(1);
        const incidentId = incidentIdOf(at, service, 'read');
        const over = fact(at, { type: 'IncidentResolved', stillFiring: 0, counts: firing(0, 1) });
        const appends = [appendTo(undefined, [opening(incidentId, { at, service }), over])];
        for (const step of steps) appends.push(step(appends.at(-1) as IncidentAppend));
        for (const append of appends) await place.store.append(append);
        const head = appends.at(-1)?.incident.head;
        return { incidentId, head, events: appends.flatMap(({ incident }) => incident.events) };
      };
      const noting =
        (...texts: readonly string[]) =>
        ({ incident: { head } }: IncidentAppend): IncidentAppend =>
          appendTo(
            head,
            texts.map((text) => note(text, daysAgo(0.5))),
          );

      it('are as they were stored, byte by byte', async () => {
        const { incidentId, ...record } = await stored([noting('"quoted" \\ \u2028 🔥 é\r\n', '\u0001')]);
        expect(await place.reader.record(incidentId)).toEqual(record);
        expect(await place.reader.head(incidentId)).toEqual(record.head);
        expect(await place.reader.timeline(incidentId)).toEqual(record.events);
      });

      it('are whole where they are larger than an answer may be', async () => {
        const texts = Array.from({ length: 12 }, (_, index) => `${String(index)} ${'"long"'.repeat(20_000)}`);
        const { incidentId, head, events } = await stored([noting(...texts), noting(...texts), noting(...texts)]);
        const record = await place.reader.record(incidentId);
        expect(record?.events).toEqual(events);
        if (head === undefined) throw new Error('no head');
        expect(verifyTimeline(record?.events ?? [], head)).toEqual({ ok: true });
      });

      it('come with their diagnoses, as they were stored', async () => {
        const diagnoses = BODIES.map((body, index): StoredDiagnosis => ({ number: index + 1, body }));
        const { incidentId } = await stored([
          (before) => {
            const append = noting('looked')(before);
            return { ...append, incident: { ...append.incident, diagnoses } };
          },
        ]);
        expect(await place.reader.diagnoses(incidentId, 'all')).toEqual(diagnoses);
        expect(await place.reader.diagnoses(incidentId, [2])).toEqual([diagnoses[1]]);
        expect(await place.reader.diagnoses(incidentId, [3, 9, 1])).toEqual([diagnoses[0], diagnoses[2]]);
      });
    });

    describe('in lists', () => {
      /** Newest first; the third has been open for the better part of a year. */
      const several = async (): Promise<readonly string[]> => [
        await opened(1),
        await opened(2, { service: `other-${service}` }),
        await opened(100),
        await opened(300, { isOpen: true }),
        await opened(390, { severity: 'warning' }),
      ];

      it('come newest first, over any range', async () => {
        const [a = '', b = '', c = '', d = '', e = ''] = await several();
        expect(await idsOf({ since: daysAgo(395) })).toEqual([a, b, c, d, e]);
        expect(await idsOf({})).toEqual([a, b, c, d, e]);
        expect(await idsOf({ since: daysAgo(350), until: daysAgo(50) })).toEqual([c, d]);
      });

      it('are of a range where they were open at some time within it', async () => {
        const [a = '', b = '', , d = ''] = await several();
        expect(await idsOf({ since: daysAgo(30) })).toEqual([a, b, d]);
        expect(await idsOf({ since: daysAgo(30), isOpenedOnly: true })).toEqual([a, b]);
      });

      it('are narrowed by what is asked', async () => {
        const [, b = '', , d = '', e = ''] = await several();
        expect(await idsOf({ service: `other-${service}` })).toEqual([b]);
        expect(await idsOf({ status: 'open' })).toEqual([d]);
        expect(await idsOf({ severity: 'warning' })).toEqual([e]);
        expect(await idsOf({ cause: 'memory-leak' })).toEqual([]);
        expect(await idsOf({ responder: "nobody (or so)! it's *" })).toEqual([]);
      });

      it('go on behind any of them, and end where they are to', async () => {
        const [a = '', , ...others] = await several();
        const all = [a, ...others];
        for (const [index, after] of (await listed({ service })).entries()) {
          expect(await idsOf({ service, after })).toEqual(all.slice(index + 1));
          expect(await idsOf({ service }, index + 1)).toEqual(all.slice(0, index + 1));
        }
      });

      it('say of each what a table needs', async () => {
        await opened(2);
        const [entry] = await listed({ service });
        expect(entry).toMatchObject({ service, status: 'resolved', openedAt: daysAgo(2), runs: 1, pages: 0 });
        expect(entry?.acknowledgedAt).toBeUndefined();
      });
    });
  });
};
