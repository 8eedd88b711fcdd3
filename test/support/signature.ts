import { createHash, createHmac } from 'node:crypto';
import type { WireRequest } from './api-on-loopback.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, of what came over the wire. */
export const signatureOf = ({ method, target, headers, body }: WireRequest, secret: string): string => {
  const [, day = '', region = '', service = ''] = /Credential=\w+\/(\d+)\/([\w-]+)\/([\w-]+)/u.exec(
    headers['authorization'] ?? '',
  ) as unknown as readonly string[];
  const signed = /SignedHeaders=([\w;-]+)/u.exec(headers['authorization'] ?? '')?.[1] ?? '';
  const [path = '', query = ''] = target.split('?', 2);
  const canonical = [
    method,
    path,
    query.split('&').sort().join('&'),
    ...signed.split(';').map((name) => `${name}:${headers[name] ?? ''}`),
    '',
    signed,
    sha256(body),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, text).toString('hex');
};
