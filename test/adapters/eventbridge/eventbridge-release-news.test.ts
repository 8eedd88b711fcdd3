import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterEach, expect, it } from 'vitest';
import { eventBridgeReleaseNews } from '../../../lib/adapters/eventbridge/eventbridge-release-news.ts';
import type { ReleaseNews } from '../../../lib/ports/release-news.ts';
import { type AwsStub, startAwsStub, type StubAnswer } from '../../support/aws-stub.ts';
import { verdictAt } from '../../support/release-log-contract.ts';

let stub: AwsStub | undefined;
let client: EventBridgeClient | undefined;

afterEach(async () => {
  client?.destroy();
  await stub?.close();
});

const before = async (answer: StubAnswer): Promise<ReleaseNews> => {
  stub = await startAwsStub(() => answer);
  client = new EventBridgeClient({ ...stub.options, maxAttempts: 1 });
  return eventBridgeReleaseNews(client);
};

it('tells of a verdict with one event of its own kind, at the time of the verdict', async () => {
  const news = await before({ result: { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] } });
  await news.tell('web', 'prod', verdictAt(0));
  const [request] = stub?.requests ?? [];
  const { Entries } = request?.body as { Entries: readonly Record<string, unknown>[] };
  expect(Entries).toMatchObject([
    { Source: 'tocsin', DetailType: 'Release Verdict', Time: Date.parse(verdictAt(0).at) / 1_000 },
  ]);
  expect(JSON.parse(String(Entries[0]?.['Detail']))).toEqual({ service: 'web', environment: 'prod', ...verdictAt(0) });
});

it.each<StubAnswer>([
  { error: 'AccessDeniedException' },
  { error: 'InternalException', status: 500 },
  { result: { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'later' }] } },
])('fails where the bus does not take it: %o', async (answer) => {
  const news = await before(answer);
  await expect(news.tell('web', 'prod', verdictAt(0))).rejects.toThrow();
});
