import { describe } from 'vitest';
import { dynamoDbScanAllowance } from '../../../lib/adapters/dynamodb/dynamodb-scan-allowance.ts';
import { scanAllowanceContract } from '../../support/scan-allowance-contract.ts';
import { emulatedTables } from './emulated-tables.ts';

const emulated = emulatedTables();

describe('a DynamoDB table', () => {
  scanAllowanceContract(async () => dynamoDbScanAllowance(await emulated.table()));
});
