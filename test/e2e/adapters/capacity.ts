import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

interface Consumed {
  readonly CapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
}

export interface Units {
  readonly write: number;
  readonly read: number;
}

export interface Capacity {
  /** What was consumed since it was last asked, indexes included. */
  take(): Units;
}

const WRITES = new Set(['TransactWriteItemsCommand', 'PutItemCommand']);
const READ_UNIT_BYTES = 4_096;

interface Batch {
  readonly RequestItems?: Readonly<Record<string, { readonly Keys?: readonly unknown[] }>>;
}

interface BatchResult {
  readonly ConsumedCapacity?: Consumed | readonly Consumed[];
  readonly Responses?: Readonly<Record<string, readonly object[]>>;
}

const unitsOf = (consumed: Consumed | readonly Consumed[] | undefined): number =>
  [consumed ?? []].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);

/**
 * The emulator counts no batch of reads. A consistent read takes a unit for each 4 KB begun of each item, and one for an
 * item that is not there: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
const batchUnitsOf = ({ RequestItems = {} }: Batch, { Responses = {} }: BatchResult): number => {
  const keys = Object.values(RequestItems).reduce((sum, { Keys = [] }) => sum + Keys.length, 0);
  const more = Object.values(Responses)
    .flat()
    .map((item) => Math.ceil(JSON.stringify(item).length / READ_UNIT_BYTES) - 1);
  return more.reduce((sum, units) => sum + units, keys);
};

/** Asks DynamoDB for the capacity of every call of this client, and adds it up. */
export const countCapacity = (client: DynamoDBClient): Capacity => {
  let units: Units = { write: 0, read: 0 };
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        if (!/Table/u.test(commandName)) Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const result = await next(args);
        const output = result.output as BatchResult;
        const used = unitsOf(output.ConsumedCapacity) + batchUnitsOf(args.input as Batch, output);
        const isWrite = WRITES.has(commandName);
        units = { write: units.write + (isWrite ? used : 0), read: units.read + (isWrite ? 0 : used) };
        return result;
      },
    { step: 'initialize', name: 'countCapacity' },
  );
  return {
    take: () => {
      const taken = units;
      units = { write: 0, read: 0 };
      return taken;
    },
  };
};
