import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { TABLE_NAME } from '../../lib/adapters/dynamodb/contract.ts';
import { dynamoDbDeploys } from '../../lib/adapters/dynamodb/dynamodb-deploys.ts';
import { DEAD_LETTER_QUEUE_URL, DEPLOYS_QUEUE_URL } from '../../lib/adapters/sqs/contract.ts';
import { sqsRedelivery } from '../../lib/adapters/sqs/sqs-redelivery.ts';
import { sqsSetAside } from '../../lib/adapters/sqs/sqs-set-aside.ts';
import { within } from '../../lib/runtime/clock.ts';
import { STACK_NAME } from '../../lib/runtime/contract.ts';
import { dynamoDbClient } from '../../lib/runtime/dynamodb-client.ts';
import { requireEnv } from '../../lib/runtime/environment.ts';
import { powertoolsTelemetry } from '../../lib/runtime/powertools-telemetry.ts';
import { ownProcess } from '../../lib/runtime/process.ts';
import { sqsClient } from '../../lib/runtime/sqs-client.ts';
import { DEPLOY_RECORDER } from './contract.ts';
import { recordBatch } from './record-batch.ts';
import { systems } from './systems.ts';

/** A word that comes late is worth more than a revision: an alarm may be on its way already. */
const SYSTEM_ANSWERS_WITHIN_MS = 2_500;

const { configuration, report, clock } = ownProcess();
const client = sqsClient();
const host = {
  log: dynamoDbDeploys({ client: dynamoDbClient(), tableName: requireEnv(TABLE_NAME) }),
  systems,
  within: within(SYSTEM_ANSWERS_WITHIN_MS),
  aside: sqsSetAside({ client, queueUrl: requireEnv(DEAD_LETTER_QUEUE_URL) }),
  configuration,
  stack: requireEnv(STACK_NAME),
  report,
};
const redelivery = sqsRedelivery({ client, queueUrl: requireEnv(DEPLOYS_QUEUE_URL) });
const telemetry = powertoolsTelemetry(DEPLOY_RECORDER);

export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  recordBatch({ host, telemetry, redelivery, clock }, event);
