import { verify, X509Certificate } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What SNS posts. https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
export type Envelope = Readonly<Record<string, string | undefined>>;

export interface Receiving {
  /** Whose messages are taken: a signature says that it was SNS, not for which of all the topics of the world. */
  readonly topicArns: readonly string[];
  /** What stands at an address of SNS. */
  readonly get: (url: string) => Promise<string>;
  readonly print: (line: string) => void;
}

interface Page {
  readonly subject: string;
  readonly symptom: string;
  readonly links: { readonly respond?: string };
}

const CERTIFICATE = /^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/[\w-]+\.pem$/;
const CONFIRMATION = /^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/\?/;
const HASHES = new Map([
  ['1', 'RSA-SHA1'],
  ['2', 'RSA-SHA256'],
]);
/** In this order, as far as a message has them. */
const SIGNED = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
/** SNS sends 256 KiB at most, and an envelope around them. */
const MOST_BYTES = 600_000;

/** Whether SNS itself signed it: anybody can post to an address of the internet. */
export const verified = async (message: Envelope, get: Receiving['get']): Promise<boolean> => {
  const { SigningCertURL = '', SignatureVersion = '', Signature = '' } = message;
  const hash = HASHES.get(SignatureVersion);
  if (hash === undefined || !CERTIFICATE.test(SigningCertURL)) return false;
  const fields = SIGNED.filter((field) => message[field] !== undefined);
  const signed = fields.map((field) => `${field}\n${String(message[field])}\n`).join('');
  const { publicKey } = new X509Certificate(await get(SigningCertURL));
  return verify(hash, Buffer.from(signed), publicKey, Buffer.from(Signature, 'base64'));
};

/** What schema/page.schema.json describes: escape its texts where you show them. */
const show = ({ Message = '' }: Envelope, { print }: Receiving): 200 => {
  const { subject, symptom, links } = JSON.parse(Message) as Page;
  print([subject, symptom, links.respond].join('\n'));
  return 200;
};

const confirm = async ({ SubscribeURL = '' }: Envelope, { get }: Receiving): Promise<200 | 403> => {
  if (!CONFIRMATION.test(SubscribeURL)) return 403;
  await get(SubscribeURL);
  return 200;
};

/** The status to answer with: what is wrong with a message stays wrong, so it is none that SNS tries again after. */
const receive = async (request: IncomingMessage, receiving: Receiving): Promise<number> => {
  if (!(Number(request.headers['content-length']) <= MOST_BYTES)) return 413;
  const message = JSON.parse(await text(request)) as Envelope;
  const { TopicArn = '', Type } = message;
  if (!receiving.topicArns.includes(TopicArn) || !(await verified(message, receiving.get))) return 403;
  if (Type === 'Notification') return show(message, receiving);
  return Type === 'SubscriptionConfirmation' ? confirm(message, receiving) : 403;
};

export const receiver = (receiving: Receiving): Server =>
  createServer((request, response) => {
    receive(request, receiving).then(
      (status) => response.writeHead(status).end(),
      (error: unknown) => response.writeHead(error instanceof SyntaxError ? 400 : 500).end(),
    );
  });

const get = async (url: string): Promise<string> => {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`${url}: ${String(response.status)}`);
  return response.text();
};

if (import.meta.main) {
  const topicArns = (process.env['TOPIC_ARNS'] ?? '').split(',').filter((arn) => arn !== '');
  const server = receiver({ topicArns, get, print: console.log });
  server.listen(Number(process.env['PORT'] ?? 8080), '127.0.0.1', () => {
    console.log(`listening on ${String((server.address() as AddressInfo).port)}`);
  });
}
