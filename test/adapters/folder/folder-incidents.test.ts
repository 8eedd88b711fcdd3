import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolder } from '../../../lib/adapters/folder/open-folder.ts';
import { incidentStoreContract } from '../../support/incident-store-contract.ts';

incidentStoreContract('a folder', async () => {
  const path = await mkdtemp(join(tmpdir(), 'tocsin-contract-'));
  const store = await openFolder(path, { create: true });
  return { store, close: () => rm(path, { recursive: true }) };
});
