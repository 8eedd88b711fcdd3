import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { firstDiagnoser } from '../../lambdas/alarm-intake/first-diagnoser.ts';
import { intakeAlarms } from '../../lambdas/alarm-intake/intake-alarms.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import { DIAGNOSED_WITHIN_MS } from '../../lib/core/escalation/wake.ts';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import { instantOf, later, MINUTE } from '../../lib/core/time.ts';
import { tickIncident } from '../../lib/pipeline/clock.ts';
import { answerDiagnosis } from '../../lib/pipeline/diagnose.ts';
import type { DeployLog } from '../../lib/ports/deploy-log.ts';
import { UnreadError } from '../../lib/ports/unread.ts';
import { within } from '../../lib/runtime/clock.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { type AwsStub, startAwsStub } from '../support/aws-stub.ts';
import { cloudWatchStandIn, lagging, type Manner } from '../support/cloudwatch-stand-in.ts';
import { threeLevels } from '../support/configurations.ts';
import { batch, record, World } from '../support/function-world.ts';
import { leaking } from '../support/leaking-service.ts';

const WITHIN_MS = 400;
/** As of a load balancer, about. */
const LAG = { missing: 1, inPart: 1, part: 0.4 };
const configuration: Configuration = { ...threeLevels, diagnosis: { withinMs: WITHIN_MS } };

let stub: AwsStub;
let deploys: () => ReturnType<DeployLog['words']>;
let manner: (periodSeconds: number) => Manner;

