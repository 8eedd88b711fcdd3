import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../support/fault-proxy.ts';
import { eventually } from './eventually.ts';
import { DeployedPager, type Received } from './pager.ts';
import { FAULTS, teamYaml } from './team.ts';

/** Instead of a quarter of a minute to three minutes, so that a test may wait for several deliveries. */
const REDELIVERED_AFTER_SECONDS = 6;

let pager: DeployedPager;
let service = '';
let used = 0;

beforeAll(async () => {
  pager = await DeployedPager.deploy(teamYaml());
  await pager.redeliverAfter(REDELIVERED_AFTER_SECONDS);
  await pager.subscribe('responder:alice');
});
afterAll(() => pager.stop());
beforeEach(() => {
  service = FAULTS[used] ?? '';
  used += 1;
  // What failed then comes again when its queue says.
  pager.proxy.inject({ operation: 'ChangeMessageVisibilityBatch', fault: error('ThrottlingException') });
});
afterEach(() => {
  pager.proxy.heal();
});

const struck = (): number =>
  pager.proxy.calls.filter(
    ({ operation, fault }) => fault !== undefined && operation !== 'ChangeMessageVisibilityBatch',
  ).length;

/** Goes on once so many more calls have gone wrong. */
const until = async (more: number, act: () => Promise<void>): Promise<void> => {
  const before = struck();
  await act();
  await eventually(() => {
    expect(struck() - before).toBeGreaterThanOrEqual(more);
  }, 60_000);
};

const fire = (): Promise<void> => pager.fire([{ name: service }]);

const messages = async (): Promise<readonly Received[]> =>
  (await pager.inbox('responder:alice')).filter(({ text }) => text.includes(service));

interface Outcome {
  /** Messages that the on-call got. */
  readonly received: number;
}

/** The page goes out, its incident is the only one, its timeline says so once, and nothing is left or given up. */
const settled = async (): Promise<Outcome> => {
  await eventually(async () => {
    expect(await messages()).not.toEqual([]);
  }, 60_000);
  await eventually(async () => {
    for (const name of ['Alarms', 'Pages'] as const) expect(await pager.lengthOf(name)).toBe(0);
  }, 60_000);
  const { incidentId } = await pager.incidentOf(service);
  const timeline = await pager.timeline(incidentId);
  const sent = timeline.filter((event) => event.type === 'PageSent' && event.kind === 'page');
  expect(sent).toMatchObject([{ target: 'responder:alice' }]);
  expect(timeline.filter(({ type }) => type === 'AlarmJoined')).toHaveLength(1);
  for (const name of ['AlarmsDead', 'PagesDead', 'TicksDead', 'DiagnosesDead'] as const)
    expect(await pager.lengthOf(name)).toBe(0);
  return { received: (await messages()).length };
};

const error = (code: string, more: { status?: number; fields?: object } = {}): Fault => ({
  kind: 'error',
  code,
  ...more,
});

describe('DynamoDB', () => {
  it.each(['ProvisionedThroughputExceededException', 'ThrottlingException'])(
    'that throttles for a while (%s) delays the page, and needs nobody',
    async (code) => {
      const { proxy } = pager;
      for (const operation of ['TransactWriteItems', 'BatchGetItem']) proxy.inject({ operation, fault: error(code) });
      // More than the SDK tries within one delivery.
      await until(10, fire);
      proxy.heal();
      expect(await settled()).toEqual({ received: 1 });
    },
  );

  it('in whose transactions others meet is tried again within the same delivery', async () => {
    const fields = { CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }] };
    const fault = error('TransactionCanceledException', { fields });
    pager.proxy.inject({ operation: 'TransactWriteItems', times: 5, fault });
    const firedAt = Date.now();
    await until(5, fire);
    expect(await settled()).toEqual({ received: 1 });
    expect(Date.now() - firedAt).toBeLessThan(REDELIVERED_AFTER_SECONDS * 1_000);
  });

  it.each([
    ['once', 1],
    ['as often as the SDK asks, so that the alarm is delivered again', 4],
  ])('whose answer is lost after it wrote, %s, has written one incident', async (_, times) => {
    const which = { operation: 'TransactWriteItems', about: 'IncidentOpened' };
    pager.proxy.inject({ ...which, times, fault: { kind: 'drop-after' } });
    await until(times, fire);
    expect(await settled()).toEqual({ received: 1 });
  });

  it('that is not there for a while is waited for', async () => {
    const { proxy } = pager;
    for (const operation of ['TransactWriteItems', 'BatchGetItem', 'Query', 'PutItem']) {
      proxy.inject({ operation, fault: { kind: 'drop-before' } });
    }
    await until(8, fire);
    proxy.heal();
    expect(await settled()).toEqual({ received: 1 });
  });

  it('that is slow is waited for, or asked again', async () => {
    pager.proxy.inject({ operation: 'TransactWriteItems', times: 3, fault: { kind: 'latency', ms: 2_500 } });
    await until(3, fire);
    await settled();
  });
});

