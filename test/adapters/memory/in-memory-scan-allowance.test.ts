import { describe } from 'vitest';
import { InMemoryScanAllowance } from '../../../lib/adapters/memory/in-memory-scan-allowance.ts';
import { scanAllowanceContract } from '../../support/scan-allowance-contract.ts';

describe('in memory', () => {
  scanAllowanceContract(() => Promise.resolve(new InMemoryScanAllowance()));
});
