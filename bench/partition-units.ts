import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';

export interface PartitionUnits {
  /** Write units of the table since it was last asked, by partition key; indexes are not in it. */
  take(): ReadonlyMap<string, number>;
}

type Item = Readonly<Record<string, AttributeValue>>;

interface Writing {
  readonly TransactItems?: readonly { readonly Put?: { readonly Item?: Item } }[];
}

const WRITE_UNIT_BYTES = 1_024;
const UNITS_IN_TRANSACTION = 2;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const bytesOf = ({ S, N = '' }: AttributeValue): number =>
  S === undefined ? Math.ceil(N.length / 2) + 1 : Buffer.byteLength(S);

const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0);

/**
 * Adds up, for each partition key, what the transactions of this client write: DynamoDB tells the sum only. An item costs
 * two units for each KB begun of it, as it was or as it is, whichever is larger.
 */
export const countPartitionUnits = (client: DynamoDBClient): PartitionUnits => {
  const sizes = new Map<string, number>();
  let units = new Map<string, number>();
  const add = (item: Item): void => {
    const [pk, sk] = [item['pk']?.S ?? '', item['sk']?.S ?? ''];
    const bytes = itemBytes(item);
    const larger = Math.max(bytes, sizes.get(`${pk} ${sk}`) ?? 0);
    sizes.set(`${pk} ${sk}`, bytes);
    units.set(pk, (units.get(pk) ?? 0) + UNITS_IN_TRANSACTION * Math.ceil(larger / WRITE_UNIT_BYTES));
  };
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      for (const { Put } of (args.input as Writing).TransactItems ?? []) if (Put?.Item !== undefined) add(Put.Item);
      return result;
    },
    { step: 'serialize', name: 'countPartitionUnits' },
  );
  return {
    take: () => {
      const taken = units;
      units = new Map();
      return taken;
    },
  };
};
