import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FolderIncidents } from '../../../lib/adapters/folder/folder-incidents.ts';
import { openFolder } from '../../../lib/adapters/folder/open-folder.ts';
import { incidentStoreContract, type Incidents } from '../../support/incident-store-contract.ts';

const indexing = { least: 3, most: 5 };

incidentStoreContract('a folder whose index is written every few appends', async () => {
  const path = await mkdtemp(join(tmpdir(), 'tocsin-contract-'));
  const store = await openFolder(path, { create: true, indexing });
  return { store, close: () => rm(path, { recursive: true }) };
});

/** Each call is that of a process of its own, which knows what the index says and nothing else. */
const openedForEachCall = (path: string): Incidents => {
  const opened = (): Promise<FolderIncidents> => openFolder(path, { create: true, indexing });
  return {
    head: async (incidentId) => (await opened()).head(incidentId),
    members: async (incidentId, which) => (await opened()).members(incidentId, which),
    diagnoses: async (incidentId, which) => (await opened()).diagnoses(incidentId, which),
    timeline: async (incidentId) => (await opened()).timeline(incidentId),
    append: async (append) => (await opened()).append(append),
    entries: async (alarmKeys) => (await opened()).entries(alarmKeys),
    seen: async (dedupKeys) => (await opened()).seen(dedupKeys),
    groups: async (groups) => (await opened()).groups(groups),
    async *list(range) {
      yield* (await opened()).list(range);
    },
    async *spanning(since) {
      yield* (await opened()).spanning(since);
    },
    due: async (before, limit) => (await opened()).due(before, limit),
  };
};

incidentStoreContract('a folder that is opened anew for each call', async () => {
  const path = await mkdtemp(join(tmpdir(), 'tocsin-contract-'));
  return { store: openedForEachCall(path), close: () => rm(path, { recursive: true }) };
});
