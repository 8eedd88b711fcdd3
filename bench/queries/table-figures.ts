import { dynamoDbIncidents } from '../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { createTable, dynamoDbOf } from '../../test/e2e/adapters/incident-table.ts';
import { type AwsEmulator, startAwsEmulator } from '../../test/support/aws-emulator.ts';
import { minute } from '../../test/support/incident-story.ts';
import { whole } from '../table.ts';
import { chosen, contest, type Contestant } from './contest.ts';
import { fillTable } from './filled-table.ts';
import { pathOfTable } from './in-dynamodb.ts';
import { EVENTS_EACH, MINUTES_APART } from './made-incidents.ts';
import { A_PAGE } from './way.ts';

const PART = 10;

/** A table of so many events: where it is. */
const filled = async (client: ReturnType<typeof dynamoDbOf>, events: number): Promise<string> => {
  const incidents = events / EVENTS_EACH;
  const table = await createTable(client);
  // The emulator makes its indexes at the first query: of an empty table they grow with it, of a full one that takes seconds.
  await dynamoDbIncidents(table).due(minute(0), 1);
  await fillTable(table, incidents);
  return pathOfTable({ tableName: table.tableName, newest: minute((incidents - 1) * MINUTES_APART) });
};

const measured = async (
  { environment }: AwsEmulator,
  client: ReturnType<typeof dynamoDbOf>,
  { events, samples }: { readonly events: number; readonly samples: number },
): Promise<string> => {
  const start = performance.now();
  const [all, part] = [await filled(client, events), await filled(client, events / PART)];
  const seconds = ((performance.now() - start) / 1_000).toFixed(0);
  const incidents = events / EVENTS_EACH;
  const numbers = chosen(samples, incidents / PART);
  const [inAll, inPart] = [
    { path: all, events, numbers },
    { path: part, events: events / PART, numbers },
  ];
  const contestants: readonly Contestant[] = [
    { ...inAll, name: 'nothing: a process that asks nothing', way: 'nothing' },
    { ...inAll, name: 'DynamoDB API', way: 'table' },
    { ...inPart, name: 'DynamoDB API, a tenth', way: 'table' },
    { ...inAll, name: 'the same items, plainly read', way: 'plain table' },
  ];
  return `${whole(incidents)} incidents in a table of a DynamoDB API (emulator); a list of ${String(A_PAGE)}, one incident of ${String(EVENTS_EACH)} events; ms
this table and one of a tenth filled in ${seconds} s

${await contest(contestants, { name: 'the same items, plainly read', words: 'to plain' }, { incidents, environment })}`;
};

/** The table of a stack on the emulator. @throws Error the emulator is not installed, and how to install it */
export const tableFigures = async (events: number, samples: number): Promise<string> => {
  const emulator = await startAwsEmulator();
  const client = dynamoDbOf(emulator);
  try {
    return await measured(emulator, client, { events, samples });
  } finally {
    client.destroy();
    await emulator.stop();
  }
};
