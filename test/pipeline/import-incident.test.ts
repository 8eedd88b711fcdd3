import { describe, expect, it } from 'vitest';
import { InMemoryIncidents } from '../../lib/adapters/memory/in-memory-incidents.ts';
import { seal } from '../../lib/core/incident/chain.ts';
import { isOpen } from '../../lib/core/incident/incident.ts';
import { verifyTimeline } from '../../lib/core/incident/verify.ts';
import { importIncident } from '../../lib/pipeline/import-incident.ts';
import type { Append } from '../../lib/ports/incident-store.ts';
import { latency, onlyIncident, replaying, slowFromTen } from '../simulator/replaying.ts';

/** A day of nobody answering: some 190 events. */
const longIncident = async (): Promise<{ from: InMemoryIncidents; incidentId: string }> => {
  const outcome = await replaying(latency(slowFromTen));
  return { from: outcome.replayed.incidents, incidentId: onlyIncident(outcome).incidentId };
};

/** A store that takes only so many appends. */
class CutShort extends InMemoryIncidents {
  left: number;

  constructor(appends: number) {
    super();
    this.left = appends;
  }

  override append(append: Append): Promise<void> {
    this.left -= 1;
    return this.left < 0 ? Promise.reject(new Error('the disk is full')) : super.append(append);
  }
}

describe('an imported incident', () => {
  it('is the same as where it came from: events, head, diagnoses, members and group', async () => {
    const { from, incidentId } = await longIncident();
    const to = new InMemoryIncidents();
    expect(await importIncident(from, to, incidentId)).toBe('imported');
    const [timeline, head] = [await to.timeline(incidentId), await to.head(incidentId)];
    if (head === undefined) throw new Error('no head');
    expect(timeline).toEqual(await from.timeline(incidentId));
    const diagnoses = await to.diagnoses(incidentId, 'all');
    expect(diagnoses.length).toBeGreaterThan(1);
    expect(diagnoses).toEqual(await from.diagnoses(incidentId, 'all'));
    expect(verifyTimeline(timeline, head, diagnoses)).toEqual({ ok: true });
    expect(head).toEqual(await from.head(incidentId));
    const alarmIds = head.alarms.map(({ alarmId }) => alarmId);
    expect(alarmIds).toHaveLength(1);
    expect(await to.members(incidentId, alarmIds)).toEqual(await from.members(incidentId, alarmIds));
    const group = (await to.groups([head.group])).get(head.group);
    expect(group).toMatchObject({ incidentId, status: 'open', version: 1 });
  });

  it('is open and never due: no clock pages anybody for what is history', async () => {
    const { from, incidentId } = await longIncident();
    const to = new InMemoryIncidents();
    await importIncident(from, to, incidentId);
    const head = await to.head(incidentId);
    expect(head && isOpen(head)).toBe(true);
    expect(await from.due('2100-01-01T00:00:00.000Z', 10)).toEqual([incidentId]);
    expect(await to.due('2100-01-01T00:00:00.000Z', 10)).toEqual([]);
  });

  it('stays as it is when it is imported again', async () => {
    const { from, incidentId } = await longIncident();
    const to = new InMemoryIncidents();
    await importIncident(from, to, incidentId);
    const head = await to.head(incidentId);
    if (head === undefined) throw new Error('no head');
    const events = seal([{ v: 2, at: head.openedAt, type: 'NoteAdded', by: 'alice', text: 'mine' }], head);
    const noted = { ...head, version: head.version + 1, tip: events[0]?.hash ?? '' };
    await to.append({ incident: { head: noted, events, members: [] }, register: [], dedups: [] });
    expect(await importIncident(from, to, incidentId)).toBe('already-there');
    expect(await to.head(incidentId)).toEqual(noted);
  });

  it('goes on where an import was cut short', async () => {
    const { from, incidentId } = await longIncident();
    const to = new CutShort(2);
    await expect(importIncident(from, to, incidentId)).rejects.toThrow('the disk is full');
    expect((await to.head(incidentId))?.version).toBe(80);
    to.left = Infinity;
    expect(await importIncident(from, to, incidentId)).toBe('imported');
    expect(await to.timeline(incidentId)).toEqual(await from.timeline(incidentId));
    expect(await to.head(incidentId)).toEqual(await from.head(incidentId));
  });

  it('leaves the door of its group to the newest incident of it', async () => {
    const { replayed } = await replaying(
      latency([
        [10, 0.1],
        [10, 2],
        [60, 0.1],
        [10, 2],
        [40, 0.1],
      ]),
    );
    const ids: string[] = [];
    for await (const { incidentId } of replayed.incidents.list({})) ids.unshift(incidentId);
    const to = new InMemoryIncidents();
    for (const incidentId of ids) await importIncident(replayed.incidents, to, incidentId);
    const head = await to.head(ids[1] ?? '');
    const group = (await to.groups([head?.group ?? ''])).get(head?.group ?? '');
    expect(ids).toHaveLength(2);
    expect(group).toMatchObject({ incidentId: ids[1], status: 'resolved', version: 1 });
  });
});
