import { afterEach, describe, expect, it } from 'vitest';
import { answerIn, type ApiRequest, fieldsFound } from '../../../lib/adapters/http-api/api-call.ts';
import { signedCall } from '../../../lib/adapters/http-api/signed-call.ts';
import {
  gatewayReply,
  type LoopbackApi,
  startApi,
  TEST_CREDENTIALS,
  testSigner,
  type WireReply,
} from '../../support/api-on-loopback.ts';
import { signatureOf } from '../../support/signature.ts';

const LIST: ApiRequest = { method: 'GET', path: '/incidents' };
const OK = gatewayReply(200, { incidents: [] });

let api: LoopbackApi | undefined;
const pauses: number[] = [];

afterEach(async () => {
  await api?.close();
  pauses.length = 0;
});

const ask = async (asked: ApiRequest, ...replies: readonly (WireReply | undefined)[]) => {
  api = await startApi((_, index) => replies[Math.min(index, replies.length - 1)]);
  const pause = (ms: number): Promise<void> => Promise.resolve(void pauses.push(ms));
  return signedCall({ url: api.url, signer: testSigner(), pause })(asked);
};

describe('a request to the API', () => {
  it.each<ApiRequest>([
    LIST,
    { ...LIST, query: { since: '2023-08-05T14:15:00.000Z', service: "a b+c/d!'()*é&=%" } },
    { method: 'POST', path: '/incidents/01H72Y3QK00000000000000000/responses', body: '{"text":"é"}' },
  ])('is signed as it goes over the wire: %j', async (asked) => {
    await ask(asked, OK);
    const [sent] = api?.requests ?? [];
    if (sent === undefined) throw new Error('nothing was sent');
    const { authorization = '', 'x-amz-security-token': token } = sent.headers;
    expect(authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/execute-api\/aws4_request/u,
    );
    expect(/SignedHeaders=([^,]*)/u.exec(authorization)?.[1]?.split(';')).toEqual(
      expect.arrayContaining(['host', 'x-amz-date', 'x-amz-security-token']),
    );
    expect(/Signature=(\w+)/u.exec(authorization)?.[1]).toBe(signatureOf(sent, TEST_CREDENTIALS.secretAccessKey));
    expect(token).toBe(TEST_CREDENTIALS.sessionToken);
    const { searchParams } = new URL(sent.target, 'http://api');
    expect(Object.fromEntries(searchParams)).toEqual(asked.query ?? {});
  });

  it.each([
    ['a failure', gatewayReply(503, { message: 'Service Unavailable' })],
    ['too many requests', gatewayReply(429, { message: 'Too Many Requests' })],
    ['a broken connection', undefined],
    ['an answer that is no JSON', { statusCode: 502, headers: {}, body: '<html>' }],
  ])('is sent again after %s, with longer and longer pauses', async (_, failure) => {
    expect(await ask(LIST, failure, failure, OK)).toMatchObject({ status: 200 });
    expect(api?.requests).toHaveLength(3);
    expect(pauses).toEqual([200, 400]);
  });

  it('is given up after four tries, with what was said last', async () => {
    const failure = gatewayReply(503, { detail: 'that did not work just now' });
    await expect(ask(LIST, failure)).rejects.toThrow('HTTP 503: that did not work just now');
    expect(api?.requests).toHaveLength(4);
    await api?.close();
    await expect(ask(LIST, undefined)).rejects.toThrow(/socket|other side/u);
  });

  it('that was refused is sent once', async () => {
    await expect(ask(LIST, gatewayReply(403, { message: 'Forbidden' }))).rejects.toThrow('HTTP 403: Forbidden');
    expect(api?.requests).toHaveLength(1);
    await api?.close();
    const refused = gatewayReply(409, { detail: 'the incident is resolved' });
    expect(await ask(LIST, refused)).toMatchObject({ status: 409 });
    expect(api?.requests).toHaveLength(1);
  });
});

describe('an answer of the API', () => {
  it('is what is there, or that there is nothing', () => {
    expect(fieldsFound({ status: 200, fields: { a: 1 } })).toEqual({ a: 1 });
    expect(fieldsFound({ status: 404, fields: { detail: 'there is no such incident' } })).toBeUndefined();
  });

  it.each([
    [403, { message: 'Forbidden' }, 'AccessDenied'],
    [403, { message: 'User: arn:… is not authorized to perform: execute-api:Invoke' }, 'AccessDenied'],
    [403, { message: 'The security token included in the request is expired' }, 'ExpiredToken'],
    [403, { message: 'The security token included in the request is invalid.' }, 'UnrecognizedClient'],
    [403, { message: 'The request signature we calculated does not match' }, 'InvalidSignature'],
    [404, { message: 'Not Found' }, 'NoSuchRoute'],
    [413, { message: 'Request Entity Too Large' }, 'RequestTooLarge'],
    [429, { message: 'Too Many Requests' }, 'TooManyRequests'],
    [500, { message: 'Internal Server Error' }, 'ServiceUnavailable'],
    [503, { detail: 'that did not work just now' }, 'ServiceUnavailable'],
    [400, { message: 'Bad Request' }, 'UnexpectedReply'],
    [418, {}, 'UnexpectedReply'],
  ])('%i %j is %s', (status, fields, name) => {
    expect(() => answerIn({ status, fields })).toThrow(expect.objectContaining({ name }) as Error);
  });
});
