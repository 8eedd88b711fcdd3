import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { TABLE_NAME } from '../../lib/adapters/dynamodb/contract.ts';
import { dynamoDbDeploys } from '../../lib/adapters/dynamodb/dynamodb-deploys.ts';
import { dynamoDbIncidents } from '../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import {
  ALARMS_QUEUE_URL,
  DEAD_LETTER_QUEUE_URL,
  DIAGNOSES_QUEUE_URL,
  PAGES_QUEUE_URL,
  TICKS_QUEUE_URL,
} from '../../lib/adapters/sqs/contract.ts';
import { sqsDiagnosesQueue } from '../../lib/adapters/sqs/sqs-diagnoses-queue.ts';
import { sqsPagesQueue } from '../../lib/adapters/sqs/sqs-pages-queue.ts';
import { sqsRedelivery } from '../../lib/adapters/sqs/sqs-redelivery.ts';
import { sqsSetAside } from '../../lib/adapters/sqs/sqs-set-aside.ts';
import { sqsTicksQueue } from '../../lib/adapters/sqs/sqs-ticks-queue.ts';
import { DIAGNOSED_WITHIN_MS } from '../../lib/core/escalation/wake.ts';
import { criticalUpstream } from '../../lib/pipeline/open-incidents.ts';
import type { DeployLog } from '../../lib/ports/deploy-log.ts';
import { pipelineOf } from '../../lib/pipeline/pipeline-of.ts';
import { within } from '../../lib/runtime/clock.ts';
import { dynamoDbClient } from '../../lib/runtime/dynamodb-client.ts';
import { requireEnv } from '../../lib/runtime/environment.ts';
import { powertoolsTelemetry } from '../../lib/runtime/powertools-telemetry.ts';
import { ownProcess } from '../../lib/runtime/process.ts';
import { sqsClient } from '../../lib/runtime/sqs-client.ts';
import { ALARM_INTAKE } from './contract.ts';
import { firstDiagnoser } from './first-diagnoser.ts';
import { intakeAlarms } from './intake-alarms.ts';
import { tagsInTime } from './tags-in-time.ts';

const table = { client: dynamoDbClient(), tableName: requireEnv(TABLE_NAME) };
const client = sqsClient();
const pages = sqsPagesQueue({ client, queueUrl: requireEnv(PAGES_QUEUE_URL) });
const ticks = sqsTicksQueue({ client, queueUrl: requireEnv(TICKS_QUEUE_URL) });
const diagnoses = sqsDiagnosesQueue({ client, queueUrl: requireEnv(DIAGNOSES_QUEUE_URL) });
const aside = sqsSetAside({ client, queueUrl: requireEnv(DEAD_LETTER_QUEUE_URL) });
const redelivery = sqsRedelivery({ client, queueUrl: requireEnv(ALARMS_QUEUE_URL) });
const own = ownProcess();
const briefly = within(DIAGNOSED_WITHIN_MS);
const queues = { pages, ticks, diagnoses, aside };
const receiving = pipelineOf({ incidents: dynamoDbIncidents(table), ...queues, briefly, ...own });
const openIncidents = criticalUpstream(receiving);
const deploys = (abortSignal: AbortSignal): DeployLog => dynamoDbDeploys({ ...table, abortSignal });
const tags = tagsInTime();
const pipeline = { ...receiving, tags, diagnoser: firstDiagnoser({ ...own, deploys, openIncidents }) };
const telemetry = powertoolsTelemetry(ALARM_INTAKE);

export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  intakeAlarms({ pipeline, telemetry, redelivery }, event);
