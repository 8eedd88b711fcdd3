import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, describe, expect, it } from 'vitest';
import { cloudWatchLogHistory } from '../../../lib/adapters/cloudwatch-logs/cloudwatch-log-history.ts';
import { recordedLogHistory } from '../../../lib/adapters/recording/recorded-log-history.ts';
import type { WhyNoLogs } from '../../../lib/core/logs/why-no-logs.ts';
import type { LogHistory } from '../../../lib/ports/log-history.ts';
import { LOGS_OPTIONS } from '../../../lib/runtime/client-options.ts';
import { type AwsStub, startAwsStub, type StubAnswer } from '../../support/aws-stub.ts';
import { FakeLogs, type LoggedMessage, type LogsBehaviour } from '../../support/fake-logs.ts';
import { minute } from '../../support/incident-spec.ts';
import { LOG_GROUP, logHistoryContract, readLogs } from '../../support/log-history-contract.ts';

let stub: AwsStub | undefined;
let client: CloudWatchLogsClient | undefined;
let logs: FakeLogs;
let reported: string[] = [];

afterEach(async () => {
  client?.destroy();
  await stub?.close();
  stub = undefined;
  reported = [];
});

const before = async (logged: readonly LoggedMessage[], behaviour?: LogsBehaviour): Promise<LogHistory> => {
  logs = new FakeLogs({ [LOG_GROUP]: logged }, behaviour);
  stub = await startAwsStub(logs.answer);
  return asking();
};

/** By the options that the function has: what the SDK repeats is seen. */
const asking = (): LogHistory => {
  client = new CloudWatchLogsClient({ ...stub?.options, ...LOGS_OPTIONS });
  const made = client;
  // Looks follow each other at once: the time that they take is that of the requests.
  const pause = (): Promise<void> => Promise.resolve();
  return cloudWatchLogHistory({
    client: () => Promise.resolve(made),
    pause,
    report: (trouble) => reported.push(trouble),
  });
};

const operations = (): readonly string[] => (stub?.requests ?? []).map(({ operation }) => operation);

const one: LoggedMessage = { at: minute(3), message: 'pool is empty' };

describe('a recording', () => {
  logHistoryContract((logged) => Promise.resolve(recordedLogHistory({ logs: [...logged] })));
});

describe('CloudWatch Logs', () => {
  logHistoryContract((logged) => before(logged));
});

describe('a query of logs', () => {
  it('is one of those that there are: a log group and two times go beside it', async () => {
    await readLogs(await before([one]));
    expect(stub?.requests[0]?.body).toEqual({
      logGroupName: LOG_GROUP,
      startTime: Date.parse(minute(0)) / 1_000,
      endTime: Date.parse(minute(10)) / 1_000,
      queryString: 'fields @timestamp, substr(@message, 0, 500) as said | sort @timestamp desc | limit 3000',
    });
  });

  it('that has ended is not stopped, and says what it scanned', async () => {
    const { scannedBytes } = await readLogs(await before([one], { bytesScanned: 4_711 }));
    expect(scannedBytes).toBe(4_711);
    expect(operations()).toEqual(['StartQuery', 'GetQueryResults', 'GetQueryResults']);
  });

  it('is waited for through looks that are throttled or fail, as long as there is time', async () => {
    let looks = 0;
    logs = new FakeLogs({ [LOG_GROUP]: [one] });
    stub = await startAwsStub((request): StubAnswer => {
      if (request.operation !== 'GetQueryResults') return logs.answer(request);
      looks += 1;
      if (looks === 1) return { error: 'ThrottlingException' };
      return looks === 2 ? { error: 'ServiceUnavailableException', status: 503 } : logs.answer(request);
    });
    expect((await readLogs(asking())).messages).toHaveLength(1);
  });
});

describe('D43 a query that runs for ever', () => {
  it('is stopped when its time is over, and nothing is known', async () => {
    const reading = readLogs(await before([one], { runsFor: Infinity }), 200);
    await expect(reading).rejects.toMatchObject({ why: 'late', scannedBytes: 1_000 });
    expect(logs.stopped).toEqual(['query-1']);
  });

  it('is stopped, and what it had found by then is given, and said to be a part', async () => {
    const read = await readLogs(await before([one], { runsFor: Infinity, soFar: 'everything' }), 200);
    expect(read).toMatchObject({ messages: [{ text: 'pool is empty' }], stopped: 'time', scannedBytes: 1_000 });
    expect(logs.stopped).toEqual(['query-1']);
  });

  it('is stopped when it has scanned as much as it may', async () => {
    const history = await before([one], { runsFor: Infinity, soFar: 'everything', bytesScanned: 2e9 });
    expect(await readLogs(history)).toMatchObject({ stopped: 'bytes', scannedBytes: 2e9 });
    expect(logs.stopped).toEqual(['query-1']);
  });

  it('is stopped by a second try where the first fails', async () => {
    let stops = 0;
    logs = new FakeLogs({ [LOG_GROUP]: [one] }, { runsFor: Infinity });
    stub = await startAwsStub((request): StubAnswer => {
      if (request.operation === 'StopQuery') stops += 1;
      const fails = request.operation === 'StopQuery' && stops === 1;
      return fails ? { error: 'ServiceUnavailableException', status: 503 } : logs.answer(request);
    });
    await expect(readLogs(asking(), 200)).rejects.toMatchObject({ why: 'late' });
    expect([logs.stopped, reported]).toEqual([['query-1'], []]);
  });

  it('and cannot be stopped is told of, and given up', async () => {
    const answers = { StopQuery: { error: 'ServiceUnavailableException', status: 503 } };
    await expect(readLogs(await before([one], { runsFor: Infinity, answers }), 200)).rejects.toMatchObject({
      why: 'late',
    });
    expect(reported).toEqual(['a query of logs could not be stopped']);
  });

  it('of which looks are not answered is stopped all the same', async () => {
    const history = await before([one], { answers: { GetQueryResults: 'no answer' } });
    await expect(readLogs(history, 200)).rejects.toMatchObject({ why: 'late' });
    expect(logs.stopped).toEqual(['query-1']);
  });
});

