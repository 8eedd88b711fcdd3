import { describe, expect, it } from 'vitest';
import { comeAgain, type Failed } from '../../lib/pipeline/come-again.ts';
import { World } from '../support/function-world.ts';

const received = (receiptHandle: string, count: string): Failed => ({
  receiptHandle,
  attributes: { ApproximateReceiveCount: count },
});

describe('what a function names as failed', () => {
  it('A4 comes again after 30 s twenty times, then every 20 minutes', async () => {
    const world = new World();
    await comeAgain(world, [received('a', '1'), received('b', '20'), received('c', '21'), received('d', '1000')]);
    expect(world.again).toEqual([
      [30, ['a', 'b']],
      [1_200, ['c', 'd']],
    ]);
  });

  it('comes again soon when its queue does not say how often it came', async () => {
    const world = new World();
    await comeAgain(world, [received('a', '')]);
    expect(world.again).toEqual([[30, ['a']]]);
  });

  it('asks nothing when nothing failed', async () => {
    const world = new World();
    await comeAgain(world, []);
    expect(world.again).toEqual([]);
  });

  it('comes when its queue says where SQS refuses, and a line says so', async () => {
    const world = new World();
    const redelivery = { after: () => Promise.reject(new Error('throttled')) };
    await comeAgain({ telemetry: world.telemetry, redelivery }, [received('a', '1')]);
    expect(world.lines).toMatchObject([{ level: 'warn', fields: { error: 'Error: throttled' } }]);
  });
});
