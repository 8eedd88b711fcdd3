import { describe, expect, it } from 'vitest';
import { eventOf } from '../../lib/core/incident/chain.ts';
import { later, MINUTE, SECOND, type Instant } from '../../lib/core/time.ts';
import { tickIncident } from '../../lib/pipeline/clock.ts';
import { openDrill } from '../../lib/pipeline/open-drill.ts';
import { sendPages } from '../../lib/pipeline/send-pages.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { threeLevels } from '../support/configurations.ts';
import { World } from '../support/function-world.ts';
import { minute } from '../support/incident-spec.ts';
import { UnreliableWorld, type WorldOptions } from '../support/unreliable-world.ts';

const PLACE = { account: '111122223333', region: 'eu-west-1', signedBy: 'arn:aws:iam::111122223333:user/ana' };
const ASKED = { key: 'k', ...PLACE };

const start: Instant = '2026-03-01T03:00:00.000Z';

const idOf = async (world: World, to?: readonly string[], key = 'k'): Promise<string> => {
  const opened = await openDrill(world.pipeline, { ...ASKED, key, to });
  if (!('incident' in opened)) throw new Error(JSON.stringify(opened));
  return opened.incident.incidentId;
};

describe('a drill that is opened', () => {
  it('sends a test page to level 1 of every policy where nobody is named', async () => {
    const world = new World();
    await idOf(world);
    await world.send();
    expect(world.published.map(({ target }) => target)).toEqual(['responder:alice']);
    expect(world.published[0]?.message.subject).toMatch(/^\[TEST\] tocsin: test page for Alice/u);
  });

  it('with the same key again is the same drill, and one page', async () => {
    const world = new World();
    const first = await openDrill(world.pipeline, ASKED);
    await world.send();
    const second = await openDrill(world.pipeline, { ...ASKED, to: ['bob'] });
    expect([first, second]).toMatchObject([{ repeated: false }, { repeated: true }]);
    expect('incident' in second && 'incident' in first && second.incident.incidentId).toBe(
      'incident' in first && first.incident.incidentId,
    );
    expect(world.handedOver).toEqual([]);
    expect(await idOf(world, ['bob'], 'another')).not.toBe('incident' in first && first.incident.incidentId);
  });

  it.each([
    [['nobody'], 'there is no responder, channel or schedule "nobody"'],
    [['__proto__'], 'there is no responder, channel or schedule "__proto__"'],
  ])('for %j is refused', async (to, error) => {
    const opened = await openDrill(new World().pipeline, { ...ASKED, to });
    expect(opened).toMatchObject({ refusal: { error } });
  });

  it('is in no list, and holds the group of no alarm', async () => {
    const world = new World();
    const drill = await idOf(world);
    const real = await world.alarm('web-latency');
    expect(real).not.toBe(drill);
    const listed = await Array.fromAsync(world.incidents.list({}));
    expect(listed.map(({ incidentId }) => incidentId)).toEqual([real]);
    expect((await world.timeline(real)).map(({ type }) => type)).not.toContain('LadderContinued');
  });

  it('says of a page that was not sent why, at once, and is not tried again', async () => {
    const world = new World();
    const id = await idOf(world);
    const { PageNotDeliveredError } = await import('../../lib/ports/pager.ts');
    const refused = new PageNotDeliveredError('NotFound: no such topic', { outcome: 'not-sent', cause: undefined });
    world.pipeline.pager.publish = () => Promise.reject(refused);
    await world.send();
    expect(await world.timeline(id)).toMatchObject([
      { type: 'IncidentOpened' },
      { type: 'PageRequested' },
      { type: 'PageFailed', error: 'NotFound: no such topic' },
      { type: 'DrillEnded' },
    ]);
    await world.at(10, id);
    expect(world.handedOver).toEqual([]);
  });

  it('marks its pages in the queue, so that the sender can let every other page go first', async () => {
    const world = new World();
    const real = await world.alarm('web-latency');
    await world.at(0.2, real);
    const isMarked = (): readonly unknown[] => world.handedOver.splice(0).map(({ isTest }) => isTest);
    await world.alarm('shop-errors', 'ALARM', 'shop');
    expect(isMarked()).not.toContain(true);
    const drill = await idOf(world);
    expect(isMarked()).toEqual([true]);
    world.now = minute(1);
    await tickIncident(world.pipeline, drill);
    expect(isMarked()).toEqual([true]);
  });

  it('in a sender that knows no marks shares a message, and takes nothing from the page in it', async () => {
    const world = new World();
    await idOf(world);
    const real = await world.alarm('web-latency');
    await tickIncident(world.pipeline, real);
    world.now = minute(0.2);
    await tickIncident(world.pipeline, real);
    const messages = world.handedOver.splice(0).map((message) => ({ ...message, messageId: message.pageId }));
    await sendPages(world.pipeline, messages);
    const toAlice = world.published.filter(({ target }) => target === 'responder:alice');
    expect(toAlice).toHaveLength(1);
    expect(toAlice[0]?.message.text).toMatch(/CRITICAL web: .*\n.*TEST tocsin: test page for Alice/u);
    expect(toAlice[0]?.message.subject).toMatch(/^\[CRITICAL\] 2 incidents/u);
  });
});

