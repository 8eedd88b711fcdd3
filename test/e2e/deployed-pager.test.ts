import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Target } from '../../lib/core/configuration.ts';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import { commandsOnStack } from './deployed-commands.ts';
import { eventually } from './eventually.ts';
import { DeployedPager, formOn, type Received } from './pager.ts';
import { printedOnStack } from './printed-on-stack.ts';
import { STORM, teamYaml } from './team.ts';

const EVERYBODY: readonly Target[] = [
  ...['alice', 'bob', 'carol', 'dora', 'erik', 'frank', 'greta', 'henrik'].map((name): Target => `responder:${name}`),
  'channel:ops',
  'channel:team',
];

let pager: DeployedPager;
const startedAt = Date.now();

const say = (text: string): void => {
  process.stderr.write(`${((Date.now() - startedAt) / 1_000).toFixed(1)} s: ${text}\n`);
};

beforeAll(async () => {
  pager = await DeployedPager.deploy(teamYaml());
  const { bootstrap, deploy } = pager.deployed.seconds;
  say(`cdk bootstrap ${bootstrap.toFixed(1)} s, cdk deploy ${deploy.toFixed(1)} s`);
  for (const target of EVERYBODY) await pager.subscribe(target);
  await forgetTheTick();
});
afterAll(() => pager.stop());

const about = (received: readonly Received[], service: string): readonly Received[] =>
  received.filter(({ subject, text }) => `${subject} ${text}`.includes(service));

/** The one message about this service that this target has by now. */
const theOne = async (target: Target, service: string): Promise<Received> => {
  const messages = about(await pager.inbox(target), service);
  expect(messages).toHaveLength(1);
  return messages[0] ?? { subject: '', text: '', token: undefined };
};

const of = (service: string, name: string): { name: string; tags: Record<string, string> } => ({
  name,
  tags: { 'tocsin:service': service, 'tocsin:severity': 'critical' },
});

const sentTo = (timeline: readonly IncidentEvent[]): readonly string[] =>
  timeline.flatMap((event) => (event.type === 'PageSent' && event.kind === 'page' ? [event.target] : []));

const secondsBetween = (timeline: readonly IncidentEvent[]): readonly number[] => {
  const at = timeline.flatMap((event) => (event.type === 'PageSent' && event.kind === 'page' ? [event.at] : []));
  return at.slice(1).map((instant, index) => (Date.parse(instant) - Date.parse(at[index] ?? '')) / 1_000);
};

/** Its next level waits for the reconciler, while the other tests run. */
const forgetTheTick = async (): Promise<void> => {
  await pager.fire([{ name: 'forgotten-latency' }]);
  await eventually(() => theOne('responder:greta', 'forgotten'));
  const { incidentId } = await pager.incidentOf('forgotten');
  await eventually(async () => {
    expect(sentTo(await pager.timeline(incidentId))).toEqual(['responder:greta']);
  });
  await pager.purge('Ticks');
};

describe('an alarm that nobody answers', () => {
  it('pages the on-call with a link, and tells the channel', async () => {
    const firedAt = Date.now();
    await pager.fire([of('checkout', 'checkout-latency')]);
    const { subject, text, token } = await eventually(() => theOne('responder:alice', 'checkout'));
    say(`first page ${String(Date.now() - firedAt)} ms after its event`);
    expect(subject).toContain('checkout');
    expect(text).toContain('checkout-latency');
    expect(token).toMatch(/^[A-Za-z0-9_-]{22}$/u);
    await eventually(() => theOne('channel:ops', 'checkout'));
  });

  it('escalates through its levels, each as long after the page before as its policy says, and ends unanswered', async () => {
    await eventually(() => theOne('channel:team', 'checkout'), 60_000);
    for (const target of ['responder:alice', 'responder:bob', 'responder:carol'] as const) {
      await theOne(target, 'checkout');
    }
    const { incidentId } = await pager.incidentOf('checkout');
    const timeline = await eventually(async () => {
      const all = await pager.timeline(incidentId);
      expect(sentTo(all)).toEqual(['responder:alice', 'responder:bob', 'responder:carol', 'channel:team']);
      return all;
    });
    expect(timeline.map(({ type }) => type)).toContain('IncidentUnanswered');
    const waits = secondsBetween(timeline);
    say(`levels of 4 s were ${waits.map((wait) => wait.toFixed(1)).join(', ')} s apart`);
    for (const wait of waits) {
      expect(wait).toBeGreaterThanOrEqual(4);
      expect(wait).toBeLessThan(15);
    }
  });
});

