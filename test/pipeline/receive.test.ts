import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { eventOf } from '../../lib/core/incident/chain.ts';
import { type Incident, isOpen } from '../../lib/core/incident/incident.ts';
import { statusOf } from '../../lib/core/incident/phase.ts';
import { HOUR, later, type Instant, MINUTE } from '../../lib/core/time.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { receive } from '../../lib/pipeline/receive.ts';
import { respond } from '../../lib/pipeline/respond.ts';
import type { Append } from '../../lib/ports/incident-store.ts';
import { simulation, type Simulation } from '../../lib/simulator/simulation.ts';
import { ORDER } from '../../lib/simulator/virtual-time.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { threeLevels } from '../support/configurations.ts';

const start: Instant = '2026-03-01T03:00:00.000Z';

let world: Simulation;
let appends: Append[];
let asides: { message: unknown; reason: string }[];

beforeEach(() => {
  appends = [];
  asides = [];
  world = simulation({
    configuration: threeLevels,
    startMs: Date.parse(start),
    pager: { publish: () => Promise.resolve() },
    onSetAside: (message, reason) => asides.push({ message, reason }),
    onAppend: (append) => appends.push(append),
  });
});

const message = (body: unknown, messageId = 'm'): { messageId: string; body: unknown } => ({ messageId, body });

const critical = (name: string): { name: string; state: 'ALARM'; at: Instant } => ({ name, state: 'ALARM', at: start });

const incidents = async (): Promise<readonly Incident[]> => {
  const heads: Incident[] = [];
  for await (const { incidentId } of world.incidents.list({})) {
    const head = await world.incidents.head(incidentId);
    if (head !== undefined) heads.push(head);
  }
  return heads;
};

const eventTypes = async ({ incidentId }: Incident): Promise<readonly string[]> =>
  (await world.incidents.timeline(incidentId)).map((sealed) => eventOf(sealed).type);

/** The same pipeline with one port call that fails. */
const failing = (pipeline: Pipeline, fails: (append: Append) => boolean): Pipeline => ({
  ...pipeline,
  store: {
    ...pipeline.store,
    append: (append) => (fails(append) ? Promise.reject(new Error('throttled')) : pipeline.store.append(append)),
  },
});

describe('a batch of alarms', () => {
  it('of one group makes one incident, recorded in one append before its page is requested', async () => {
    const { failed } = await receive(
      world.pipeline,
      ['a', 'b', 'c'].map((name) => message(alarmEvent(critical(name)), name)),
    );
    expect(failed).toEqual([]);
    expect(await incidents()).toMatchObject([
      { counts: { joined: 3, firing: 3, silent: 0 }, ladder: { step: { level: 1 } } },
    ]);
    expect(appends).toHaveLength(2);
    expect(appends[0]?.incident?.events.map((sealed) => eventOf(sealed).type)).toEqual([
      'IncidentOpened',
      'PageHeld',
      'AlarmJoined',
      'AlarmJoined',
      'AlarmJoined',
    ]);
  });

  it('of several groups is recorded whole before the first page is requested', async () => {
    const events = ['one', 'two', 'three'].map((name) => alarmEvent({ ...critical(name), tags: {} }));
    await receive(
      world.pipeline,
      events.map((event, index) => message(event, String(index))),
    );
    const types = appends.map(({ incident }) => incident?.events.map((sealed) => eventOf(sealed).type)[0]);
    expect(types).toEqual([
      'IncidentOpened',
      'IncidentOpened',
      'IncidentOpened',
      'HoldEnded',
      'HoldEnded',
      'HoldEnded',
    ]);
  });

  it('names only the messages of the group that could not be written', async () => {
    const pipeline = failing(world.pipeline, ({ incident }) => incident?.head.group.includes(':bad') === true);
    const events = ['good', 'bad', 'fine'].map((name) => message(alarmEvent({ ...critical(name), tags: {} }), name));
    const { failed } = await receive(pipeline, events);
    expect(failed.map(({ messageId }) => messageId)).toEqual(['bad']);
    expect(await incidents()).toHaveLength(2);
  });

  it('is taken in CloudWatch’s order, whatever the order of arrival', async () => {
    const ok = alarmEvent({ name: 'a', state: 'OK', at: later(start, 2 * MINUTE) });
    await receive(world.pipeline, [message(ok, '2'), message(alarmEvent(critical('a')), '1')]);
    const [incident] = await incidents();
    expect(incident?.counts.firing).toBe(0);
    expect(incident?.recoverAt).toBeDefined();
  });

  it('that brings an ALARM after its own OK opens nothing', async () => {
    await receive(world.pipeline, [message(alarmEvent({ name: 'a', state: 'OK', at: later(start, 2 * MINUTE) }))]);
    const { failed } = await receive(world.pipeline, [message(alarmEvent(critical('a')))]);
    expect(failed).toEqual([]);
    expect(await incidents()).toEqual([]);
  });
});

