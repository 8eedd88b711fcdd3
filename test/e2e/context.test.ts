import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import { instantOf } from '../../lib/core/time.ts';
import { type Ran, run, temporaryFolder, writeJson } from '../cli/running.ts';
import { emulatorOptions } from './adapters/incident-table.ts';
import { eventually } from './eventually.ts';
import { DeployedPager, formOn, type Received } from './pager.ts';
import { LEAK, putRecorded, recordedService, SLOW_DEPLOY } from './recorded-metrics.ts';

const LEAKING = ['cart', 'stock'];
const SLOWED = ['shop', 'blind-shop', 'front'];

const YAML = `
version: 1
environment: e2e
services:${[...LEAKING, ...SLOWED].map((name) => recordedService(name, 'patient')).join('')}    dependsOn: [stock]
responders: { alice: { name: Alice Ferreira }, bob: { name: Bob Osei } }
escalations:
  patient: { levels: [{ page: [responder:alice, responder:bob], escalateAfter: 1h }], notify: [responder:alice] }
`;

let pager: DeployedPager;
let config = '';

const tocsin = (...args: readonly string[]): Promise<Ran> =>
  run([...args, '--stack', 'Tocsin'], { now: () => instantOf(Date.now()), width: 120 });

beforeAll(async () => {
  pager = await DeployedPager.deploy(YAML);
  for (const name of ['alice', 'bob'] as const) await pager.subscribe(`responder:${name}`);
  const { emulator, direct } = pager.deployed;
  for (const [name, value] of Object.entries({ ...emulator.environment, AWS_ENDPOINT_URL: direct }))
    vi.stubEnv(name, value);
  config = await writeJson(await temporaryFolder(), 'tocsin.yaml', YAML);
  const options = { ...emulatorOptions(emulator), endpoint: direct };
  await putRecorded(options, LEAK, LEAKING);
  const [word] = await putRecorded(options, SLOW_DEPLOY, SLOWED);
  for (const service of ['shop', 'blind-shop']) {
    const told = ['--service', service, '--revision', 'release-4711', '--at', word?.at ?? ''];
    expect(await tocsin('deploy', 'record', ...told)).toMatchObject({ code: 0 });
  }
});
afterEach(() => {
  pager.proxy.heal();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await pager.stop();
});

const fire = (service: string): Promise<void> =>
  pager.fire([{ name: `${service}-latency`, tags: { 'tocsin:service': service, 'tocsin:severity': 'critical' } }]);

const messages = async (to: 'alice' | 'bob', service: string): Promise<readonly Received[]> =>
  (await pager.inbox(`responder:${to}`)).filter(({ text }) => text.includes(`${service}-latency`));

const firstPage = (service: string, to: 'alice' | 'bob' = 'alice'): Promise<Received> =>
  eventually(async () => {
    const [first] = await messages(to, service);
    if (first === undefined) throw new Error(`no page about ${service} yet`);
    return first;
  }, 60_000);

const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ');

const timelineOf = async (service: string): Promise<readonly IncidentEvent[]> => {
  const { incidentId } = await pager.incidentOf(service);
  return pager.timeline(incidentId);
};

describe('a deploy that a pipeline has told of', () => {
  it('is listed with the credentials of whoever asks', async () => {
    await eventually(async () => {
      const { out } = await tocsin('deploy', 'list', '--service', 'shop', '--config', config);
      expect(out).toMatch(/shop +succeeded +- +release-4711/u);
    });
  });

  it('is named by the first page about what it slowed', async () => {
    await fire('shop');
    const page = await firstPage('shop');
    expect(page.subject).toContain('shop: bad deploy release-4711');
  });

  it('that cannot be asked for is said to be missing, and the page goes out', async () => {
    // What is asked of deploys alone.
    pager.proxy.inject({
      operation: 'Query',
      about: 'SVC#blind-shop',
      fault: { kind: 'error', code: 'ThrottlingException' },
    });
    await fire('blind-shop');
    const page = await firstPage('blind-shop');
    expect(page.subject).not.toContain('release-4711');
    expect(oneLine(page.text)).toMatch(/Not known: deploys \((?:throttled|no answer)\)/u);
  });
});

describe('tocsin diagnose', () => {
  it('finds in the account what the page says', async () => {
    const { code, out } = await tocsin('diagnose', '--service', 'shop', '--config', config, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ cause: 'deploy-regression', deployImplicated: 'release-4711' });
  });
});

describe('a service that suffers from one that it depends on', () => {
  it('names the incident of that, and leads to it', async () => {
    await fire('stock');
    await firstPage('stock');
    const { incidentId } = await pager.incidentOf('stock');
    await fire('front');
    const { text, token = '' } = await firstPage('front');
    expect(oneLine(text)).toMatch(
      new RegExp(`Upstream: stock has an open incident: \\S+\\?incident=${incidentId}`, 'u'),
    );
    const screen = await pager.browse(token, { query: `?incident=${incidentId}` });
    expect(oneLine(screen.body.replaceAll(/<[^>]*>/gu, ' '))).toContain('Who depends on it has an incident too: front');
  });
});

describe('a cause that is found after the page went out', () => {
  it('is told to whoever has acknowledged, and to nobody else', async () => {
    // What the intake found cannot be recorded: the clock lets the page go. Then nobody can be asked, for a minute.
    const drop = { kind: 'drop-before' } as const;
    pager.proxy.inject({ operation: 'TransactWriteItems', about: 'isForPage', fault: drop });
    pager.proxy.inject({ operation: 'SendMessage', about: 'Diagnoses', fault: drop });
    await fire('cart');
    const { subject, token = '' } = await firstPage('cart', 'bob');
    expect(subject).not.toContain('memory leak');
    const form = { ...formOn(await pager.browse(token)), action: 'acknowledge' };
    expect((await pager.browse(token, { method: 'POST', form })).status).toBe(303);
    pager.proxy.heal();
    const found = await eventually(async () => {
      const told = (await messages('bob', 'cart')).find((one) => one.text.includes('Cause found'));
      if (told === undefined) throw new Error('nothing was told of a cause yet');
      return told;
    }, 100_000);
    expect(oneLine(found.text)).toContain('a memory leak');
    expect((await messages('alice', 'cart')).filter(({ text }) => text.includes('Cause found'))).toEqual([]);
    expect((await timelineOf('cart')).map(({ type }) => type)).toContain('DiagnosisRevised');
  });
});