describe('the cause of an incident of a described service', () => {
  it('is looked for while its first page waits: without values it is not known, and the page says of what', async () => {
    const { incidentId } = await pager.incidentOf('checkout');
    const timeline = await eventually(async () => {
      const all = await pager.timeline(incidentId);
      expect(all.map(({ type }) => type)).toContain('DiagnosisRecorded');
      return all;
    });
    const types = timeline.map(({ type }) => type);
    expect(timeline).not.toContainEqual(expect.objectContaining({ type: 'ContextUnavailable', source: 'diagnosis' }));
    expect(types.indexOf('DiagnosisRecorded')).toBeLessThan(types.indexOf('PageRequested'));
    const [held, recorded] = ['PageHeld', 'DiagnosisRecorded'].map((type) =>
      timeline.find((event) => event.type === type),
    );
    say(
      `the first page waited ${String(Date.parse(recorded?.at ?? '') - Date.parse(held?.at ?? ''))} ms for its cause`,
    );
    expect(recorded).toMatchObject({
      isForPage: true,
      said: {
        cause: 'unknown',
        missing: ['deploys (no data)', 'latency (no data)', '4 more'],
      },
    });
  });

  it('is asked about no service that is not described', async () => {
    const { incidentId } = await pager.incidentOf('forgotten');
    expect((await pager.timeline(incidentId)).map(({ type }) => type)).not.toContain('DiagnosisAsked');
  });
});

/** What an asking for a cause comes to. */
const ANSWERS: ReadonlySet<string> = new Set(['DiagnosisRecorded', 'ContextUnavailable']);

