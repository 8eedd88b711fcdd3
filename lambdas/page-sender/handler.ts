import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { LINK_BASE, TABLE_NAME } from '../../lib/adapters/dynamodb/contract.ts';
import { dynamoDbDigests } from '../../lib/adapters/dynamodb/dynamodb-digests.ts';
import { dynamoDbIncidents } from '../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { dynamoDbPageLinks } from '../../lib/adapters/dynamodb/dynamodb-page-links.ts';
import { TOPIC_ARN_PREFIX } from '../../lib/adapters/sns/contract.ts';
import { snsPager } from '../../lib/adapters/sns/sns-pager.ts';
import { DIAGNOSES_QUEUE_URL, PAGES_QUEUE_URL, TICKS_QUEUE_URL } from '../../lib/adapters/sqs/contract.ts';
import { sqsDiagnosesQueue } from '../../lib/adapters/sqs/sqs-diagnoses-queue.ts';
import { sqsPagesQueue } from '../../lib/adapters/sqs/sqs-pages-queue.ts';
import { sqsRedelivery } from '../../lib/adapters/sqs/sqs-redelivery.ts';
import { sqsTicksQueue } from '../../lib/adapters/sqs/sqs-ticks-queue.ts';
import { pipelineOf } from '../../lib/pipeline/pipeline-of.ts';
import { pause as pace, within } from '../../lib/runtime/clock.ts';
import { STACK_NAME } from '../../lib/runtime/contract.ts';
import { dynamoDbClient } from '../../lib/runtime/dynamodb-client.ts';
import { requireEnv } from '../../lib/runtime/environment.ts';
import { powertoolsTelemetry } from '../../lib/runtime/powertools-telemetry.ts';
import { ownProcess } from '../../lib/runtime/process.ts';
import { snsClient } from '../../lib/runtime/sns-client.ts';
import { sqsClient } from '../../lib/runtime/sqs-client.ts';
import { PAGE_SENDER } from './contract.ts';
import { sendBatch } from './send-batch.ts';

const table = { client: dynamoDbClient(), tableName: requireEnv(TABLE_NAME) };
const client = sqsClient();
const pagesQueue = { client, queueUrl: requireEnv(PAGES_QUEUE_URL) };
const pages = sqsPagesQueue(pagesQueue);
const redelivery = sqsRedelivery(pagesQueue);
const ticks = sqsTicksQueue({ client, queueUrl: requireEnv(TICKS_QUEUE_URL) });
const diagnoses = sqsDiagnosesQueue({ client, queueUrl: requireEnv(DIAGNOSES_QUEUE_URL) });
const links = dynamoDbPageLinks({ ...table, linkBase: requireEnv(LINK_BASE) });
const pager = snsPager({ client: snsClient(), topicArnPrefix: requireEnv(TOPIC_ARN_PREFIX) });
/** A message goes out without what its alarm says of itself where the table takes longer. */
const briefly = within(1_000);
const host = { incidents: dynamoDbIncidents(table), pages, ticks, diagnoses, links, pager, pace, briefly };
const where = `--stack ${requireEnv(STACK_NAME)}`;
const pipeline = pipelineOf({ ...host, ...ownProcess(), respondWith: where });
const telemetry = powertoolsTelemetry(PAGE_SENDER);
const digests = dynamoDbDigests(table);

/** Of the function's time, for the last try of a record and what follows it. */
const RESERVE_MS = 8_000;

export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  sendBatch(
    { pipeline, telemetry, redelivery, digests, where },
    event,
    () => context.getRemainingTimeInMillis() > RESERVE_MS,
  );
