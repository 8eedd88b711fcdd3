import { createServer, request, type Server } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoDbIncidents } from '../../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { verifyTimeline } from '../../../lib/core/incident/verify.ts';
import { STORE_OPTIONS } from '../../../lib/runtime/client-options.ts';
import { type AwsEmulator, startAwsEmulator } from '../../support/aws-emulator.ts';
import { appendTo, note, opening } from '../../support/incident-story.ts';
import { createTable, dynamoDbOf, emulatorOptions } from './incident-table.ts';

let emulator: AwsEmulator;
let proxy: Server;
let written: number;

/** Hands every request on; the answers to the first three transactions are lost. */
const startProxy = (endpoint: string): Promise<Server> =>
  new Promise((resolve) => {
    written = 0;
    const server = createServer((incoming, response) => {
      const { method, headers } = incoming;
      const onward = request(endpoint, { method, headers }, (answer) => {
        const isWrite = String(headers['x-amz-target']).endsWith('TransactWriteItems');
        written += Number(isWrite);
        if (isWrite && written <= 3) {
          answer.resume();
          incoming.socket.destroy();
          return;
        }
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      incoming.pipe(onward);
    });
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });

beforeAll(async () => {
  emulator = await startAwsEmulator();
  proxy = await startProxy(emulator.endpoint);
});
afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await emulator.stop();
});

it('an append whose answers are lost after it was written is written once, and no race is lost', async () => {
  const direct = dynamoDbOf(emulator);
  const table = await createTable(direct);
  const address = proxy.address();
  const endpoint = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`;
  const client = new DynamoDBClient({ ...STORE_OPTIONS, ...emulatorOptions(emulator), endpoint });
  const store = dynamoDbIncidents({ ...table, client: DynamoDBDocumentClient.from(client) });
  const incidentId = '01H72Y3QK00000000000000000';
  const first = appendTo(undefined, [opening(incidentId)]);
  await store.append(first);
  await store.append(appendTo(first.incident.head, [note('looking')]));
  const head = await store.head(incidentId);
  expect(written).toBe(5);
  expect(head?.version).toBe(2);
  expect(head && verifyTimeline(await store.timeline(incidentId), head)).toEqual({ ok: true });
  await table.close();
  direct.destroy();
  client.destroy();
});
