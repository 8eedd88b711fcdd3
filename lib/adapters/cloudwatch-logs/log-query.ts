import type { CloudWatchLogsClient, GetQueryResultsCommandOutput, ResultField } from '@aws-sdk/client-cloudwatch-logs';
import { MOST_MESSAGES } from '../../core/logs/stretches.ts';
import { READ_OF_MESSAGE } from '../../core/logs/said.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { epochOf, type Instant, parseInstant, SECOND } from '../../core/time.ts';
import type { ReadLogs } from '../../ports/log-history.ts';

/**
 * Every query there is: nothing of an event, a message or a form is ever part of one. A log group and two times go beside
 * it as parameters. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
const QUERIES = {
  newestMessages: `fields @timestamp, substr(@message, 0, ${String(READ_OF_MESSAGE)}) as said | sort @timestamp desc | limit ${String(MOST_MESSAGES)}`,
} as const;

/** Whole seconds, both ends looked at. */
const secondsOf = (at: Instant): number => Math.floor(epochOf(at) / SECOND);

interface Started {
  readonly logGroup: string;
  readonly stretch: Span;
  readonly abortSignal: AbortSignal;
}

/** @returns undefined: it was started, and has no name. @throws what the SDK throws. */
export const startQuery = async (
  client: CloudWatchLogsClient,
  { logGroup, stretch: { from, to }, abortSignal }: Started,
): Promise<string | undefined> => {
  const { StartQueryCommand } = await import('./commands.ts');
  const command = new StartQueryCommand({
    logGroupName: logGroup,
    startTime: secondsOf(from),
    endTime: secondsOf(to),
    queryString: QUERIES.newestMessages,
  });
  const { queryId } = await client.send(command, { abortSignal });
  return queryId;
};

export const resultsOf = async (
  client: CloudWatchLogsClient,
  queryId: string,
  abortSignal: AbortSignal,
): Promise<GetQueryResultsCommandOutput> => {
  const { GetQueryResultsCommand } = await import('./commands.ts');
  return client.send(new GetQueryResultsCommand({ queryId }), { abortSignal });
};

/** What has ended already cannot be stopped: that is no failure. */
export const stopQuery = async (client: CloudWatchLogsClient, queryId: string): Promise<void> => {
  const { StopQueryCommand } = await import('./commands.ts');
  await client.send(new StopQueryCommand({ queryId }));
};

/** `2023-08-05 14:09:55.015`, of UTC. */
const instantIn = (value: string | undefined): Instant | undefined =>
  parseInstant(`${value?.replace(' ', 'T') ?? ''}Z`);

const messageIn = (row: readonly ResultField[]): ReadLogs['messages'] => {
  const values = new Map(row.map(({ field, value }) => [field, value]));
  const [at, text] = [instantIn(values.get('@timestamp')), values.get('said')];
  return at === undefined || text === undefined ? [] : [{ at, text: text.slice(0, READ_OF_MESSAGE) }];
};

const numberIn = (value: number | undefined): number => (Number.isFinite(value) ? Math.max(0, value ?? 0) : 0);

/** What results hold, whatever else is in them; newest first. */
export const logsIn = ({ results = [], statistics }: GetQueryResultsCommandOutput): Omit<ReadLogs, 'stopped'> => {
  const messages = results
    .slice(0, MOST_MESSAGES)
    .flatMap(messageIn)
    .sort((one, other) => (one.at > other.at ? -1 : Number(one.at < other.at)));
  return {
    messages,
    matched: Math.max(messages.length, numberIn(statistics?.recordsMatched)),
    scannedBytes: numberIn(statistics?.bytesScanned),
  };
};
