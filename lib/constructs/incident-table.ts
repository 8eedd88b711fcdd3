import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { BY_DAY, BY_RESOLUTION, BY_SERVICE, BY_WAKE, TABLE } from '../adapters/dynamodb/contract.ts';

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

const listIndex = (
  index: typeof BY_DAY | typeof BY_SERVICE | typeof BY_RESOLUTION,
): CfnGlobalTable.GlobalSecondaryIndexProperty => ({
  indexName: index.name,
  keySchema: keySchema(index),
  projection: { projectionType: 'INCLUDE', nonKeyAttributes: [...index.fields] },
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
      attributeDefinitions: attributesOf([TABLE, BY_DAY, BY_SERVICE, BY_RESOLUTION, BY_WAKE]),
      globalSecondaryIndexes: [
        listIndex(BY_DAY),
        listIndex(BY_SERVICE),
        listIndex(BY_RESOLUTION),
        { indexName: BY_WAKE.name, keySchema: keySchema(BY_WAKE), projection: { projectionType: 'KEYS_ONLY' } },
      ],
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
