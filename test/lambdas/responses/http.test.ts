import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { requestOf } from '../../../lambdas/responses/http.ts';

const event = (changes: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: 'ANY /a/{token}',
  rawPath: '/a/0123456789abcdefghijkl',
  rawQueryString: 'incident=one&incident=two',
  headers: { 'content-type': 'Application/X-WWW-Form-URLencoded; charset=UTF-8' },
  requestContext: {
    accountId: '',
    apiId: '',
    domainName: '',
    domainPrefix: '',
    http: { method: 'POST', path: '/a/0123456789abcdefghijkl', protocol: '', sourceIp: '', userAgent: '' },
    requestId: '',
    routeKey: '',
    stage: '$default',
    time: '',
    timeEpoch: 0,
  },
  isBase64Encoded: false,
  ...changes,
});

describe('an event of the HTTP API', () => {
  it('is a request with its path, query, body and kind of body', () => {
    const request = requestOf(event({ body: 'action=note&text=caf%C3%A9' }));
    expect(request).toMatchObject({
      method: 'POST',
      path: '/a/0123456789abcdefghijkl',
      contentType: 'application/x-www-form-urlencoded',
      body: 'action=note&text=caf%C3%A9',
      caller: undefined,
    });
    expect(request.query.get('incident')).toBe('one');
  });

  it('may carry its body in base64, as the HTTP API does for what it does not know', () => {
    const body = Buffer.from('action=note&text=\u00e9').toString('base64');
    expect(requestOf(event({ body, isBase64Encoded: true })).body).toBe('action=note&text=\u00e9');
  });

  it('may have neither a body nor a kind of body', () => {
    expect(requestOf(event({ headers: {} }))).toMatchObject({ body: '', contentType: '' });
  });

  it('is the same request when it only prefetches', () => {
    const headers = { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender' };
    expect(requestOf(event({ headers }))).toEqual(requestOf(event({ headers: {} })));
  });

  it('names whoever signed it', () => {
    const { requestContext } = event();
    const signed = { ...requestContext, authorizer: { iam: { userArn: 'arn:aws:iam::111122223333:user/ana' } } };
    expect(requestOf(event({ requestContext: signed })).caller).toBe('arn:aws:iam::111122223333:user/ana');
  });
});
