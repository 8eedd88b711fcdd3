import { beforeEach, describe, expect, it } from 'vitest';
import { InMemoryIncidents } from '../../lib/adapters/memory/in-memory-incidents.ts';
import { type Incidents, readTimelines, type Which } from '../../lib/pipeline/read-timelines.ts';
import { readerOnStore } from '../../lib/pipeline/reader-on-store.ts';
import { appendTo, minute } from '../support/incident-story.ts';
import { fires, opens, resolves } from '../core/figures/figured.ts';

let read: string[];
let incidents: Incidents;

beforeEach(async () => {
  const held = new InMemoryIncidents();
  const over = [opens('over', { at: minute(-90) }), resolves(-70)];
  const spanning = [opens('spanning', { at: minute(-90) }), resolves(5)];
  const open = [opens('open', { at: minute(-80), service: 'shop' }), fires(-80)];
  const within = [opens('within'), fires(0)];
  const after = [opens('after', { at: minute(60) })];
  for (const timeline of [over, spanning, open, within, after]) await held.append(appendTo(undefined, timeline));
  read = [];
  incidents = {
    ...readerOnStore(held),
    timeline: (incidentId) => {
      read.push(incidentId);
      return held.timeline(incidentId);
    },
  };
});

const idsOf = async (which: Which): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const { incidentId } of readTimelines(incidents, which)) ids.push(incidentId);
  return ids.sort();
};

const span = { from: minute(-60), to: minute(60) };

describe('timelines of a span', () => {
  it('are those of every incident that was open in it, and no other is read', async () => {
    expect(await idsOf({ span })).toEqual(['open', 'spanning', 'within']);
    expect(read.sort()).toEqual(['open', 'spanning', 'within']);
  });

  it('are of one service where one is asked for', async () => {
    expect(await idsOf({ span, service: 'shop' })).toEqual(['open']);
  });

  it('are all there, however many', async () => {
    const held = new InMemoryIncidents();
    const ids = Array.from({ length: 40 }, (_, index) => `I${String(100 + index)}`);
    for (const id of ids) await held.append(appendTo(undefined, [opens(id)]));
    incidents = readerOnStore(held);
    expect(await idsOf({ span })).toEqual(ids);
  });
});
