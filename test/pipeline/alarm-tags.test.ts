import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { InMemoryAlarmTags } from '../../lib/adapters/memory/in-memory-alarm-tags.ts';
import { eventOf } from '../../lib/core/incident/chain.ts';
import { alarmKeyOf } from '../../lib/core/alarm/alarm-identity.ts';
import type { TagsFound } from '../../lib/core/alarm/change.ts';
import type { AlarmState } from '../../lib/core/alarm/definition.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import type { RegisterEntry } from '../../lib/core/group/records.ts';
import { DAY, later, MINUTE } from '../../lib/core/time.ts';
import { lookUpTags } from '../../lib/pipeline/look-up-tags.ts';
import { receive } from '../../lib/pipeline/receive.ts';
import type { AlarmTags } from '../../lib/ports/alarm-tags.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { threeLevels } from '../support/configurations.ts';
import { World } from '../support/function-world.ts';

const configuration: Configuration = {
  ...threeLevels,
  routing: [
    { match: { name: 'TargetTracking-*' }, severity: 'info' },
    { match: { tags: { team: 'payments' } }, service: 'payments', severity: 'critical' },
    { match: { name: 'legacy-*' }, service: 'legacy', severity: 'critical' },
  ],
};
const arnOf = (name: string): string => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`;
const keyOf = (name: string): string => alarmKeyOf({ alarmArn: arnOf(name) });
const PAYMENTS: TagsFound = { tags: { team: 'payments' } };

let world: World;
let tags: InMemoryAlarmTags;

beforeEach(() => {
  world = new World(configuration);
  tags = new InMemoryAlarmTags();
});

/** An event of an alarm that did not opt in: nothing of tags stands in it. */
const untold = (name: string, state: AlarmState = 'ALARM'): Record<string, unknown> => {
  const event = alarmEvent({ name, state, at: world.now });
  const { alarmTags: _tags, alarmTagsStatus: _status, ...detail } = event['detail'] as Record<string, unknown>;
  return { ...event, detail };
};

const take = async (...bodies: readonly unknown[]): Promise<readonly string[]> => {
  const messages = bodies.map((body, index) => ({ messageId: String(index), body }));
  const { failed, incidentIds } = await receive({ ...world.pipeline, tags }, messages);
  expect(failed).toEqual([]);
  return incidentIds;
};

const serviceOf = async ([id = '']: readonly string[]): Promise<string | undefined> =>
  (await world.incidents.head(id))?.service;

const entryOf = async (name: string): Promise<RegisterEntry | undefined> =>
  (await world.incidents.entries([keyOf(name)])).get(keyOf(name));

const lookUp = (asked: AlarmTags = tags): Promise<{ readonly lookedUp: number }> =>
  lookUpTags({ ...world.pipeline, tags: asked, due: world.incidents, pause: () => Promise.resolve() });

describe('an alarm that nobody knows, and whose event says no tags', () => {
  it('is looked up before it is recorded: its tags choose its service', async () => {
    tags.put(arnOf('card-errors'), PAYMENTS);
    expect(await serviceOf(await take(untold('card-errors')))).toBe('payments');
    expect(await entryOf('card-errors')).toMatchObject({
      tags: { team: 'payments' },
      tagsDueAt: later(world.now, DAY),
    });
  });

  it('is looked up once: the next change is routed by what the register knows', async () => {
    tags.put(arnOf('card-errors'), PAYMENTS);
    await take(untold('card-errors', 'OK'));
    world.now = later(world.now, DAY);
    expect(await serviceOf(await take(untold('card-errors')))).toBe('payments');
    expect(tags.asked).toEqual([[arnOf('card-errors')]]);
  });

  it.each([
    ['is taken by a rule without tags, above those with', 'TargetTracking-web'],
    ['is deployed', 'tocsin-prod-web-memory-critical'],
  ])('is not looked up where it %s', async (_why, name) => {
    const deployed = { ...configuration, environment: 'prod' };
    world = new World(
      name.startsWith('tocsin')
        ? { ...deployed, routing: [{ match: { name: '*' }, severity: 'info' }] }
        : configuration,
    );
    await take(untold(name));
    expect(tags.asked).toEqual([]);
  });

  it('is looked up where the rule that would take it stands below one that asks for tags', async () => {
    tags.put(arnOf('legacy-disk'), PAYMENTS);
    expect(await serviceOf(await take(untold('legacy-disk')))).toBe('payments');
  });

  it('has no tags, and nobody says that any are missing, where it has none', async () => {
    tags.put(arnOf('stranger'), { tags: {} });
    const [id = ''] = await take(untold('stranger'));
    expect(await world.incidents.head(id)).toMatchObject({ service: 'unrouted' });
    expect((await world.incidents.head(id))?.alarms[0]).not.toHaveProperty('untagged');
  });

  it.each(['throttled', 'denied', 'unanswered', 'unknown-alarm'] as const)(
    'is routed without where the look-up is %s, which is a fact that the page says',
    async (why) => {
      tags.put(arnOf('legacy-disk'), { why });
      const [id = ''] = await take(untold('legacy-disk'));
      expect(await world.incidents.head(id)).toMatchObject({ service: 'legacy', alarms: [{ untagged: why }] });
      const events = (await world.incidents.timeline(id)).map(eventOf);
      expect(events).toContainEqual(
        expect.objectContaining({ type: 'AlarmJoined', alarm: expect.objectContaining({ untagged: why }) as unknown }),
      );
      await world.send();
      expect(world.published.map(({ message: { text } }) => text).join('\n')).toContain('outed without its tags: ');
    },
  );

  it('and many that come with it are looked up at once, each alarm once', async () => {
    const contributor = (id: string): unknown => {
      const event = untold('hot-keys');
      return { ...event, detail: { ...(event['detail'] as object), alarmContributor: { id, attributes: {} } } };
    };
    await take(untold('a'), contributor('one'), contributor('two'), untold('b'));
    expect(tags.asked).toEqual([['a', 'hot-keys', 'b'].map(arnOf)]);
  });

  it('of hostile tags is routed all the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.string(), { maxKeys: 5 }), async (found) => {
        world = new World(configuration);
        tags = new InMemoryAlarmTags({ [arnOf('card-errors')]: { tags: found } });
        expect(await take(untold('card-errors'))).toHaveLength(1);
      }),
      { numRuns: 30 },
    );
  });
});

describe('an alarm whose event says its tags', () => {
  it('is never looked up, also where it has none', async () => {
    await take(alarmEvent({ name: 'card-errors', state: 'ALARM', at: world.now, tags: {} }));
    expect(tags.asked).toEqual([]);
    expect(await entryOf('card-errors')).not.toHaveProperty('tagsDueAt');
  });
});

describe('an alarm of which only that it fires is known', () => {
  it('stays in its incident, and waits for nothing', async () => {
    tags.put(arnOf('legacy-disk'), { why: 'throttled' });
    const opened = await take(untold('legacy-disk'));
    tags.put(arnOf('legacy-disk'), PAYMENTS);
    world.now = later(world.now, MINUTE);
    expect(await take(untold('legacy-disk', 'OK'))).toEqual(opened);
    world.now = later(world.now, MINUTE);
    expect(await take(untold('legacy-disk'))).toEqual(opened);
    expect(await serviceOf(opened)).toBe('legacy');
  });

  it('is not looked up when it is deleted: there is nothing to ask about', async () => {
    const { detail, ...event } = untold('card-errors');
    const deletion = { ...event, 'detail-type': 'CloudWatch Alarm Configuration Change' };
    await take({ ...deletion, detail: { ...(detail as object), operation: 'delete' } });
    expect(tags.asked).toEqual([]);
  });
});

describe('the scheduled look-up', () => {
  beforeEach(async () => {
    tags.put(arnOf('legacy-disk'), { why: 'throttled' });
    await take(untold('legacy-disk', 'OK'));
    tags.asked.length = 0;
    world.now = later(world.now, 6 * MINUTE);
  });

  it('finds what could not be found, and the next change is routed by it', async () => {
    tags.put(arnOf('legacy-disk'), PAYMENTS);
    expect(await lookUp()).toEqual({ lookedUp: 1 });
    expect(await entryOf('legacy-disk')).toMatchObject({
      tags: { team: 'payments' },
      tagsDueAt: later(world.now, DAY),
    });
    expect(await serviceOf(await take(untold('legacy-disk')))).toBe('payments');
    expect(tags.asked).toEqual([[arnOf('legacy-disk')]]);
  });

  it('asks of nothing that is not due', async () => {
    tags.put(arnOf('legacy-disk'), PAYMENTS);
    await lookUp();
    expect(await lookUp()).toEqual({ lookedUp: 0 });
  });

  it('stops at the first that is refused, and goes on five minutes later', async () => {
    await take(untold('legacy-cpu', 'OK'));
    world.now = later(world.now, DAY);
    tags.put(arnOf('legacy-cpu'), { why: 'throttled' });
    tags.asked.length = 0;
    expect(await lookUp()).toEqual({ lookedUp: 0 });
    expect(tags.asked).toEqual([[arnOf('legacy-disk')]]);
    expect(await entryOf('legacy-disk')).toMatchObject({ tagsDueAt: later(world.now, 5 * MINUTE) });
  });

  it('asks no more of an alarm that there is not', async () => {
    tags.put(arnOf('legacy-disk'), { why: 'unknown-alarm' });
    await lookUp();
    expect(await entryOf('legacy-disk')).not.toHaveProperty('tagsDueAt');
  });

  it('gives way to an alarm that is taken in meanwhile', async () => {
    const meanwhile: AlarmTags = {
      of: async (arns) => {
        await take(untold('legacy-disk'));
        return new Map(arns.map((arn) => [arn, PAYMENTS]));
      },
    };
    await lookUp(meanwhile);
    expect(await entryOf('legacy-disk')).toMatchObject({ state: 'ALARM', tags: { team: 'payments' } });
  });

  it('ends where there is no time left', async () => {
    const looking = { ...world.pipeline, tags, due: world.incidents, pause: () => Promise.resolve() };
    expect(await lookUpTags(looking, () => false)).toEqual({ lookedUp: 0 });
    expect(tags.asked).toEqual([]);
  });
});
