import { randomBytes } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { TABLE_NAME } from '../../lib/adapters/dynamodb/contract.ts';
import { dynamoDbIncidents } from '../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { dynamoDbPageLinks } from '../../lib/adapters/dynamodb/dynamodb-page-links.ts';
import { PAGES_QUEUE_URL, TICKS_QUEUE_URL } from '../../lib/adapters/sqs/contract.ts';
import { sqsPagesQueue } from '../../lib/adapters/sqs/sqs-pages-queue.ts';
import { sqsTicksQueue } from '../../lib/adapters/sqs/sqs-ticks-queue.ts';
import { pipelineOf } from '../../lib/pipeline/pipeline-of.ts';
import { dynamoDbClient } from '../../lib/runtime/dynamodb-client.ts';
import { requireEnv } from '../../lib/runtime/environment.ts';
import { powertoolsTelemetry } from '../../lib/runtime/powertools-telemetry.ts';
import { ownProcess } from '../../lib/runtime/process.ts';
import { sqsClient } from '../../lib/runtime/sqs-client.ts';
import { RESPONSES_SERVICE } from './contract.ts';
import { type HttpReply, requestOf } from './http.ts';
import { answer } from './routes.ts';

const table = { client: dynamoDbClient(), tableName: requireEnv(TABLE_NAME) };
const client = sqsClient();
const pages = sqsPagesQueue({ client, queueUrl: requireEnv(PAGES_QUEUE_URL) });
const ticks = sqsTicksQueue({ client, queueUrl: requireEnv(TICKS_QUEUE_URL) });
const links = dynamoDbPageLinks({ ...table, linkBase: '/a/' });
const pipeline = pipelineOf({ incidents: dynamoDbIncidents(table), pages, ticks, links, ...ownProcess() });
const nonce = (): string => randomBytes(16).toString('base64url');
const ports = { pipeline, telemetry: powertoolsTelemetry(RESPONSES_SERVICE), nonce };

export const handler = (event: APIGatewayProxyEventV2): Promise<HttpReply> => answer(ports, requestOf(event));
