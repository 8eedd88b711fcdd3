/**
 * The pipeline behind loopback HTTP, in a process of its own. Arguments: groups, and the address that pages go to.
 * POST one event or a list of them: it is answered when they are recorded and their pages requested.
 */
import { Agent, createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Message } from '../lib/core/page/page-facts.ts';
import { type AlarmMessage, receive } from '../lib/pipeline/receive.ts';
import { configurationFor } from './alarm-storm.ts';
import { PagerInMemory } from './pager-in-memory.ts';

const [groups = '', webhook = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });
const configuration = configurationFor(Number(groups));

const publish = (_target: string, { subject, text }: Message): Promise<void> =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify({ subject, text });
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sending = httpRequest(webhook, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', resolve);
    });
    sending.on('error', reject);
    sending.end(body);
  });

let tocsin = new PagerInMemory(configuration, { publish });
let received = 0;

const messageOf = (body: unknown): AlarmMessage => {
  received += 1;
  return { messageId: String(received), body };
};

const take = async (body: string): Promise<void> => {
  const messages = body.startsWith('[') ? (JSON.parse(body) as unknown[]).map(messageOf) : [messageOf(body)];
  const { failed } = await receive(tocsin.pipeline, messages);
  tocsin.countFailed(failed.length);
  void tocsin.send();
};

const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    take(Buffer.concat(chunks).toString('utf8')).then(
      () => response.writeHead(200, { 'content-length': 0 }).end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
});

const tell = (message: unknown): void => {
  process.send?.(message);
};

process.on('message', (question) => {
  if (question === 'begin anew') {
    tocsin = new PagerInMemory(configuration, { publish });
    tell('begun');
    return;
  }
  void tocsin
    .send()
    .then(() => tocsin.tally())
    .then(tell);
});

server.listen(0, '127.0.0.1', () => {
  tell((server.address() as AddressInfo).port);
});
