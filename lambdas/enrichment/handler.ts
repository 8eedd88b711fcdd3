import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { cloudWatchMetricHistory } from '../../lib/adapters/cloudwatch/cloudwatch-metric-history.ts';
import { cloudWatchLogHistory } from '../../lib/adapters/cloudwatch-logs/cloudwatch-log-history.ts';
import { TABLE_NAME } from '../../lib/adapters/dynamodb/contract.ts';
import { dynamoDbDeploys } from '../../lib/adapters/dynamodb/dynamodb-deploys.ts';
import { dynamoDbIncidents } from '../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { dynamoDbScanAllowance } from '../../lib/adapters/dynamodb/dynamodb-scan-allowance.ts';
import { DIAGNOSES_QUEUE_URL, PAGES_QUEUE_URL, TICKS_QUEUE_URL } from '../../lib/adapters/sqs/contract.ts';
import { sqsDiagnosesQueue } from '../../lib/adapters/sqs/sqs-diagnoses-queue.ts';
import { sqsPagesQueue } from '../../lib/adapters/sqs/sqs-pages-queue.ts';
import { sqsRedelivery } from '../../lib/adapters/sqs/sqs-redelivery.ts';
import { sqsTicksQueue } from '../../lib/adapters/sqs/sqs-ticks-queue.ts';
import { diagnoserOf } from '../../lib/pipeline/diagnoser-of.ts';
import { criticalUpstream } from '../../lib/pipeline/open-incidents.ts';
import type { Sources } from '../../lib/pipeline/sources.ts';
import { pipelineOf } from '../../lib/pipeline/pipeline-of.ts';
import { pause, systemClock as clock, within } from '../../lib/runtime/clock.ts';
import { metricsClient } from '../../lib/runtime/cloudwatch-client.ts';
import { dynamoDbClient } from '../../lib/runtime/dynamodb-client.ts';
import { requireEnv } from '../../lib/runtime/environment.ts';
import { logsClient } from '../../lib/runtime/logs-client.ts';
import { powertoolsTelemetry } from '../../lib/runtime/powertools-telemetry.ts';
import { ownProcess } from '../../lib/runtime/process.ts';
import { sqsClient } from '../../lib/runtime/sqs-client.ts';
import { answerBatch } from './answer-batch.ts';
import { ENRICHMENT } from './contract.ts';

/** Of the function's 30 seconds: a diagnosis is made of what has come by then. */
const READ_WITHIN_MS = 8_000;

const own = ownProcess();
const client = sqsClient();
const pages = sqsPagesQueue({ client, queueUrl: requireEnv(PAGES_QUEUE_URL) });
const ticks = sqsTicksQueue({ client, queueUrl: requireEnv(TICKS_QUEUE_URL) });
const diagnosesQueue = { client, queueUrl: requireEnv(DIAGNOSES_QUEUE_URL) };
const diagnoses = sqsDiagnosesQueue(diagnosesQueue);
const redelivery = sqsRedelivery(diagnosesQueue);
const table = { client: dynamoDbClient(), tableName: requireEnv(TABLE_NAME) };
const incidents = dynamoDbIncidents(table);
const metrics = metricsClient();
const logs = {
  history: cloudWatchLogHistory({ client: logsClient, pause, report: own.report }),
  allowance: dynamoDbScanAllowance(table),
};
const moving = pipelineOf({ incidents, pages, ticks, diagnoses, ...own });
const openIncidents = criticalUpstream(moving);
const sources = (): Sources => {
  const abortSignal = AbortSignal.timeout(READ_WITHIN_MS);
  const deploys = dynamoDbDeploys({ ...table, abortSignal });
  return { metrics: cloudWatchMetricHistory({ client: metrics, clock, abortSignal }), deploys, openIncidents };
};
const diagnosing = { sources, within: within(READ_WITHIN_MS), report: own.report };
const pipeline = { ...moving, diagnoser: diagnoserOf(diagnosing, own.configuration), around: { logs } };
const telemetry = powertoolsTelemetry(ENRICHMENT);

export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  answerBatch({ pipeline, telemetry, redelivery }, event);
