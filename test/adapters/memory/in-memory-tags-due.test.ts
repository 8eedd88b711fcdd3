import { describe } from 'vitest';
import { InMemoryIncidents } from '../../../lib/adapters/memory/in-memory-incidents.ts';
import { tagsDueContract } from '../../support/tags-due-contract.ts';

describe('memory', () => {
  tagsDueContract(() => {
    const incidents = new InMemoryIncidents();
    return Promise.resolve({ store: incidents, due: incidents });
  });
});