describe('an alarm delivered again', () => {
  it('adds nothing to the timeline', async () => {
    await receive(world.pipeline, [message(alarmEvent(critical('a')))]);
    await world.time.run(Date.parse(start));
    const [before] = await incidents();
    await receive(world.pipeline, [message(alarmEvent({ ...critical('a'), id: 'another-event-id' }))]);
    expect((await incidents())[0]?.version).toBe(before?.version);
  });

  it('sees to the page that the first delivery did not live to request', async () => {
    const dying = failing(world.pipeline, ({ incident }) => incident?.head.ladder.step !== undefined);
    const { failed } = await receive(dying, [message(alarmEvent(critical('a')))]);
    expect(failed).toHaveLength(1);
    await world.time.run(Date.parse(start) + 6_000);
    await receive(world.pipeline, [message(alarmEvent(critical('a')))]);
    expect(await incidents()).toMatchObject([{ ladder: { step: { level: 1 } } }]);
  });
});

describe('an alarm whose tags change while its incident is open', () => {
  it('stays in the incident', async () => {
    await receive(world.pipeline, [message(alarmEvent(critical('a')))]);
    const elsewhere = { 'tocsin:service': 'other', 'tocsin:severity': 'critical' };
    const ok = alarmEvent({ name: 'a', state: 'OK', at: later(start, MINUTE), tags: elsewhere });
    await receive(world.pipeline, [message(ok)]);
    expect(await incidents()).toMatchObject([{ counts: { joined: 1, firing: 0 } }]);
  });
});

describe('a resolved incident', () => {
  const resolved = async (): Promise<Incident | undefined> => {
    await receive(world.pipeline, [message(alarmEvent(critical('a')))]);
    const [incident] = await incidents();
    if (incident !== undefined) {
      await respond(world.pipeline, { incidentId: incident.incidentId, by: 'alice', response: { type: 'resolve' } });
    }
    return incident;
  };

  it('is reopened by an alarm within the cool-down', async () => {
    await resolved();
    await receive(world.pipeline, [message(alarmEvent({ ...critical('b'), at: later(start, MINUTE) }))]);
    const [incident] = await incidents();
    expect(incident?.flaps).toBe(1);
    expect(incident && statusOf(incident)).toBe('triggered');
  });

  it('is left alone by one that comes later: a new incident opens', async () => {
    const first = await resolved();
    await receive(world.pipeline, [message(alarmEvent({ name: 'a', state: 'OK', at: later(start, MINUTE) }))]);
    world.time.in(HOUR, ORDER.alarm, async () => {
      await receive(world.pipeline, [message(alarmEvent({ ...critical('a'), at: later(start, HOUR) }))]);
    });
    await world.time.run(Date.parse(start) + HOUR);
    const all = await incidents();
    expect(all).toHaveLength(2);
    expect(all.filter(isOpen).map(({ incidentId }) => incidentId)).not.toContain(first?.incidentId);
  });
});

describe('A6 an incident whose alarm has lost its data', () => {
  it('stays resolved when a person says so, and pages again when the alarm fires', async () => {
    await receive(world.pipeline, [message(alarmEvent(critical('a')))]);
    await receive(world.pipeline, [
      message(alarmEvent({ name: 'a', state: 'INSUFFICIENT_DATA', at: later(start, MINUTE) }), 'lost'),
    ]);
    const [incident] = await incidents();
    await respond(world.pipeline, {
      incidentId: incident?.incidentId ?? '',
      by: 'alice',
      response: { type: 'resolve' },
    });
    world.time.in(8 * HOUR, ORDER.alarm, async () => {
      const [resolved, ...others] = await incidents();
      expect(others).toEqual([]);
      expect(resolved).toMatchObject({ resolution: { by: 'alice' }, counts: { firing: 0, critical: 0 } });
      const again = alarmEvent({ ...critical('a'), at: later(start, 8 * HOUR) });
      await receive(world.pipeline, [message(again, 'again')]);
    });
    await world.time.run(Date.parse(start) + 8 * HOUR);
    const all = await incidents();
    expect(all).toHaveLength(2);
    expect(all.map(statusOf).toSorted()).toEqual(['resolved', 'triggered']);
  });
});

