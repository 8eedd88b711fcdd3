import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { dynamoDbIncidents } from '../../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { later } from '../../../lib/core/time.ts';
import { receive } from '../../../lib/pipeline/receive.ts';
import { respond } from '../../../lib/pipeline/respond.ts';
import { alarmEvent } from '../../support/alarm-events.ts';
import { threeLevels } from '../../support/configurations.ts';
import { pipelineOn } from '../../support/pipeline-on.ts';
import { emulatedTables } from './emulated-tables.ts';

const start = '2026-03-01T03:00:00.000Z';
const ALARMS = 5_000;

const emulated = emulatedTables();

it('an incident of 5,000 alarms is acknowledged, and its head stays small', { timeout: 240_000 }, async () => {
  const table = await emulated.table();
  const incidents = dynamoDbIncidents({ ...table, clock: () => start });
  const pipeline = pipelineOn(incidents, { configuration: threeLevels, now: later(start, 1_000) });
  const alarms = Array.from({ length: ALARMS }, (_, index) => ({
    messageId: String(index),
    body: alarmEvent({ name: `alarm-${String(index)}-${'n'.repeat(200)}`, state: 'ALARM', at: start }),
  }));
  const { failed, incidentIds } = await receive(pipeline, alarms);
  expect(failed).toEqual([]);
  expect(incidentIds).toHaveLength(1);
  const [incidentId = ''] = incidentIds;
  const responded = await respond(pipeline, { incidentId, by: 'alice', response: { type: 'acknowledge' }, key: 'tap' });
  expect(responded).toMatchObject({ outcome: 'done', incident: { counts: { joined: ALARMS, firing: ALARMS } } });
  const Key = { pk: `INC#${incidentId}`, sk: 'HEAD' };
  const { Item } = await table.client.send(new GetCommand({ TableName: table.tableName, Key }));
  expect(Buffer.byteLength(JSON.stringify(Item))).toBeLessThan(32 * 1_024);
  expect(await incidents.members(incidentId, 'standing')).toHaveLength(ALARMS);
  await table.close();
});
