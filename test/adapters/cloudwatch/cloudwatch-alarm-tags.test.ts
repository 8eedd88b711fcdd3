import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterEach, describe, expect, it } from 'vitest';
import { cloudwatchAlarmTags } from '../../../lib/adapters/cloudwatch/cloudwatch-alarm-tags.ts';
import { TagRation } from '../../../lib/adapters/cloudwatch/tag-ration.ts';
import type { AlarmTags } from '../../../lib/ports/alarm-tags.ts';
import { BRIEF_METRICS_OPTIONS } from '../../../lib/runtime/client-options.ts';
import { type AwsStub, startAwsStub, type StubAnswer } from '../../support/aws-stub.ts';

let stub: AwsStub | undefined;
let client: CloudWatchClient | undefined;

afterEach(async () => {
  client?.destroy();
  await stub?.close();
});

const arnOf = (name: string, region = stub?.options.region ?? ''): string =>
  `arn:aws:cloudwatch:${region}:111122223333:alarm:${name}`;

interface Asking {
  readonly tags: AlarmTags;
  readonly rests: () => number;
}

const asking = async (
  answerTo: (arn: string) => StubAnswer,
  { withinMs = 5_000, take = (): boolean => true } = {},
): Promise<Asking> => {
  stub = await startAwsStub(({ body }) => answerTo(String(body['ResourceARN'])));
  client = new CloudWatchClient({ ...stub.options, ...BRIEF_METRICS_OPTIONS });
  let rests = 0;
  const ration = { take, rest: (): void => void (rests += 1) };
  return { tags: cloudwatchAlarmTags({ client, ration, withinMs }), rests: () => rests };
};

const foundOf = async ({ tags }: Asking, arn: string): Promise<unknown> => (await tags.of([arn])).get(arn);

describe('tags of a storm of alarms', () => {
  it.each(['no answer', { error: 'ThrottlingException' }] as const)(
    'are asked for until the first is not said, and then wait for nothing: %j',
    async (answer) => {
      stub = await startAwsStub(() => answer);
      client = new CloudWatchClient({ ...stub.options, ...BRIEF_METRICS_OPTIONS });
      const ration = new TagRation({ clock: () => '2026-03-01T03:00:00.000Z', processes: 5 });
      const tags = cloudwatchAlarmTags({ client, ration, withinMs: 50 });
      const batches = Array.from({ length: 50 }, (_, batch) =>
        Array.from({ length: 10 }, (_none, index) => arnOf(`${String(batch)}-${String(index)}`)),
      );
      const found: unknown[] = [];
      for (const batch of batches) found.push(...(await tags.of(batch)).values());
      expect(found).toHaveLength(500);
      expect(found.every((one) => one !== null && typeof one === 'object' && 'why' in one)).toBe(true);
      expect(stub.requests.length).toBeLessThanOrEqual(5);
    },
  );
});

describe('tags of an alarm', () => {
  it('are those that CloudWatch says, asked for once', async () => {
    const asked = await asking(() => ({ result: { Tags: [{ Key: 'team', Value: 'web' }] } }));
    expect(await foundOf(asked, arnOf('disk'))).toEqual({ tags: { team: 'web' } });
    expect(stub?.requests).toMatchObject([{ operation: 'ListTagsForResource', body: { ResourceARN: arnOf('disk') } }]);
  });

  it('are none where it has none, or CloudWatch says nothing of them', async () => {
    expect(await foundOf(await asking(() => ({ result: {} })), arnOf('disk'))).toEqual({ tags: {} });
  });

  it('are made safe, and cut, as those of an event are', async () => {
    const Tags = [
      { Key: 'a\u202eb', Value: `x\n${'y'.repeat(400)}` },
      { Key: 'n', Value: 5 },
      ...Array.from({ length: 80 }, (_, index) => ({ Key: `k${String(index)}`, Value: '' })),
    ];
    const found = (await foundOf(await asking(() => ({ result: { Tags } })), arnOf('disk'))) as { tags: object };
    expect(Object.keys(found.tags)).toHaveLength(50);
    expect(found.tags).toMatchObject({ ab: `x ${'y'.repeat(254)}` });
  });

  it.each([
    ['AccessDeniedException', 'denied', 0],
    ['ThrottlingException', 'throttled', 1],
    ['ResourceNotFoundException', 'unknown-alarm', 0],
    ['InternalServiceFault', 'unanswered', 1],
  ])('that are refused with %s are not known: %s', async (error, why, rests) => {
    const asked = await asking(() => ({ error }));
    expect(await foundOf(asked, arnOf('disk'))).toEqual({ why });
    expect(asked.rests()).toBe(rests);
    expect(stub?.requests).toHaveLength(1);
  });

  it.each(['no answer', 'broken connection'] as const)('that never come are not waited for: %s', async (answer) => {
    const asked = await asking(() => answer, { withinMs: 50 });
    expect(await foundOf(asked, arnOf('disk'))).toEqual({ why: 'unanswered' });
    expect(asked.rests()).toBe(1);
  });

  it('that come late hold up nothing that came in time', async () => {
    const asked = await asking(
      (arn) => (arn.endsWith('late') ? 'no answer' : { result: { Tags: [{ Key: 'team', Value: 'web' }] } }),
      { withinMs: 300 },
    );
    expect([...(await asked.tags.of([arnOf('late'), arnOf('disk')])).values()]).toEqual([
      { why: 'unanswered' },
      { tags: { team: 'web' } },
    ]);
  });

  it.each([
    ['of another Region', arnOf('disk', 'us-west-2')],
    ['whose ARN had to be made up', 'arn:aws:cloudwatch:unknown:unknown:alarm:disk'],
    ['that is no alarm', 'arn:aws:cloudwatch::111122223333:dashboard/x'],
  ])('are not asked for of one %s', async (_what, arn) => {
    const asked = await asking(() => ({ result: {} }));
    expect(await foundOf(asked, arn)).toEqual({ why: 'unknown-alarm' });
    expect(stub?.requests).toEqual([]);
  });

  it('are not asked for where this process has asked for its share', async () => {
    const asked = await asking(() => ({ result: {} }), { take: () => false });
    expect(await foundOf(asked, arnOf('disk'))).toEqual({ why: 'throttled' });
    expect(stub?.requests).toEqual([]);
    expect(asked.rests()).toBe(0);
  });
});