describe('a storm of 5,000 alarms in one group', () => {
  it('stays one incident with a small head, can be acknowledged, and asks for one page', async () => {
    for (let first = 0; first < 5_000; first += 10) {
      const batch = Array.from({ length: 10 }, (_, index) => `alarm-${String(first + index)}`);
      const { failed } = await receive(
        world.pipeline,
        batch.map((name) => message(alarmEvent(critical(name)), name)),
      );
      expect(failed).toEqual([]);
    }
    const [incident, ...others] = await incidents();
    expect(others).toEqual([]);
    expect(incident?.counts).toEqual({
      joined: 5_000,
      firing: 5_000,
      silent: 0,
      critical: 5_000,
      owned: 0,
      believed: 0,
      uncovered: 5_000,
    });
    expect(JSON.stringify(incident).length).toBeLessThan(32_768);
    const by = { incidentId: incident?.incidentId ?? '', by: 'alice' };
    expect(await respond(world.pipeline, { ...by, response: { type: 'acknowledge' } })).toMatchObject({
      outcome: 'done',
    });
    const types = incident === undefined ? [] : await eventTypes(incident);
    expect(types.filter((type) => type === 'LevelReached')).toHaveLength(1);
    expect(types.length).toBeLessThan(5_000 / 5);
  });
});

describe('what is not an alarm', () => {
  it('is set aside with a reason, and the batch goes on', async () => {
    const junk = [
      undefined,
      null,
      17,
      'not json',
      '{"a":',
      [],
      {},
      { source: 'aws.ec2' },
      { source: 'aws.cloudwatch' },
    ];
    const batch = [
      ...junk.map((body, index) => message(body, `junk-${String(index)}`)),
      message(alarmEvent(critical('a')), 'real'),
    ];
    const received = await receive(world.pipeline, batch);
    expect(received.failed).toEqual([]);
    expect(received.setAside).toHaveLength(junk.length);
    expect(asides.every(({ reason }) => reason.length > 10)).toBe(true);
    expect(await incidents()).toHaveLength(1);
  });

  it('is delivered again when it cannot be set aside: nothing is lost', async () => {
    const pipeline: Pipeline = { ...world.pipeline, aside: { put: () => Promise.reject(new Error('throttled')) } };
    const { failed } = await receive(pipeline, [message('junk', 'junk'), message(alarmEvent(critical('a')), 'real')]);
    expect(failed.map(({ messageId }) => messageId)).toEqual(['junk']);
    expect(await incidents()).toHaveLength(1);
  });

  it('never makes receive throw, whatever JSON it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 5 }), async (bodies) => {
        const { failed, setAside, ignored, incidentIds } = await receive(
          world.pipeline,
          bodies.map((body, index) => message(body, String(index))),
        );
        expect(failed.length + setAside.length + ignored.length + incidentIds.length).toBe(bodies.length);
      }),
    );
  });
});

describe('every documented kind of alarm event', () => {
  const folder = new URL('../fixtures/alarm-events/', import.meta.url);

  it.each(readdirSync(folder))('%s is taken in, none is set aside', async (file) => {
    const body: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    const { failed, setAside } = await receive(world.pipeline, [message(body)]);
    expect({ failed, setAside }).toEqual({ failed: [], setAside: [] });
  });

  /** Every place of a JSON value, as the keys that lead there. */
  const placesIn = (value: unknown, at: readonly string[] = []): readonly (readonly string[])[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => [[...at, key], ...placesIn(inner, [...at, key])])
      : [];

  const withAt = (value: unknown, [key, ...rest]: readonly string[], put: unknown): unknown => {
    if (key === undefined) return put;
    const inner = (value as Record<string, unknown>)[key];
    const entries = Object.entries(value as object).map(([name, one]): [string, unknown] => [
      name,
      name === key ? withAt(inner, rest, put) : one,
    ]);
    return Array.isArray(value) ? entries.map(([, one]) => one) : Object.fromEntries(entries);
  };

  it.each(readdirSync(folder))(
    'A6 %s fails no other with it, whichever of its fields is what nobody expects',
    async (file) => {
      const body: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
      for (const place of placesIn(body)) {
        for (const odd of [{ toString: 1 }, [[]], null]) {
          const { failed } = await receive(world.pipeline, [message(withAt(body, place, odd), place.join('.'))]);
          expect(failed, place.join('.')).toEqual([]);
        }
      }
    },
  );
});
