import { inMemoryDigests } from '../../../lib/adapters/memory/in-memory-digests.ts';
import { digestLogContract } from '../../support/digest-log-contract.ts';

digestLogContract('memory', () => Promise.resolve({ log: inMemoryDigests(), close: () => Promise.resolve() }));
