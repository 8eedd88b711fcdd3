import type { Context } from 'aws-lambda';
import { cloudWatchMetricHistory } from '../../lib/adapters/cloudwatch/cloudwatch-metric-history.ts';
import { TABLE_NAME } from '../../lib/adapters/dynamodb/contract.ts';
import { dynamoDbDeploys } from '../../lib/adapters/dynamodb/dynamodb-deploys.ts';
import { dynamoDbReleases } from '../../lib/adapters/dynamodb/dynamodb-releases.ts';
import { eventBridgeReleaseNews } from '../../lib/adapters/eventbridge/eventbridge-release-news.ts';
import { within } from '../../lib/runtime/clock.ts';
import { metricsClient } from '../../lib/runtime/cloudwatch-client.ts';
import { dynamoDbClient } from '../../lib/runtime/dynamodb-client.ts';
import { requireEnv } from '../../lib/runtime/environment.ts';
import { eventBridgeClient } from '../../lib/runtime/eventbridge-client.ts';
import { powertoolsTelemetry } from '../../lib/runtime/powertools-telemetry.ts';
import { ownProcess } from '../../lib/runtime/process.ts';
import { RELEASE_VERDICT } from './contract.ts';
import { judgeAll } from './judge-all.ts';

/** The values of one deploy, or the deploys of one service. */
const READ_WITHIN_MS = 12_000;
/** Of the function's time, for a deploy that has begun to be judged. */
const RESERVE_MS = 30_000;

const { clock, configuration, report } = ownProcess();
const table = { client: dynamoDbClient(), tableName: requireEnv(TABLE_NAME) };
const host = {
  metrics: cloudWatchMetricHistory({ client: metricsClient(), clock }),
  deploys: dynamoDbDeploys(table),
  releases: dynamoDbReleases(table),
  news: eventBridgeReleaseNews(eventBridgeClient()),
  clock,
  report,
  within: within(READ_WITHIN_MS),
};
const telemetry = powertoolsTelemetry(RELEASE_VERDICT);

export const handler = (_event: unknown, context: Context): Promise<void> =>
  judgeAll({ host, telemetry, configuration }, () => context.getRemainingTimeInMillis() > RESERVE_MS);
