import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ItemPut } from './items.ts';
import type { Table } from './read.ts';

/** Puts what is there once: an item for which its condition does not hold any more stays as it is. */
export const putOnce = async ({ client, tableName }: Table, put: ItemPut): Promise<void> => {
  try {
    await client.send(new PutCommand({ TableName: tableName, ...put }));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
};
