import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { INDEXES, TABLE } from '../adapters/dynamodb/contract.ts';

export interface IncidentTableProps {
  readonly encryptionKey: IKey;
}

interface Keys {
  readonly partitionKey: string;
  readonly sortKey: string;
}

const keySchema = ({ partitionKey, sortKey }: Keys): CfnGlobalTable.KeySchemaProperty[] => [
  { attributeName: partitionKey, keyType: 'HASH' },
  { attributeName: sortKey, keyType: 'RANGE' },
];

const attributesOf = (all: readonly Keys[]): CfnGlobalTable.AttributeDefinitionProperty[] =>
  [...new Set(all.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]))].map((attributeName) => ({
    attributeName,
    attributeType: 'S',
  }));

/** With the fields that it projects; without some it holds keys alone. */
const secondaryIndex = (index: (typeof INDEXES)[number]): CfnGlobalTable.GlobalSecondaryIndexProperty => ({
  indexName: index.name,
  keySchema: keySchema(index),
  projection:
    'fields' in index
      ? { projectionType: 'INCLUDE', nonKeyAttributes: [...index.fields] }
      : { projectionType: 'KEYS_ONLY' },
});

/**
 * The truth about incidents. It outlives the stack, and no role of the stack may delete an item. `Protection` keeps it
 * from being deleted itself: set here, that would also keep what a failed first deploy left.
 *
 * `TableV2` takes no customer-managed key where the Region is known only at deploy time.
 */
export class IncidentTable extends Construct {
  readonly tableName: string;
  readonly tableArn: string;

  constructor(scope: Construct, id: string, { encryptionKey }: IncidentTableProps) {
    super(scope, id);
    const table = new CfnGlobalTable(this, 'Table', {
      billingMode: 'PAY_PER_REQUEST',
      keySchema: keySchema(TABLE),
      attributeDefinitions: attributesOf([TABLE, ...INDEXES]),
      globalSecondaryIndexes: INDEXES.map(secondaryIndex),
      timeToLiveSpecification: { attributeName: TABLE.timeToLive, enabled: true },
      sseSpecification: { sseEnabled: true, sseType: 'KMS' },
      replicas: [
        {
          region: Aws.REGION,
          pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
          sseSpecification: { kmsMasterKeyId: encryptionKey.keyArn },
        },
      ],
    });
    table.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.tableName = table.ref;
    this.tableArn = table.attrArn;
  }
}
