import { inMemoryAnchors } from '../../../lib/adapters/memory/in-memory-anchors.ts';
import { anchorLogContract } from '../../support/anchor-log-contract.ts';

anchorLogContract('memory', () => Promise.resolve({ log: inMemoryAnchors(), close: () => Promise.resolve() }));
