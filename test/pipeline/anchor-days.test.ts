import { describe, expect, it } from 'vitest';
import { InMemoryIncidents } from '../../lib/adapters/memory/in-memory-incidents.ts';
import { inMemoryAnchors } from '../../lib/adapters/memory/in-memory-anchors.ts';
import { DAY, HOUR, type Instant, later } from '../../lib/core/time.ts';
import { DailyAnchor } from '../../lib/pipeline/anchor-days.ts';
import type { AnchorLog } from '../../lib/ports/anchor-log.ts';
import { appendTo, fact, firing, opening } from '../support/incident-story.ts';

const MIDNIGHT: Instant = '2023-08-06T00:00:00.000Z';

const storeWith = async (...openings: readonly (readonly [id: string, openedAt: Instant, hours?: number])[]) => {
  const store = new InMemoryIncidents();
  for (const [id, openedAt, hours] of openings) {
    const first = appendTo(undefined, [opening(id, { at: openedAt })]);
    await store.append(first);
    if (hours === undefined) continue;
    const resolved = { type: 'IncidentResolved', stillFiring: 0, counts: firing(0, 1) } as const;
    await store.append(appendTo(first.incident.head, [fact(later(openedAt, hours * HOUR), resolved)]));
  }
  return store;
};

/** A process of the reconciler at an instant. */
const anchorAt = (store: InMemoryIncidents, anchors: AnchorLog, at: Instant) =>
  new DailyAnchor({ index: store, store, clock: () => at }, anchors).run();

describe('the daily anchor', () => {
  it('holds every incident that was open on the day before, and how far it has come', async () => {
    const store = await storeWith(
      ['OVER', '2023-08-03T10:00:00.000Z', 1],
      ['SPANS', '2023-08-03T10:00:00.000Z'],
      ['ENDED', '2023-08-04T23:00:00.000Z', 2],
      ['BEGAN', '2023-08-05T23:59:00.000Z'],
      ['LATER', '2023-08-06T00:00:00.000Z'],
    );
    const [anchor] = await anchorAt(store, inMemoryAnchors(), later(MIDNIGHT, HOUR));
    expect(anchor).toMatchObject({ day: '2023-08-05', part: 1, isLast: true });
    expect(anchor?.incidents.map(({ incidentId }) => incidentId)).toEqual(['BEGAN', 'ENDED', 'SPANS']);
    const head = await store.head('ENDED');
    expect(anchor?.incidents[1]).toEqual({ incidentId: 'ENDED', events: head?.version, tip: head?.tip });
  });

  it('waits an hour after midnight, and is made once', async () => {
    const store = await storeWith(['A', '2023-08-05T10:00:00.000Z']);
    const anchors = inMemoryAnchors();
    await anchorAt(store, anchors, later(MIDNIGHT, -DAY + HOUR));
    expect(await anchorAt(store, anchors, later(MIDNIGHT, HOUR - 1))).toEqual([]);
    expect(await anchorAt(store, anchors, later(MIDNIGHT, HOUR))).toHaveLength(1);
    expect(await anchorAt(store, anchors, later(MIDNIGHT, 2 * HOUR))).toEqual([]);
  });

  it('makes up for days on which nothing ran, some at a time, none left out', async () => {
    const store = await storeWith(['A', '2023-08-05T10:00:00.000Z']);
    const anchors = inMemoryAnchors();
    await anchorAt(store, anchors, later(MIDNIGHT, HOUR));
    const week = later(MIDNIGHT, 7 * DAY + HOUR);
    for (let run = 0; run < 4; run += 1) await anchorAt(store, anchors, week);
    const days = (await anchors.since('2023-08-01')).map(({ day }) => day);
    expect(days).toEqual(Array.from({ length: 8 }, (_, index) => later(MIDNIGHT, (index - 1) * DAY).slice(0, 10)));
  });

  it('goes on where a process died between two parts', async () => {
    const store = await storeWith(['A', '2023-08-05T10:00:00.000Z'], ['B', '2023-08-05T11:00:00.000Z']);
    const anchors = inMemoryAnchors();
    const [whole] = await anchorAt(store, inMemoryAnchors(), later(MIDNIGHT, HOUR));
    if (whole === undefined) throw new Error('nothing was anchored');
    await anchors.keep({ ...whole, isLast: false, incidents: whole.incidents.slice(0, 1) });
    const [rest] = await anchorAt(store, anchors, later(MIDNIGHT, 2 * HOUR));
    expect(rest).toMatchObject({ part: 2, isLast: true, incidents: [{ incidentId: 'B' }] });
  });
});
