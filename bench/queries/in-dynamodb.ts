import { dynamoDbIncidents } from '../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { instantOf } from '../../lib/core/time.ts';
import { createTable, dynamoDbOf } from '../../test/e2e/adapters/incident-table.ts';
import { startAwsEmulator } from '../../test/support/aws-emulator.ts';
import { minute } from '../../test/support/incident-story.ts';
import { tell } from '../measure.ts';
import { whole } from '../table.ts';
import { EVENTS_EACH, madeId, madeWhole } from './made-incidents.ts';
import { pageOf, wholeOf } from './ways.ts';

const AT_ONCE = 8;

export interface Times {
  readonly list: readonly number[];
  readonly show: readonly number[];
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** The same questions to the table of a stack, on the emulator: so many events, as filling it takes long. */
export const askDynamoDb = async (events: number, numbers: readonly number[]): Promise<Times> => {
  const emulator = await startAwsEmulator();
  const client = dynamoDbOf(emulator);
  try {
    const incidents = events / EVENTS_EACH;
    const clock = (): string => instantOf(Date.parse(minute(incidents * 10)));
    const store = dynamoDbIncidents({ ...(await createTable(client)), clock });
    for (let first = 0; first < incidents; first += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, incidents - first) }, (_, next) => first + next);
      await Promise.all(some.map((incident) => store.append(madeWhole(incident))));
      if (first % 1_000 === 0) tell(`dynamodb: ${whole(first * EVENTS_EACH)} of ${whole(events)} events`);
    }
    const [list, show]: [number[], number[]] = [[], []];
    for (const number of numbers) {
      list.push(await timed(() => pageOf(store)));
      show.push(await timed(() => wholeOf(store, madeId(number % incidents))));
    }
    return { list, show };
  } finally {
    client.destroy();
    await emulator.stop();
  }
};
