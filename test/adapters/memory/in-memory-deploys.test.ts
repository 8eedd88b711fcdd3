import { InMemoryDeploys } from '../../../lib/adapters/memory/in-memory-deploys.ts';
import { deployLogContract } from '../../support/deploy-log-contract.ts';

deployLogContract('memory', () => Promise.resolve({ log: new InMemoryDeploys(), close: () => Promise.resolve() }));
