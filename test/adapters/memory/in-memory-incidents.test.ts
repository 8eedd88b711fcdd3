import { InMemoryIncidents } from '../../../lib/adapters/memory/in-memory-incidents.ts';
import { incidentStoreContract } from '../../support/incident-store-contract.ts';

incidentStoreContract('memory', () =>
  Promise.resolve({ store: new InMemoryIncidents(), close: () => Promise.resolve() }),
);
