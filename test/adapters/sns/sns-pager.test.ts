import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { snsPager } from '../../../lib/adapters/sns/sns-pager.ts';
import type { Pager } from '../../../lib/ports/pager.ts';
import { PUBLISH_OPTIONS } from '../../../lib/runtime/client-options.ts';
import { type AwsStub, type StubAnswer, startAwsStub } from '../../support/aws-stub.ts';

const topicArnPrefix = 'arn:aws:sns:eu-west-1:111122223333:Tocsin-';
const message = {
  subject: '[critical] web',
  text: 'memory leak\nhttps://x/a/b',
  sms: 'web: leak',
  https: '{"version":"1.0"}',
};
const PUBLISHED = '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>';

let stub: AwsStub;
let client: SNSClient;

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(async () => {
  vi.restoreAllMocks();
  client.destroy();
  await stub.close();
});

const pagerBefore = async (answerTo: (index: number) => StubAnswer, answerWithinMs?: number): Promise<Pager> => {
  stub = await startAwsStub((_request, index) => answerTo(index));
  client = new SNSClient({ ...stub.options, ...PUBLISH_OPTIONS });
  return snsPager({ client, topicArnPrefix, ...(answerWithinMs === undefined ? {} : { answerWithinMs }) });
};

describe('a page', () => {
  it.each([
    ['responder:alice', 'Tocsin-responder-alice'],
    ['channel:ops', 'Tocsin-channel-ops'],
  ] as const)('for %s is published to the topic %s', async (target, topic) => {
    const pager = await pagerBefore(() => ({ result: PUBLISHED }));
    await pager.publish(target, message);
    expect(stub.requests).toHaveLength(1);
    expect(stub.requests[0]?.body).toMatchObject({
      Action: 'Publish',
      TopicArn: `arn:aws:sns:eu-west-1:111122223333:${topic}`,
      Subject: message.subject,
      MessageStructure: 'json',
      'MessageAttributes.entry.1.Name': 'AWS.SNS.SMS.SMSType',
      'MessageAttributes.entry.1.Value.StringValue': 'Transactional',
    });
    expect(JSON.parse(String(stub.requests[0]?.body['Message']))).toMatchObject({
      default: message.text,
      email: message.text,
      sms: message.sms,
      https: message.https,
    });
  });

  it.each([
    'InvalidParameter',
    'ParameterValueInvalid',
    'InvalidParameterValue',
    'ValidationException',
    'ValidationError',
  ])('that SNS refuses with %s is refused for good, at once', async (error) => {
    const pager = await pagerBefore(() => ({ error }));
    await expect(pager.publish('responder:alice', message)).rejects.toMatchObject({
      name: 'PageNotDeliveredError',
      outcome: 'refused',
      message: expect.stringContaining('Tocsin-responder-alice') as string,
    });
    expect(stub.requests).toHaveLength(1);
  });

  it.each([
    'NotFound',
    'AuthorizationError',
    'InvalidSecurity',
    'EndpointDisabled',
    'PlatformApplicationDisabled',
    'OptedOut',
    'KMSAccessDenied',
    'KMSDisabled',
    'KMSInvalidState',
    'KMSNotFound',
    'KMSOptInRequired',
  ])('A1 that the environment refuses with %s passes with time', async (error) => {
    const pager = await pagerBefore(() => ({ error }));
    await expect(pager.publish('responder:alice', message)).rejects.toMatchObject({ outcome: 'not-sent' });
  });

  it.each<[string, StubAnswer, number]>([
    ['is throttled', { error: 'Throttled', status: 429 }, 2],
    ['cannot use its key for now', { error: 'KMSThrottling' }, 1],
    ['fails', { error: 'InternalError', status: 500 }, 2],
    ['is unavailable', { error: 'ServiceUnavailable', status: 503 }, 2],
    ['says what nobody knows', { error: 'SomethingNew' }, 1],
    ['says nothing that can be read', { result: '<<<' }, 1],
    ['breaks the connection', 'broken connection', 2],
  ])('may go through later when SNS %s', async (_what, answer, attempts) => {
    const pager = await pagerBefore(() => answer);
    await expect(pager.publish('responder:alice', message)).rejects.toMatchObject({
      name: 'PageNotDeliveredError',
      outcome: 'not-sent',
    });
    expect(stub.requests).toHaveLength(attempts);
  });

  it('A3 may have gone out when SNS does not answer in time, and is tried once', async () => {
    const pager = await pagerBefore(() => 'no answer', 100);
    await expect(pager.publish('responder:alice', message)).rejects.toMatchObject({ outcome: 'unknown' });
    expect(stub.requests).toHaveLength(1);
  });

  it('goes out when only the first connection breaks', async () => {
    const pager = await pagerBefore((index) => (index === 0 ? 'broken connection' : { result: PUBLISHED }));
    await pager.publish('responder:alice', message);
    expect(stub.requests).toHaveLength(2);
  });
});
