import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import type { Fault } from '../support/fault-proxy.ts';
import { emulatorOptions } from './adapters/incident-table.ts';
import { eventually } from './eventually.ts';
import { DeployedPager, type Received } from './pager.ts';
import { LEAK, putRecorded, recordedService } from './recorded-metrics.ts';

const SERVICES = ['shop', 'late-shop', 'denied-shop', 'throttled-shop', 'broken-shop'];

const YAML = `
version: 1
environment: e2e
services:${SERVICES.map((name) => recordedService(name, 'patient')).join('')}
responders: { alice: { name: Alice Ferreira } }
escalations: { patient: { levels: [{ page: [responder:alice], escalateAfter: 1h }] } }
`;

let pager: DeployedPager;

beforeAll(async () => {
  pager = await DeployedPager.deploy(YAML);
  await pager.subscribe('responder:alice');
  const { emulator, direct } = pager.deployed;
  await putRecorded({ ...emulatorOptions(emulator), endpoint: direct }, LEAK, SERVICES);
});
afterEach(() => {
  pager.proxy.heal();
});
afterAll(() => pager.stop());

interface FirstPage {
  readonly page: Received;
  readonly timeline: readonly IncidentEvent[];
  readonly seconds: number;
}

/** The first message about a service, once it is recorded as sent. */
const firstPage = async (service: string): Promise<FirstPage> => {
  const firedAt = Date.now();
  const tags = { 'tocsin:service': service, 'tocsin:severity': 'critical' };
  await pager.fire([{ name: `${service}-latency`, tags }]);
  const page = await eventually(async () => {
    const [first] = (await pager.inbox('responder:alice')).filter(({ text }) => text.includes(`${service}-latency`));
    if (first === undefined) throw new Error(`no page about ${service} yet`);
    return first;
  }, 60_000);
  const seconds = (Date.now() - firedAt) / 1_000;
  process.stderr.write(`first page about ${service} ${seconds.toFixed(1)} s after its event\n`);
  const { incidentId } = await pager.incidentOf(service);
  const timeline = await eventually(async () => {
    const all = await pager.timeline(incidentId);
    expect(all.map(({ type }) => type)).toContain('PageSent');
    return all;
  });
  return { page, timeline, seconds };
};

const gapsIn = (timeline: readonly IncidentEvent[]): readonly string[] =>
  timeline.flatMap((event) => (event.type === 'ContextUnavailable' ? [`${event.source}: ${event.reason}`] : []));

const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ');

describe('the first page about a service whose metrics CloudWatch holds', () => {
  it('says the cause, which was recorded before it was requested', async () => {
    const { page, timeline } = await firstPage('shop');
    expect(page.subject).toContain('memory leak');
    const types = timeline.map(({ type }) => type);
    expect(types.indexOf('DiagnosisRecorded')).toBeLessThan(types.indexOf('PageRequested'));
    expect(timeline.find(({ type }) => type === 'DiagnosisRecorded')).toMatchObject({
      isForPage: true,
      said: { cause: 'memory-leak' },
    });
    expect(types).not.toContain('DiagnosisAsked');
  });

  it.each<[service: string, why: string, fault: Fault]>([
    ['late-shop', 'no answer', { kind: 'latency', ms: 20_000 }],
    ['denied-shop', 'denied', { kind: 'error', code: 'AccessDenied', status: 403 }],
    ['throttled-shop', 'throttled', { kind: 'error', code: 'ThrottlingException' }],
    ['broken-shop', 'no answer', { kind: 'drop-before' }],
  ])('of %s goes out all the same where CloudWatch does not tell, and says so: %s', async (service, why, fault) => {
    pager.proxy.inject({ operation: 'GetMetricData', fault });
    const { page, timeline } = await firstPage(service);
    expect(page.subject).not.toContain('memory leak');
    expect(oneLine(page.text)).toContain(`Not known: traffic (${why}), latency (${why})`);
    expect(gapsIn(timeline)).toContainEqual(expect.stringContaining(`metrics: ${why}: traffic, latency`));
  });
});
