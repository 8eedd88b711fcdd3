import { describe, expect, it } from 'vitest';
import { recordBatch } from '../../lambdas/deploy-recorder/record-batch.ts';
import { InMemoryDeploys } from '../../lib/adapters/memory/in-memory-deploys.ts';
import type { DeployLog } from '../../lib/ports/deploy-log.ts';
import { threeLevels } from '../support/configurations.ts';
import { ecsEvent } from '../support/deploy-events.ts';
import { batch, record, World } from '../support/function-world.ts';
import { minute } from '../support/incident-spec.ts';

const recordOn = async (world: World, log: DeployLog, ...bodies: readonly string[]) => {
  const host = {
    log,
    systems: {},
    within: <T>(work: Promise<T>): Promise<T> => work,
    aside: { put: () => Promise.resolve() },
    configuration: threeLevels,
    stack: 'Tocsin',
    report: () => undefined,
  };
  const ports = { host, telemetry: world.telemetry, redelivery: world.redelivery, clock: () => minute(0) };
  return recordBatch(ports, batch(...bodies.map((body, index) => record(`m${String(index)}`, body))));
};

const OTHER = ecsEvent({}, { resources: ['arn:aws:ecs:us-east-1:111122223333:service/prod/other'] });
const SOON = ecsEvent({}, { time: '2031-01-01T00:00:00Z' });

describe('a batch of events of deploys', () => {
  it('is kept and counted', async () => {
    const world = new World();
    const log = new InMemoryDeploys();
    const bodies = [JSON.stringify(ecsEvent()), JSON.stringify(OTHER), '{'];
    expect(await recordOn(world, log, ...bodies)).toEqual({ batchItemFailures: [] });
    expect(world.counts).toEqual({
      DeployEventsReceived: 3,
      DeploysRecorded: 2,
      DeploysUnmapped: 1,
      DeployEventsSetAside: 1,
      DeploysFailed: 0,
    });
    expect(world.lines).toMatchObject([{ level: 'info', message: 'deploy events received' }]);
  });

  it('takes the time of the queue for an event of a clock far ahead', async () => {
    const log = new InMemoryDeploys();
    await recordOn(new World(), log, JSON.stringify(SOON));
    expect(await log.words('web', { from: minute(0), to: minute(0) }, 9)).toHaveLength(1);
  });

  it('names what could not be kept, which comes again, and says so', async () => {
    const world = new World();
    const failing = { record: () => Promise.reject(new Error('throttled')), words: () => Promise.resolve([]) };
    expect(await recordOn(world, failing, JSON.stringify(ecsEvent()), '{')).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }],
    });
    expect(world.counts).toMatchObject({ DeploysFailed: 1, DeployEventsSetAside: 1 });
    expect(world.lines).toMatchObject([{ level: 'error' }]);
    expect(JSON.stringify(world.lines)).toContain('throttled');
  });
});
