import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../../lib/core/alarm/definition.ts';
import type { Message } from '../../../lib/core/page/page-facts.ts';
import { receive } from '../../../lib/pipeline/receive.ts';
import { respond } from '../../../lib/pipeline/respond.ts';
import { sendPages } from '../../../lib/pipeline/send-pages.ts';
import type { IncidentStore } from '../../../lib/ports/incident-store.ts';
import { tickIncident } from '../../../lib/pipeline/clock.ts';
import { alarmEvent } from '../../support/alarm-events.ts';
import { World } from '../../support/function-world.ts';
import { minute } from '../../support/incident-spec.ts';

const NAME = `checkout ${'latency of the storefront '.repeat(10)}`.slice(0, 254) + '!';
const REASON =
  'Threshold Crossed: 1 out of the last 1 datapoints [3.2 (05/08/23 14:14:00)] was greater than the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).';
const DESCRIPTION = 'Customers wait too long. First see https://wiki.example.com/latency?a=1 and the last deploy.';

const event = (name: string, { state = 'ALARM', at = minute(0) }: { state?: AlarmState; at?: string } = {}): object => {
  const tags = { 'tocsin:service': 'web', 'tocsin:severity': 'critical' };
  const told = alarmEvent({ name, state, at, tags });
  const detail = told['detail'] as Record<string, Record<string, unknown>>;
  const configuration = { ...detail['configuration'], description: DESCRIPTION };
  return { ...told, detail: { ...detail, configuration, state: { ...detail['state'], reason: REASON } } };
};

/** The alarm fires, and its page goes out with a store whose members are asked like this. */
const paged = async (
  members?: IncidentStore['members'],
  onSending: () => void = () => undefined,
): Promise<{ readonly world: World; readonly message: Message | undefined; readonly reported: readonly string[] }> => {
  const world = new World();
  const { incidentIds } = await receive(world.pipeline, [{ messageId: 'm', body: event(NAME) }]);
  await tickIncident(world.pipeline, incidentIds[0] ?? '');
  const messages = world.handedOver.splice(0).map((one) => ({ ...one, messageId: one.pageId }));
  const reported: string[] = [];
  const store = members === undefined ? {} : { members };
  const pipeline = { ...world.onStore(store), report: (message: string) => void reported.push(message) };
  const sending = sendPages(pipeline, messages);
  onSending();
  expect((await sending).failed).toEqual([]);
  return { world, message: world.published.find(({ target }) => target === 'responder:alice')?.message, reported };
};

const flat = (message: Message | undefined): string => (message?.text ?? 'no page').replaceAll(/\n */gu, ' ');

describe('a page', () => {
  it('says what the stored item of its alarm has beside the head: description, whole name, reason', async () => {
    const { message } = await paged();
    expect(flat(message)).toContain('First see https://wiki.example.com/latency?a=1 and the last deploy.');
    expect(flat(message)).toContain('[3.2] was greater than the threshold (1)');
    const address = /Console: (\S+)/u.exec(flat(message))?.[1] ?? '';
    expect(decodeURIComponent(/alarm\/(.*)$/u.exec(address)?.[1] ?? '')).toBe(NAME);
  });

  it('goes out without it where it is not read soon', async () => {
    const world = new World();
    const { incidentIds } = await receive(world.pipeline, [{ messageId: 'm', body: event(NAME) }]);
    await tickIncident(world.pipeline, incidentIds[0] ?? '');
    const messages = world.handedOver.splice(0).map((one) => ({ ...one, messageId: one.pageId }));
    const never = world.onStore({ members: () => new Promise(() => undefined) });
    const briefly = (): Promise<never> => Promise.reject(new Error('no answer within 1000 ms'));
    expect((await sendPages({ ...never, briefly }, messages)).failed).toEqual([]);
    expect(world.published.map(({ target }) => target)).toContain('responder:alice');
  });

  it.each<[string, IncidentStore['members'], readonly string[]]>([
    [
      'cannot be read',
      () => Promise.reject(new Error('throttled')),
      ['a message goes out without what its alarm says of itself'],
    ],
    [
      'fails at once',
      () => {
        throw new Error('no connection');
      },
      ['a message goes out without what its alarm says of itself'],
    ],
    ['is not there', () => Promise.resolve([]), []],
  ])('goes out whole where the item %s', async (_, members, expected) => {
    const { message, reported } = await paged(members);
    expect(message?.subject).toMatch(/^\[CRITICAL\] web: Customers wait too long: 3\.2 \(limit 1\) \| prod/u);
    expect(message?.sms).toContain('Customers wait too long: 3.2 (limit 1)');
    expect(flat(message)).toContain('You are paged as level 1 of 3.');
    expect(flat(message)).not.toContain('Console:');
    expect(new Set(reported)).toEqual(new Set(expected));
  });

  it('waits for the item no longer than the store does, and goes out then', async () => {
    const { promise, reject } = Promise.withResolvers<never>();
    const { message, world } = await paged(
      () => promise,
      () => {
        reject(new Error('timed out'));
      },
    );
    expect(message?.subject).toContain('Customers wait too long');
    expect(world.handedOver).toEqual([]);
  });

  it('of whose item nothing is known holds up no other incident', async () => {
    const { world } = await paged(() => Promise.reject(new Error('throttled')));
    expect(world.published.map(({ target }) => target).toSorted()).toEqual(['channel:ops', 'responder:alice']);
  });
});

describe('alarms that are told of together', () => {
  it('are newcomers or come back, each as it is', async () => {
    const world = new World();
    const change = async (name: string, minutes: number, state: AlarmState = 'ALARM'): Promise<string> => {
      world.now = minute(minutes);
      const body = event(name, { state, at: world.now });
      const { incidentIds } = await receive(world.pipeline, [{ messageId: `${name}${String(minutes)}`, body }]);
      return incidentIds[0] ?? '';
    };
    const incidentId = await change('latency', 0);
    await change('memory', 0);
    await world.at(0, incidentId);
    await respond(world.pipeline, { incidentId, by: 'alice', response: { type: 'acknowledge' } });
    await change('latency', 2, 'OK');
    await world.at(10, incidentId);
    await change('cpu', 12);
    await world.at(12.2, incidentId);
    world.published.splice(0);
    await change('errors', 12.3);
    await change('latency', 12.5);
    await world.at(14, incidentId);
    const told = world.published.filter(({ target }) => target === 'channel:ops').map(({ message }) => flat(message));
    expect(told.join('\n')).toContain('errors has joined');
    expect(told.join('\n')).toContain('latency fires again');
    expect(told.join('\n')).not.toMatch(/errors fires again|latency has joined/u);
  });
});
