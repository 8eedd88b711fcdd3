import { InMemoryReleases } from '../../../lib/adapters/memory/in-memory-releases.ts';
import { releaseLogContract } from '../../support/release-log-contract.ts';

releaseLogContract('memory', () => Promise.resolve({ log: new InMemoryReleases(), close: () => Promise.resolve() }));
