import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFolder } from '../../lib/adapters/folder/open-folder.ts';
import { InMemoryIncidents } from '../../lib/adapters/memory/in-memory-incidents.ts';
import { readRecord } from '../../lib/pipeline/incident-record.ts';
import { readerOnStore } from '../../lib/pipeline/reader-on-store.ts';
import { incidentReaderContract } from '../support/incident-reader-contract.ts';
import { appendTo, minute, note, opening } from '../support/incident-story.ts';

incidentReaderContract('a folder', async () => {
  const path = await mkdtemp(join(tmpdir(), 'tocsin-reader-'));
  const store = await openFolder(path, { create: true });
  const close = (): Promise<void> => rm(path, { recursive: true });
  return { reader: readerOnStore(store), store, now: minute(0), close };
});

const ID = '01H72Y3QK00000000000000000';

describe('a record that is read while somebody appends', () => {
  it('is of one moment', async () => {
    const store = new InMemoryIncidents();
    const first = appendTo(undefined, [opening(ID)]);
    await store.append(first);
    let isAppended = false;
    const moving = {
      head: (id: string) => store.head(id),
      timeline: async (id: string) => {
        if (!isAppended) await store.append(appendTo(first.incident.head, [note('meanwhile')]));
        isAppended = true;
        return store.timeline(id);
      },
    };
    const record = await readRecord(moving, ID);
    expect(record?.head?.version).toBe(2);
    expect(record?.events).toHaveLength(2);
  });

  it('is given as it is where head and events never agree', async () => {
    const store = new InMemoryIncidents();
    await store.append(appendTo(undefined, [opening(ID), note('cut off')]));
    const cut = { head: (id: string) => store.head(id), timeline: async () => (await store.timeline(ID)).slice(0, 1) };
    const record = await readRecord(cut, ID);
    expect(record?.head?.version).toBe(2);
    expect(record?.events).toHaveLength(1);
  });
});