describe('a drill that is asked for while another is under way', () => {
  it('is not opened, and does not become the other by its key', async () => {
    const world = new World();
    const first = await idOf(world);
    const second = { ...ASKED, key: 'second', to: ['bob'] };
    expect(await openDrill(world.pipeline, second)).toMatchObject({ underWay: { incidentId: first } });
    await world.send();
    expect(await openDrill(world.pipeline, second)).toMatchObject({ repeated: false });
    await world.send();
    expect(world.published.map(({ target }) => target)).toEqual(['responder:alice', 'responder:bob']);
  });

  it('is still told of the one that its key opened', async () => {
    const world = new World();
    const incidentId = await idOf(world);
    expect(await openDrill(world.pipeline, ASKED)).toMatchObject({ repeated: true, incident: { incidentId } });
  });

  it('is the one of a hundred at once that was first', async () => {
    const world = new World();
    const keys = Array.from({ length: 100 }, (_, index) => `key ${String(index)}`);
    const opened = await Promise.all(keys.map((key) => openDrill(world.pipeline, { ...ASKED, key })));
    expect(opened.filter((one) => 'incident' in one)).toHaveLength(1);
    expect(opened.filter((one) => 'underWay' in one)).toHaveLength(99);
    expect(world.handedOver).toHaveLength(1);
  });

  it('ends the other where its clock has not, and is opened', async () => {
    const world = new World();
    const first = await idOf(world);
    world.handedOver.splice(0);
    world.now = minute(5);
    expect(await idOf(world, ['bob'], 'second')).not.toBe(first);
    expect((await world.timeline(first)).map(({ type }) => type).slice(-2)).toEqual(['PageFailed', 'DrillEnded']);
    expect(world.handedOver.map(({ target }) => target)).toEqual(['responder:bob']);
  });
});

const drilled = async (options: Partial<WorldOptions> = {}): Promise<UnreliableWorld> => {
  const world = new UnreliableWorld({ configuration: threeLevels, start, ...options });
  world.drill({ ...ASKED, to: ['alice', 'bob'] });
  await world.run(later(start, 20 * MINUTE));
  return world;
};

/** The one drill that there is, by the page that it asked for. */
const timelineOf = async ({ incidents }: UnreliableWorld) => {
  const group = (await incidents.groups(['drill'])).get('drill');
  return (await incidents.timeline(group?.incidentId ?? '')).map(eventOf);
};

describe('a process that dies at any one call of a drill', () => {
  it('sends each test page, once or twice, and the drill ends once, within minutes', async () => {
    const { calls } = await drilled();
    expect(calls).toBeGreaterThan(10);
    for (let call = 1; call <= calls; call += 1) {
      for (const when of ['before', 'after'] as const) {
        const world = await drilled({ crashes: new Map([[call, when]]) });
        const name = `call ${String(call)} ${when}`;
        const timeline = await timelineOf(world);
        for (const target of ['responder:alice', 'responder:bob'] as const) {
          const pages = world.published.filter((one) => one.target === target).length;
          expect([1, 2], `${name}: ${target}`).toContain(pages);
          const sent = timeline.filter((event) => event.type === 'PageSent' && event.target === target);
          expect(sent, `${name}: ${target}`).toHaveLength(1);
        }
        const ends = timeline.filter(({ type }) => type === 'DrillEnded');
        expect(ends, name).toHaveLength(1);
        expect(Date.parse(ends[0]?.at ?? '') - Date.parse(start), name).toBeLessThanOrEqual(6 * MINUTE);
        expect(world.unexpected, name).toEqual([]);
      }
    }
  });

  it('delays and loses no page of an alarm that fires meanwhile', async () => {
    const both = async (options: Partial<WorldOptions> = {}): Promise<UnreliableWorld> => {
      const world = new UnreliableWorld({ configuration: threeLevels, start, ...options });
      world.drill({ ...ASKED, to: ['alice'] });
      world.deliver(alarmEvent({ state: 'ALARM', at: start }));
      await world.run(later(start, 20 * MINUTE));
      return world;
    };
    const pages = ({ published }: UnreliableWorld) =>
      published.filter(({ message }) => !message.subject.includes('TEST'));
    const { calls } = await both();
    for (let call = 1; call <= calls; call += 1) {
      const world = await both({ crashes: new Map([[call, 'before']]) });
      const alice = pages(world).find(({ target }) => target === 'responder:alice');
      expect(Date.parse(alice?.at ?? '') - Date.parse(start), `call ${String(call)}`).toBeLessThanOrEqual(210 * SECOND);
      expect(
        pages(world).some(({ target }) => target === 'responder:bob'),
        `call ${String(call)}`,
      ).toBe(true);
    }
  });

  it('ends though nothing of it can ever be sent', async () => {
    const world = await drilled({ refuses: () => 'for-now' });
    expect((await timelineOf(world)).map(({ type }) => type).slice(3)).toEqual([
      'PageFailed',
      'PageFailed',
      'DrillEnded',
    ]);
  });
});