describe('a page', () => {
  it('is acknowledged by the form behind its link, once, and by nothing that only looks; then nobody else is paged', async () => {
    await pager.fire([of('search', 'search-latency')]);
    const { token = '' } = await eventually(() => theOne('responder:dora', 'search'));
    const { incidentId } = await pager.incidentOf('search');
    await eventually(async () => {
      const timeline = await pager.timeline(incidentId);
      expect(timeline.filter(({ type }) => type === 'PageSent')).toHaveLength(2);
      // Whoever looks for the cause writes once more, and once more where that asks what logs say.
      expect(timeline.filter(({ type }) => ANSWERS.has(type))).not.toEqual([]);
      expect(timeline.at(-1)?.type).not.toBe('ContextAsked');
    });
    const before = await pager.everything();
    const page = await pager.browse(token);
    expect(page.status).toBe(200);
    expect(page.body).toContain('Acknowledge');
    await pager.browse(token, { method: 'HEAD' });
    await pager.browse(token, { method: 'OPTIONS' });
    await pager.browse(token, { headers: { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender' } });
    expect(await pager.everything()).toEqual(before);

    const form = { ...formOn(page), action: 'acknowledge' };
    expect((await pager.browse(token, { method: 'POST', form: { action: 'acknowledge' } })).status).toBe(400);
    expect((await pager.browse(token, { method: 'POST', form })).status).toBe(303);
    expect((await pager.browse(token, { method: 'POST', form })).status).toBe(303);
    const acknowledgements = (await pager.timeline(incidentId)).filter(({ type }) => type === 'IncidentAcknowledged');
    expect(acknowledgements).toMatchObject([{ by: 'dora' }]);
    expect((await pager.browse(token)).body).toContain('Dora Petrov');

    // A witness of the same policy, opened later and left alone: when it is escalated, the other would have been.
    await pager.fire([{ name: 'basket-latency' }]);
    await eventually(() => theOne('responder:erik', 'basket'), 60_000);
    expect(about(await pager.inbox('responder:erik'), 'search')).toEqual([]);
    expect(sentTo(await pager.timeline(incidentId))).toEqual(['responder:dora']);
  });

  it('with a wrong link opens nothing', async () => {
    expect((await pager.browse('A'.repeat(22))).status).toBe(404);
    expect((await pager.browse('x')).status).toBe(404);
  });
});

describe('an event delivered twice', () => {
  it('is one incident and one page', async () => {
    await pager.fire([{ name: 'doubled-latency' }], 2);
    await eventually(() => theOne('responder:alice', 'doubled'));
    await eventually(async () => {
      expect(await pager.lengthOf('Alarms')).toBe(0);
      expect(await pager.lengthOf('Pages')).toBe(0);
    });
    const { incidentId } = await pager.incidentOf('doubled');
    const timeline = await pager.timeline(incidentId);
    expect(sentTo(timeline)).toEqual(['responder:alice']);
    expect(timeline.filter(({ type }) => type === 'AlarmJoined')).toHaveLength(1);
    await theOne('responder:alice', 'doubled');
  });
});

describe('fifty services at once', () => {
  it('reach their one on-call in few messages that name every incident', async () => {
    const firedAt = Date.now();
    await pager.fire(STORM.map((name) => ({ name })));
    const incidentIds = await eventually(async () => {
      const all = await Promise.all(STORM.map((service) => pager.incidentOf(service)));
      return all.map(({ incidentId }) => incidentId);
    }, 60_000);
    const messages = await eventually(async () => {
      const all = about(await pager.inbox('responder:frank'), 'storm-');
      const text = all.map((message) => message.text).join('\n');
      expect(incidentIds.filter((incidentId) => !text.includes(incidentId))).toEqual([]);
      return all;
    }, 60_000);
    say(`50 incidents in ${String(messages.length)} messages, ${String(Date.now() - firedAt)} ms after the events`);
    expect(messages.length).toBeLessThanOrEqual(20);
    for (const incidentId of incidentIds) {
      const timeline = await eventually(async () => {
        const all = await pager.timeline(incidentId);
        expect(sentTo(all)).not.toEqual([]);
        return all;
      });
      expect(sentTo(timeline)).toEqual(['responder:frank']);
    }
    for (const { token } of messages) expect(token).toBeDefined();
  });
});

commandsOnStack(() => pager);
printedOnStack(() => pager);

describe('a clock whose messages are lost', () => {
  it('is stood in for by the reconciler: the next level is paged at most 90 s late', async () => {
    await eventually(() => theOne('responder:henrik', 'forgotten'), 110_000);
    const { incidentId } = await pager.incidentOf('forgotten');
    const timeline = await eventually(async () => {
      const all = await pager.timeline(incidentId);
      expect(sentTo(all)).toEqual(['responder:greta', 'responder:henrik']);
      return all;
    });
    const [wait = Number.NaN] = secondsBetween(timeline);
    say(`with its tick purged, a level of 15 s took ${wait.toFixed(1)} s`);
    expect(wait).toBeGreaterThan(15 + 27);
    // Half a minute late to be found, a minute until it is looked for; the emulator's schedule and poller add theirs.
    expect(wait).toBeLessThanOrEqual(15 + 90 + 10);
  });
});

describe('when all is done', () => {
  it('nothing was set aside or given up', async () => {
    for (const name of ['AlarmsDead', 'PagesDead', 'TicksDead', 'DiagnosesDead'] as const)
      expect(await pager.lengthOf(name)).toBe(0);
  });
});