beforeAll(async () => {
  const standIn = cloudWatchStandIn({
    valueOf: lagging(leaking, () => LAG),
    nowMs: () => Date.now(),
    manner: (seconds) => manner(seconds),
  });
  stub = await startAwsStub(standIn);
  vi.stubEnv('AWS_ENDPOINT_URL', stub.options.endpoint);
  vi.stubEnv('AWS_REGION', stub.options.region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await stub.close();
});
beforeEach(() => {
  deploys = () => Promise.resolve([]);
  manner = () => 'answers';
});

interface FirstPage {
  readonly world: World;
  readonly incidentId: string;
  /** From the alarm to the hand-over of the page. */
  readonly tookMs: number;
  readonly subject: string;
  readonly text: string;
  readonly facts: readonly IncidentEvent[];
  readonly calls: number;
}

const alarm = (world: World, name = 'web-latency', service = 'web'): string =>
  JSON.stringify(
    alarmEvent({
      name,
      state: 'ALARM',
      at: world.now,
      tags: { 'tocsin:service': service, 'tocsin:severity': 'critical' },
    }),
  );

const portsOf = (world: World, of: Configuration = configuration): Parameters<typeof intakeAlarms>[0] => {
  const diagnoser = firstDiagnoser({
    configuration: of,
    report: undefined,
    deploys: () => ({ words: () => deploys() }),
    openIncidents: undefined,
  });
  const pipeline = { ...world.pipeline, diagnoser, briefly: within(DIAGNOSED_WITHIN_MS) };
  return { pipeline, telemetry: world.telemetry, redelivery: world.redelivery };
};

const firstPage = async (): Promise<FirstPage> => {
  const world = new World(configuration, { isDiagnosed: true });
  world.now = instantOf(Date.now());
  const before = stub.requests.length;
  const began = performance.now();
  await intakeAlarms(portsOf(world), batch(record('m1', alarm(world))));
  const tookMs = performance.now() - began;
  const [{ incidentId } = { incidentId: '' }] = world.handedOver;
  await world.send();
  const { subject = '', text = '' } = world.published[0]?.message ?? {};
  const facts = (await world.timeline(incidentId)).filter(({ type }) => /Context|Diagnosis/u.test(type));
  return { world, incidentId, tookMs, subject, text, facts, calls: stub.requests.length - before };
};

/** `metrics: denied: traffic, latency, errors, memory` */
const gapsOf = ({ facts }: FirstPage): readonly string[] =>
  facts.flatMap((event) => (event.type === 'ContextUnavailable' ? [`${event.source}: ${event.reason}`] : []));

const notKnownIn = ({ text }: FirstPage): string =>
  /Not known: (.+?)(?:\n\S|\n\n|$)/su.exec(text)?.[1]?.replaceAll(/\s+/gu, ' ') ?? '';

describe('the first page', () => {
  it('says the cause, by two questions', async () => {
    const page = await firstPage();
    expect(page.subject).toContain('memory leak');
    expect(page.facts).toMatchObject([{ type: 'DiagnosisRecorded', isForPage: true, said: { cause: 'memory-leak' } }]);
    expect(page.calls).toBe(2);
    expect(page.world.asked).toEqual([]);
  });

  it('is diagnosed by its first receipt alone: what comes again, or joins, asks nothing', async () => {
    const { world, calls } = await firstPage();
    const asked = stub.requests.length;
    await intakeAlarms(portsOf(world), batch(record('m1', alarm(world)), record('m2', alarm(world, 'web-errors'))));
    expect([calls, stub.requests.length]).toEqual([2, asked]);
  });

  it('of a service that tocsin.yaml does not describe asks nothing', async () => {
    const world = new World(configuration, { isDiagnosed: true });
    const asked = stub.requests.length;
    await intakeAlarms(portsOf(world), batch(record('m1', alarm(world, 'x', 'somebody-elses'))));
    expect(world.handedOver).not.toEqual([]);
    expect(stub.requests).toHaveLength(asked);
  });
});

/** How its timeline tells of the gap, and the page; and by how many calls. */
interface Said {
  readonly gap: string;
  readonly words: string;
  readonly calls: number;
}

describe('the first page of an account whose deploys', () => {
  it.each([
    ['cannot be read', 'denied', () => Promise.reject(new UnreadError('no', { why: 'denied' }))],
    ['are throttled', 'throttled', () => Promise.reject(new UnreadError('no', { why: 'throttled' }))],
    ['never come', 'no answer', () => new Promise<never>(() => undefined)],
    ['nobody has ever told of', 'no data', () => Promise.resolve(undefined)],
  ] as const)('%s says the cause all the same, and that: %s', async (_, why, reading) => {
    deploys = reading;
    const page = await firstPage();
    expect(page.tookMs).toBeLessThan(DIAGNOSED_WITHIN_MS);
    expect(page.subject).toContain('memory leak');
    expect(gapsOf(page)).toEqual([`deploys: ${why}`]);
    expect(notKnownIn(page)).toContain(`deploys (${why})`);
  });
});

describe('D42 the first page of an account whose CloudWatch', () => {
  const ALL = 'traffic, latency, errors, memory';

  it.each<[Manner, Said]>([
    ['denies', { gap: `denied: ${ALL}`, words: 'traffic (denied), latency (denied), 3 more', calls: 2 }],
    ['forbids', { gap: `denied: ${ALL}`, words: 'traffic (denied), latency (denied), 3 more', calls: 2 }],
    [
      'answers in part',
      { gap: `in part only: ${ALL}`, words: 'traffic (in part only), latency (in part only), 3 more', calls: 2 },
    ],
    [
      'holds nothing',
      { gap: 'no requests seen: traffic', words: 'traffic (no requests seen), latency (no data), 3 more', calls: 2 },
    ],
    [
      'never answers',
      { gap: `no answer: ${ALL}`, words: 'traffic (no answer), latency (no answer), 3 more', calls: 2 },
    ],
    ['answers late', { gap: `no answer: ${ALL}`, words: 'traffic (no answer), latency (no answer), 3 more', calls: 2 }],
    [
      'answers what it was not asked',
      { gap: `no answer: ${ALL}`, words: 'traffic (no answer), latency (no answer), 3 more', calls: 4 },
    ],
    [
      'answers in another shape',
      { gap: `no answer: ${ALL}`, words: 'traffic (no answer), latency (no answer), 3 more', calls: 4 },
    ],
    ['throttles', { gap: `throttled: ${ALL}`, words: 'traffic (throttled), latency (throttled), 3 more', calls: 2 }],
    ['breaks', { gap: `no answer: ${ALL}`, words: 'traffic (no answer), latency (no answer), 3 more', calls: 4 }],
  ])('%s goes out in time, and says so', async (how, { gap, words, calls }) => {
    manner = () => how;
    const page = await firstPage();
    expect(page.tookMs).toBeLessThan(DIAGNOSED_WITHIN_MS);
    expect(page.subject).not.toContain('memory leak');
    expect(gapsOf(page)[0]).toBe(`metrics: ${gap}`);
    expect(notKnownIn(page)).toBe(words);
    expect(page.calls).toBe(calls);
  });

  it('denies still is told of once in the timeline, whoever looks again', async () => {
    manner = () => 'denies';
    const page = await firstPage();
    const { world, incidentId } = page;
    const { pipeline } = portsOf(world);
    world.now = later(world.now, 6 * MINUTE);
    await tickIncident(pipeline, incidentId);
    for (const asking of world.asked) await answerDiagnosis(pipeline, asking);
    const facts = await world.timeline(incidentId);
    expect(facts.filter(({ type }) => type === 'DiagnosisRecorded')).toHaveLength(2);
    expect(gapsOf({ ...page, facts })).toEqual(gapsOf(page));
  });

  it.each<[Manner, string]>([
    ['denies', 'denied'],
    ['throttles', 'throttled'],
    ['never answers', 'no answer'],
  ])('%s when asked of days says the cause all the same, by the minute', async (how, why) => {
    manner = (seconds) => (seconds === 300 ? how : 'answers');
    const page = await firstPage();
    expect(page.subject).toContain('memory leak');
    expect(gapsOf(page)).toEqual([`metrics: ${why}: traffic of days, memory of days`]);
    expect(notKnownIn(page)).toContain(`traffic of days (${why})`);
  });
});

describe('the pages of a storm while CloudWatch never answers', () => {
  it('do not each wait for it, turn after turn', async () => {
    manner = () => 'never answers';
    const [[, described] = []] = Object.entries(configuration.services);
    const names = ['web', 'api', 'shop', 'batch'];
    const services = Object.fromEntries(names.flatMap((name) => (described ? [[name, described] as const] : [])));
    const many = { ...configuration, services };
    const world = new World(many, { isDiagnosed: true });
    const ports = portsOf(world, many);
    const began = performance.now();
    for (const name of names) {
      world.now = instantOf(Date.now());
      await intakeAlarms(ports, batch(record(name, alarm(world, `${name}-errors`, name))));
    }
    expect(performance.now() - began).toBeLessThan(3 * WITHIN_MS);
    expect(new Set(world.handedOver.map(({ incidentId }) => incidentId)).size).toBe(names.length);
  });
});
