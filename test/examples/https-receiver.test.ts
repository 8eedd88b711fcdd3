import { type ChildProcess, spawn } from 'node:child_process';
import { sign } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Envelope, receiver, verified } from '../../examples/https-receiver/receiver.ts';
import { composeMessage } from '../../lib/core/page/compose-message.ts';
import { snsMessage } from '../../lib/core/page/sns-message.ts';
import { firstPage, LINK } from '../core/page/latency-incident.ts';
import { selfSigned } from '../support/self-signed.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Tocsin-channel-robot';
const CERTIFICATE = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem';
const CONFIRM = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=x&Token=y';
const { privateKey, certificate } = selfSigned();
const another = selfSigned();

/** The text as AWS documents it, written out: what is signed of each type. */
const SIGNED: Readonly<Record<string, readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};

const signed = (message: Envelope, version = '2', key = privateKey): Envelope => {
  const fields = (SIGNED[message['Type'] ?? ''] ?? []).filter((field) => message[field] !== undefined);
  const text = fields.map((field) => `${field}\n${message[field] ?? ''}\n`).join('');
  const hash = version === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  const Signature = sign(hash, Buffer.from(text), key).toString('base64');
  return { ...message, SignatureVersion: version, Signature, SigningCertURL: CERTIFICATE };
};

const composed = composeMessage([firstPage]);

const notification: Envelope = {
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: TOPIC,
  Subject: composed.subject,
  // What SNS makes of the message for a subscriber by HTTPS.
  Message: (JSON.parse(snsMessage(composed)) as { https: string }).https,
  Timestamp: '2023-08-05T14:15:03.000Z',
};

const confirmation: Envelope = {
  Type: 'SubscriptionConfirmation',
  MessageId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
  Token: '2336412f37',
  TopicArn: TOPIC,
  Message: 'You have chosen to subscribe …',
  SubscribeURL: CONFIRM,
  Timestamp: '2023-08-05T14:00:00.000Z',
};

const certificateOf = (): Promise<string> => Promise.resolve(certificate);

describe('the signature of SNS', () => {
  it.each([
    ['2', notification],
    ['1', notification],
    ['2', confirmation],
    ['1', confirmation],
    ['2', { ...notification, Subject: undefined }],
  ])('of version %s is verified as AWS documents it', async (version, message) => {
    expect(await verified(signed(message, version), certificateOf)).toBe(true);
  });

  it.each(Object.keys(notification))('does not hold where %s was changed', async (field) => {
    const message = signed(notification);
    expect(await verified({ ...message, [field]: `${message[field] ?? ''} ` }, certificateOf)).toBe(false);
  });

  it('does not hold where a field was taken away, or was put in', async () => {
    expect(await verified({ ...signed(notification), Subject: undefined }, certificateOf)).toBe(false);
    expect(await verified({ ...signed(notification), Token: 'x' }, certificateOf)).toBe(false);
  });

  it('does not hold by another key, or by an older hash than it says', async () => {
    expect(await verified(signed(notification, '2', another.privateKey), certificateOf)).toBe(false);
    expect(await verified({ ...signed(notification, '1'), SignatureVersion: '2' }, certificateOf)).toBe(false);
  });

  it.each([undefined, '', '0', '3', 'constructor'])('of version %j is none', async (SignatureVersion) => {
    expect(await verified({ ...signed(notification), SignatureVersion }, certificateOf)).toBe(false);
  });

  it.each([
    undefined,
    'http://sns.eu-west-1.amazonaws.com/x.pem',
    'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem',
    'https://evil.example/sns.eu-west-1.amazonaws.com/x.pem',
    'https://sns.eu-west-1.amazonaws.com@evil.example/x.pem',
    'https://sns.eu-west-1.amazonaws.com:8443/x.pem',
    'https://evil-sns.eu-west-1.amazonaws.com/x.pem',
    'https://sns.a.b.amazonaws.com/x.pem',
    'https://bucket.s3.amazonaws.com/x.pem',
    'https://sns.eu-west-1.amazonaws.com/?x.pem',
    'https://sns.eu-west-1.amazonaws.com/x.pem\n',
    'https://SNS.eu-west-1.amazonaws.com/x.pem',
  ])('is not asked of a certificate at %j', async (SigningCertURL) => {
    const asked: string[] = [];
    const get = (url: string): Promise<string> => certificateOf().finally(() => asked.push(url));
    expect(await verified({ ...signed(notification), SigningCertURL }, get)).toBe(false);
    expect(asked).toEqual([]);
  });

  it.each(['https://sns.us-gov-west-1.amazonaws.com/a.pem', 'https://sns.cn-north-1.amazonaws.com.cn/a.pem'])(
    'may be of a certificate at %s',
    async (SigningCertURL) => {
      expect(await verified({ ...signed(notification), SigningCertURL }, certificateOf)).toBe(true);
    },
  );
});