describe('SQS', () => {
  it.each(['SendMessage', 'SendMessageBatch'])('that refuses %s for a while delays the page', async (operation) => {
    const { proxy } = pager;
    proxy.inject({ operation, fault: error('ThrottlingException') });
    await until(4, fire);
    proxy.heal();
    expect(await settled()).toEqual({ received: 1 });
  });

  it('that is not there for a while delays the page', async () => {
    const { proxy } = pager;
    for (const operation of ['SendMessage', 'SendMessageBatch']) {
      proxy.inject({ operation, fault: { kind: 'drop-before' } });
    }
    await until(6, fire);
    proxy.heal();
    expect(await settled()).toEqual({ received: 1 });
  });

  it('that takes a page and answers too late has it once', async () => {
    pager.proxy.inject({ operation: 'SendMessageBatch', times: 1, fault: { kind: 'latency', ms: 2_500 } });
    await until(1, fire);
    expect(await settled()).toEqual({ received: 1 });
  });

  it('that is handed a message twice doubles no page', async () => {
    for (const operation of ['SendMessage', 'SendMessageBatch']) {
      pager.proxy.inject({ operation, fault: { kind: 'duplicate' } });
    }
    await until(2, fire);
    expect(await settled()).toEqual({ received: 1 });
  });
});

describe('SNS', () => {
  it.each([
    ['throttles', error('Throttled', { status: 429 })],
    ['has an internal error', error('InternalError', { status: 500 })],
    ['is not there', { kind: 'drop-before' }],
  ] as const)('that %s for a while delays the page', async (_, fault) => {
    const { proxy } = pager;
    proxy.inject({ operation: 'Publish', about: service, fault });
    await until(4, fire);
    proxy.heal();
    expect(await settled()).toEqual({ received: 1 });
  });

  it('whose answer is lost has published: the page may come twice, and is recorded once', async () => {
    const which = { operation: 'Publish', about: service, times: 1 };
    pager.proxy.inject({ ...which, fault: { kind: 'drop-after' } });
    await until(1, fire);
    const { received } = await settled();
    expect(received).toBeLessThanOrEqual(2);
  });

  it('A3 that answers after 9 s may have published: the timeline says so, and nobody else is paged meanwhile', async () => {
    const which = { operation: 'Publish', about: service };
    pager.proxy.inject({ ...which, fault: { kind: 'latency', ms: 9_000 } });
    await until(1, fire);
    await eventually(async () => {
      const { incidentId } = await pager.incidentOf(service);
      const timeline = await pager.timeline(incidentId);
      const about = timeline.filter((event) => 'kind' in event && event.kind === 'page').map(({ type }) => type);
      expect(about).toEqual(['PageRequested', 'PageUnconfirmed']);
      expect(await pager.lengthOf('Pages')).toBe(0);
    }, 30_000);
  });
});

describe('a function that dies', () => {
  it('after it recorded the alarm, before it asked for the page: the page goes out all the same', async () => {
    const { proxy } = pager;
    const since = { operation: 'TransactWriteItems', about: 'IncidentOpened' };
    proxy.inject({ since, fault: { kind: 'drop-before' } });
    await until(3, fire);
    proxy.heal();
    expect(await settled()).toEqual({ received: 1 });
  });

  it('after it published the page, before it recorded that: the page comes at most twice', async () => {
    const { proxy } = pager;
    proxy.inject({ since: { operation: 'Publish', about: service }, fault: { kind: 'drop-before' } });
    await until(4, fire);
    proxy.heal();
    const { received } = await settled();
    expect(received).toBeLessThanOrEqual(2);
  });
});
