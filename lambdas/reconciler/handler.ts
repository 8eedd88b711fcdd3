import type { Context } from 'aws-lambda';
import { TABLE_NAME } from '../../lib/adapters/dynamodb/contract.ts';
import { dynamoDbAnchors } from '../../lib/adapters/dynamodb/dynamodb-anchors.ts';
import { dynamoDbDigests } from '../../lib/adapters/dynamodb/dynamodb-digests.ts';
import { dynamoDbIncidents } from '../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { dynamoDbReleases } from '../../lib/adapters/dynamodb/dynamodb-releases.ts';
import { DIAGNOSES_QUEUE_URL, PAGES_QUEUE_URL, TICKS_QUEUE_URL } from '../../lib/adapters/sqs/contract.ts';
import { sqsDiagnosesQueue } from '../../lib/adapters/sqs/sqs-diagnoses-queue.ts';
import { sqsDigestsQueue, sqsPagesQueue } from '../../lib/adapters/sqs/sqs-pages-queue.ts';
import { sqsTicksQueue } from '../../lib/adapters/sqs/sqs-ticks-queue.ts';
import { DailyAnchor } from '../../lib/pipeline/anchor-days.ts';
import { pipelineOf } from '../../lib/pipeline/pipeline-of.ts';
import { readerOnStore } from '../../lib/pipeline/reader-on-store.ts';
import { Reconciliation } from '../../lib/pipeline/reconcile.ts';
import { WeeklyDigest } from '../../lib/pipeline/weekly-digest.ts';
import { lookUpTags } from '../../lib/pipeline/look-up-tags.ts';
import { dynamoDbClient } from '../../lib/runtime/dynamodb-client.ts';
import { requireEnv } from '../../lib/runtime/environment.ts';
import { powertoolsTelemetry } from '../../lib/runtime/powertools-telemetry.ts';
import { ownProcess } from '../../lib/runtime/process.ts';
import { sqsClient } from '../../lib/runtime/sqs-client.ts';
import { askedSeldom } from './asked-seldom.ts';
import { RECONCILER, WATCHDOG_URL } from './contract.ts';
import { ownHealth } from './own-health.ts';
import { reconcileLate } from './reconcile-late.ts';
import { tagsLookUp } from './tags-look-up.ts';
import { callWatchdog } from './watchdog.ts';

const table = { client: dynamoDbClient(), tableName: requireEnv(TABLE_NAME) };
const client = sqsClient();
const pagesQueue = { client, queueUrl: requireEnv(PAGES_QUEUE_URL) };
const pages = sqsPagesQueue(pagesQueue);
const ticks = sqsTicksQueue({ client, queueUrl: requireEnv(TICKS_QUEUE_URL) });
const diagnoses = sqsDiagnosesQueue({ client, queueUrl: requireEnv(DIAGNOSES_QUEUE_URL) });
const incidents = dynamoDbIncidents(table);
const pipeline = pipelineOf({ incidents, pages, ticks, diagnoses, ...ownProcess() });
const reconciler = new Reconciliation(pipeline);
const anchors = dynamoDbAnchors(table);
const anchor = new DailyAnchor(pipeline, anchors);
const digest = new WeeklyDigest({
  ...pipeline,
  incidents: readerOnStore(incidents),
  anchor: () => anchors.last(),
  releases: dynamoDbReleases(table),
  digests: dynamoDbDigests(table),
  queue: sqsDigestsQueue(pagesQueue),
});
const telemetry = powertoolsTelemetry(RECONCILER);
const url = process.env[WATCHDOG_URL] ?? '';
const watchdog = url === '' ? undefined : (): Promise<void> => callWatchdog(url);
const looking = tagsLookUp(table, pipeline);
const health = askedSeldom(ownHealth(client), pipeline.clock);

/** Of the function's time, for ticks that have begun and for the watchdog. */
const RESERVE_MS = 12_000;

export const handler = (_event: unknown, context: Context): Promise<void> =>
  reconcileLate(
    { reconciler, telemetry, anchor, digest, watchdog, health, tags: (hasTime) => lookUpTags(looking, hasTime) },
    () => context.getRemainingTimeInMillis() > RESERVE_MS,
  );
