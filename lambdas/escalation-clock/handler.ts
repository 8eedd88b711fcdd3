import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { TABLE_NAME } from '../../lib/adapters/dynamodb/contract.ts';
import { dynamoDbIncidents } from '../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { DIAGNOSES_QUEUE_URL, PAGES_QUEUE_URL, TICKS_QUEUE_URL } from '../../lib/adapters/sqs/contract.ts';
import { sqsDiagnosesQueue } from '../../lib/adapters/sqs/sqs-diagnoses-queue.ts';
import { sqsPagesQueue } from '../../lib/adapters/sqs/sqs-pages-queue.ts';
import { sqsRedelivery } from '../../lib/adapters/sqs/sqs-redelivery.ts';
import { sqsTicksQueue } from '../../lib/adapters/sqs/sqs-ticks-queue.ts';
import { pipelineOf } from '../../lib/pipeline/pipeline-of.ts';
import { dynamoDbClient } from '../../lib/runtime/dynamodb-client.ts';
import { requireEnv } from '../../lib/runtime/environment.ts';
import { powertoolsTelemetry } from '../../lib/runtime/powertools-telemetry.ts';
import { ownProcess } from '../../lib/runtime/process.ts';
import { sqsClient } from '../../lib/runtime/sqs-client.ts';
import { ESCALATION_CLOCK } from './contract.ts';
import { tickBatch } from './tick-batch.ts';

const table = { client: dynamoDbClient(), tableName: requireEnv(TABLE_NAME) };
const client = sqsClient();
const pages = sqsPagesQueue({ client, queueUrl: requireEnv(PAGES_QUEUE_URL) });
const ticksQueue = { client, queueUrl: requireEnv(TICKS_QUEUE_URL) };
const ticks = sqsTicksQueue(ticksQueue);
const diagnoses = sqsDiagnosesQueue({ client, queueUrl: requireEnv(DIAGNOSES_QUEUE_URL) });
const redelivery = sqsRedelivery(ticksQueue);
const pipeline = pipelineOf({ incidents: dynamoDbIncidents(table), pages, ticks, diagnoses, ...ownProcess() });
const telemetry = powertoolsTelemetry(ESCALATION_CLOCK);

export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  tickBatch({ pipeline, telemetry, redelivery }, event);
