import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { LostRaceError } from '../../ports/incident-store.ts';
import { backOff } from './back-off.ts';
import type { ItemPut } from './items.ts';
import type { Table } from './read.ts';

const TRIES = 5;
const LOST = new Set(['ConditionalCheckFailed', 'TransactionConflict']);
const THROTTLED = new Set(['ThrottlingError', 'ProvisionedThroughputExceeded']);

const codesOf = (error: unknown): readonly string[] =>
  error instanceof TransactionCanceledException
    ? (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None')
    : [];

/** The item over which another writer was first. */
const lostOver = (error: unknown, puts: readonly ItemPut[]): string | undefined => {
  const index = codesOf(error).findIndex((code) => LOST.has(code));
  const { pk, sk } = puts[index]?.Item ?? {};
  return index < 0 ? undefined : `${String(pk)} ${String(sk)}`;
};

/** The SDK does not repeat a transaction that was cancelled for lack of capacity: nothing of it was written. */
const isThrottled = (error: unknown): boolean => codesOf(error).some((code) => THROTTLED.has(code));

/**
 * Writes all or nothing.
 *
 * @throws LostRaceError a condition did not hold, or another transaction held an item.
 */
export const writeTransaction = async ({ client, tableName }: Table, puts: readonly ItemPut[]): Promise<void> => {
  /*
   * With this token DynamoDB answers a repetition of what it wrote with success, for ten minutes. Should a lost answer
   * ever come back as a lost race all the same, whoever reads again finds its own writing: the dedup records make the
   * alarm a duplicate, the head holds the page or acknowledgement, and the decision adds nothing or repeats a fact.
   */
  const token = crypto.randomUUID();
  const TransactItems = puts.map((put) => ({ Put: { TableName: tableName, ...put } }));
  const command = new TransactWriteCommand({ TransactItems, ClientRequestToken: token });
  for (let tried = 1; ; tried += 1) {
    try {
      await client.send(command);
      return;
    } catch (error) {
      const lost = lostOver(error, puts);
      if (lost !== undefined) throw new LostRaceError(lost, { cause: error });
      if (!isThrottled(error) || tried >= TRIES) throw error;
      await backOff(tried);
    }
  }
};