const post = async (port: number, body: string, options: RequestInit = {}): Promise<number> => {
  const url = `http://127.0.0.1:${String(port)}/`;
  const headers = { 'content-type': 'text/plain; charset=UTF-8' };
  return (await fetch(url, { method: 'POST', headers, body, ...options })).status;
};

describe('the receiver', () => {
  let server: Server;
  let port: number;
  const printed: string[] = [];
  const visited: string[] = [];
  let isSnsThere = true;

  const get = (url: string): Promise<string> => {
    if (!isSnsThere) return Promise.reject(new Error('no answer'));
    if (url === CERTIFICATE) return certificateOf();
    visited.push(url);
    return Promise.resolve('<ConfirmSubscriptionResponse/>');
  };

  beforeAll(async () => {
    server = receiver({ topicArns: [TOPIC], get, print: (line) => printed.push(line) });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  beforeEach(() => {
    isSnsThere = true;
    printed.length = visited.length = 0;
  });
  afterAll(() => {
    server.close();
  });

  it('prints subject, symptom and link of a page', async () => {
    expect(await post(port, JSON.stringify(signed(notification)))).toBe(200);
    expect(printed).toEqual([`${composed.subject}\np99 latency 1.8 s (limit 1 s), 3 of 5 min\n${LINK}`]);
  });

  it('confirms its subscription', async () => {
    expect(await post(port, JSON.stringify(signed(confirmation)))).toBe(200);
    expect(visited).toEqual([CONFIRM]);
  });

  it.each<[string, Envelope]>([
    ['that nobody signed', notification],
    ['that was tampered with', { ...signed(notification), Message: '{"schema":"page/1"}' }],
    ['of another topic', signed({ ...notification, TopicArn: `${TOPIC}-2` })],
    ['to confirm the subscription to another topic', signed({ ...confirmation, TopicArn: 'arn:aws:sns:x:1:evil' })],
    ['to confirm at a stranger', signed({ ...confirmation, SubscribeURL: 'https://evil.example/?x' })],
    ['of a type that is none', signed({ ...notification, Type: 'Other' })],
  ])('refuses for good a message %s', async (_what, message) => {
    expect(await post(port, JSON.stringify(message))).toBe(403);
    expect([printed, visited]).toEqual([[], []]);
  });

  it('lets SNS come again when the certificate cannot be had', async () => {
    isSnsThere = false;
    expect(await post(port, JSON.stringify(signed(notification)))).toBe(500);
  });

  it('refuses what is no message, and what is longer than any', async () => {
    expect(await post(port, 'not JSON')).toBe(400);
    expect(await post(port, '{}')).toBe(403);
    expect(await post(port, 'x'.repeat(600_001))).toBe(413);
  });
});

describe('the receiver as a process', () => {
  let child: ChildProcess;
  let port: number;

  beforeAll(async () => {
    const file = fileURLToPath(new URL('../../examples/https-receiver/receiver.ts', import.meta.url));
    const env = { ...process.env, PORT: '0', TOPIC_ARNS: TOPIC };
    child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    if (child.stdout === null) throw new Error('it has no output');
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    port = Number(/^listening on (\d+)$/u.exec(line)?.[1]);
  });
  afterAll(() => {
    child.kill();
  });

  it('answers, and takes nothing that SNS has not signed', async () => {
    expect(await post(port, JSON.stringify({ ...signed(notification), SigningCertURL: 'https://evil.example/' }))).toBe(
      403,
    );
    expect(await post(port, JSON.stringify({ ...notification, TopicArn: 'arn:aws:sns:x:1:evil' }))).toBe(403);
    expect(await post(port, '', { method: 'GET', body: null })).toBe(413);
  });
});