describe('D43 a query that gives nothing', () => {
  it.each([
    ['MalformedQueryException', 'malformed'],
    ['InvalidParameterException', 'malformed'],
    ['ResourceNotFoundException', 'gone'],
    ['AccessDeniedException', 'denied'],
    ['ServiceUnavailableException', 'unanswered'],
    ['SomethingElseException', 'unanswered'],
  ])('since it was refused with %s is %s, and there is none to stop', async (error, why) => {
    const history = await before([one], { answers: { StartQuery: { error } } });
    await expect(readLogs(history)).rejects.toMatchObject({ name: 'LogHistoryError', why });
    expect(operations()).toEqual(['StartQuery']);
  });

  it.each(['LimitExceededException', 'ThrottlingException'])(
    'since others run (%s) is tried four times, and throttled',
    async (error) => {
      const history = await before([one], { answers: { StartQuery: { error } } });
      await expect(readLogs(history)).rejects.toMatchObject({ why: 'throttled', scannedBytes: 0 });
      expect(operations()).toEqual(Array.from({ length: 4 }, () => 'StartQuery'));
    },
  );

  it.each([
    ['Cancelled', 'cancelled'],
    ['Failed', 'failed'],
    ['Timeout', 'late'],
  ])('since it was %s is %s, and over', async (ends, why) => {
    await expect(readLogs(await before([one], { ends }))).rejects.toMatchObject({ why, scannedBytes: 1_000 });
    expect(logs.stopped).toEqual([]);
  });

  it('since nobody may look at it is denied, and it is stopped', async () => {
    const history = await before([one], { answers: { GetQueryResults: { error: 'AccessDeniedException' } } });
    await expect(readLogs(history)).rejects.toMatchObject({ why: 'denied' });
    expect(logs.stopped).toEqual(['query-1']);
  });

  it.each<[string, StubAnswer, WhyNoLogs]>([
    ['is not answered', 'no answer', 'late'],
    ['fails', { error: 'ServiceUnavailableException', status: 503 }, 'unanswered'],
    ['has no name', { result: {} }, 'unanswered'],
  ])('since its start %s may run unseen: that it scans what it may is charged', async (_what, answer, why) => {
    const history = await before([one], { answers: { StartQuery: answer } });
    await expect(readLogs(history, 200)).rejects.toMatchObject({ why, scannedBytes: 1e9 });
    expect(operations()).toEqual(['StartQuery']);
  });
});

describe('an answer of a foreign shape', () => {
  it.each<[string, object]>([
    ['without results', { status: 'Complete' }],
    ['with rows of other fields', { status: 'Complete', results: [[{ field: 'x', value: 'y' }], [], [{}]] }],
    [
      'with times that are none',
      {
        status: 'Complete',
        results: [
          [
            { field: '@timestamp', value: 'soon' },
            { field: 'said', value: 'y' },
          ],
        ],
      },
    ],
    ['with statistics that are none', { status: 'Complete', results: [], statistics: { bytesScanned: -5 } }],
  ])('%s holds no message', async (_what, result) => {
    const history = await before([one], { answers: { GetQueryResults: { result } } });
    expect(await readLogs(history)).toMatchObject({ messages: [], matched: 0, scannedBytes: 0 });
  });

  it('to a start, without a name, is no answer', async () => {
    const history = await before([one], { answers: { StartQuery: { result: {} } } });
    await expect(readLogs(history)).rejects.toMatchObject({ why: 'unanswered' });
  });

  it('of a status that nobody knows is looked at again', async () => {
    const history = await before([one], { answers: { GetQueryResults: { result: { status: 'Dreaming' } } } });
    await expect(readLogs(history, 100)).rejects.toMatchObject({ why: 'late' });
    expect(logs.stopped).toEqual(['query-1']);
  });
});
