import { describe, expect, it } from 'vitest';
import { epochOf, HOUR, instantOf, MINUTE, SECOND } from '../../lib/core/time.ts';
import { ORDER } from '../../lib/simulator/virtual-time.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { configurationOf } from '../support/configurations.ts';
import { SqsWorld, type SqsWorldOptions } from '../support/sqs-world.ts';

const start = '2026-03-01T03:00:00.000Z';

/** Two services of the same people. */
const configuration = configurationOf(`
version: 1
services:
  web: { escalation: primary, workload: { kind: lambda, functionName: web } }
  api: { escalation: primary, workload: { kind: lambda, functionName: api } }
responders:
  alice: { name: Alice }
  bob: { name: Bob }
escalations:
  primary:
    levels:
      - { page: [responder:alice], escalateAfter: 15m }
      - { page: [responder:bob], escalateAfter: 20m }
`);

interface Page {
  readonly target: string;
  /** Of the service `api`. */
  readonly isOther: boolean;
  /** After the alarm of `api`. */
  readonly afterMs: number;
}

type Happens = Omit<SqsWorldOptions, 'configuration' | 'start' | 'publish'> & {
  readonly otherAtMs: number;
  readonly onPublish?: () => void;
  readonly before?: (world: SqsWorld) => void;
};

/** An alarm of `web` at the start, and one of `api` later. */
const pages = async ({ otherAtMs, onPublish, before, ...options }: Happens): Promise<readonly Page[]> => {
  const sent: Page[] = [];
  const world: SqsWorld = new SqsWorld({
    ...options,
    configuration,
    start,
    publish: (target, { text }) => {
      onPublish?.();
      const afterMs = epochOf(world.time.now()) - epochOf(start) - otherAtMs;
      sent.push({ target, isOther: text.includes('api-errors'), afterMs });
      return Promise.resolve();
    },
  });
  before?.(world);
  for (const [name, service, ms] of [['web-latency', 'web', 0] as const, ['api-errors', 'api', otherAtMs] as const]) {
    const at = epochOf(start) + ms;
    const tags = { 'tocsin:service': service, 'tocsin:severity': 'critical' };
    const event = alarmEvent({ name, state: 'ALARM', at: instantOf(at), tags });
    world.time.at(at, ORDER.alarm, () => world.deliver(event));
  }
  await world.time.run(epochOf(start) + otherAtMs + HOUR);
  return sent;
};

const firstOf = (all: readonly Page[], target: string): Page | undefined =>
  all.find((page) => page.isOther && page.target === target);

describe('the page of another incident', () => {
  it.each([61, 70, 100, 119])(
    'A4 is held up by none that could not be recorded while the table was down for %i minutes',
    async (minutes) => {
      let isDown = false;
      const end = epochOf(start) + minutes * MINUTE;
      const all = await pages({
        otherAtMs: minutes * MINUTE + 10 * SECOND,
        isTableDown: (now) => isDown && epochOf(now) < end,
        onPublish: () => {
          isDown = true;
        },
      });
      expect(firstOf(all, 'responder:alice')?.afterMs).toBeLessThanOrEqual(MINUTE);
      expect(firstOf(all, 'responder:bob')?.afterMs).toBeGreaterThanOrEqual(15 * MINUTE);
    },
  );

  it('A4 is held up by none whose incident cannot be read', async () => {
    let unreadable: string | undefined;
    const all = await pages({
      otherAtMs: 30 * SECOND,
      before: ({ pipeline, incidents }) => {
        const send = pipeline.pages.send.bind(pipeline.pages);
        pipeline.pages.send = (messages) => {
          unreadable ??= messages[0]?.incidentId;
          return send(messages);
        };
        const head = incidents.head.bind(incidents);
        incidents.head = (id) => (id === unreadable ? Promise.reject(new Error('cannot be folded')) : head(id));
      },
    });
    expect(all.filter(({ isOther }) => !isOther)).toEqual([]);
    expect(firstOf(all, 'responder:alice')?.afterMs).toBeLessThanOrEqual(MINUTE);
    expect(firstOf(all, 'responder:bob')?.afterMs).toBeGreaterThanOrEqual(15 * MINUTE);
  });
});
