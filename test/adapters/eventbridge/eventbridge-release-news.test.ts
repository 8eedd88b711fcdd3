import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterEach, expect, it } from 'vitest';
import schema from '../../../schema/release-verdict.schema.json' with { type: 'json' };
import { eventBridgeReleaseNews } from '../../../lib/adapters/eventbridge/eventbridge-release-news.ts';
import type { ReleaseNews, ReleaseTold } from '../../../lib/ports/release-news.ts';
import { type AwsStub, startAwsStub, type StubAnswer } from '../../support/aws-stub.ts';
import { verdictAt } from '../../support/release-log-contract.ts';

const TOLD: ReleaseTold = {
  service: 'web',
  environment: 'prod',
  rollout: { revision: '1f3c9aa', url: 'https://ci.example.com/77', subject: 'service prod/web' },
  verdict: verdictAt(0),
};

/** The detail of the event that was put last. */
const detail = (): Readonly<Record<string, unknown>> => {
  const { Entries } = stub?.requests.at(-1)?.body as { Entries: readonly Record<string, unknown>[] };
  return JSON.parse(String(Entries[0]?.['Detail'])) as Record<string, unknown>;
};

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
  await news.tell(TOLD);
  const [request] = stub?.requests ?? [];
  const { Entries } = request?.body as { Entries: readonly Record<string, unknown>[] };
  expect(Entries).toMatchObject([
    { Source: 'tocsin', DetailType: 'Release Verdict', Time: Date.parse(verdictAt(0).at) / 1_000 },
  ]);
  const { service, environment, rollout, verdict } = TOLD;
  expect(detail()).toEqual({ service, environment, ...rollout, ...verdict });
});

it('is of the form that its schema says, whatever nobody told of', async () => {
  const ajv = new Ajv2020({ allErrors: true });
  addFormats.default(ajv);
  const isValid = ajv.compile(schema);
  const news = await before({ result: { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] } });
  for (const rollout of [TOLD.rollout, {}]) {
    await news.tell({ ...TOLD, rollout });
    isValid(detail());
    expect(isValid.errors).toBeNull();
  }
  expect(detail()).toMatchObject({ revision: null, url: null, subject: null });
  expect(isValid({ ...detail(), verdict: 'fine' })).toBe(false);
});

it.each<StubAnswer>([
  { error: 'AccessDeniedException' },
  { error: 'InternalException', status: 500 },
  { result: { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'later' }] } },
])('fails where the bus does not take it: %o', async (answer) => {
  const news = await before(answer);
  await expect(news.tell(TOLD)).rejects.toThrow();
});
