import { setTimeout } from 'node:timers/promises';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { cloudWatchMetricHistory } from '../lib/adapters/cloudwatch/cloudwatch-metric-history.ts';
import { instantOf } from '../lib/core/time.ts';
import { systemClock } from '../lib/runtime/clock.ts';
import { emulatorOptions } from '../test/e2e/adapters/incident-table.ts';
import { alarmEvent } from '../test/support/alarm-events.ts';
import { startAwsEmulator } from '../test/support/aws-emulator.ts';
import { configurationOf } from '../test/support/configurations.ts';
import { FunctionsOnEmulator } from '../test/e2e/functions-on-emulator.ts';
import { DeployedPager } from '../test/e2e/pager.ts';
import { LEAK, putRecorded } from '../test/e2e/recorded-metrics.ts';
import { load, machine } from './machine.ts';
import { tell } from './measure.ts';
import { percentile } from './percentile.ts';
import { table, whole } from './table.ts';

/** Of each kind; each is an incident of its own, whose page goes to Alice. */
const ALARMS = 100;
const WITHIN_MS = 30_000;

/** All of one workload, whose metrics CloudWatch holds; without alarms of their own. */
const SERVICES = Array.from({ length: ALARMS + 1 }, (_, index) => `shop-${String(index).padStart(3, '0')}`);
const OFF = ['memory', 'memoryGrowth', 'slowLeak', 'latency', 'errors', 'traffic', 'saturation', 'userImpact'];
const described = (name: string): string => `
  ${name}:
    escalation: primary
    workload: { kind: alb-ecs, loadBalancer: app/shop/50dc6c495c0c9188, cluster: prod, service: shop }
    alarms: { ${OFF.map((alarm) => `${alarm}: false`).join(', ')} }`;

const YAML = `
version: 1
services:${SERVICES.map(described).join('')}
responders: { alice: { name: Alice } }
escalations: { primary: { levels: [{ page: [responder:alice], escalateAfter: 1h }] } }
unrouted: { escalation: primary }
`;

/** What a page says of the cause, where CloudWatch was asked. */
const CAUSE = 'memory leak';

/** An alarm of nobody's, or of a service that is described: its first page waits for the cause. */
type Kind = 'without' | 'with';

const tagsOf = (kind: Kind, alarm: number): Record<string, string> =>
  kind === 'with' ? { 'tocsin:service': SERVICES[alarm] ?? '', 'tocsin:severity': 'critical' } : {};

const nameOf = (kind: Kind, alarm: number): string => `${kind}-${String(alarm).padStart(3, '0')}`;

const row = (name: string, values: readonly number[]): readonly string[] => [
  name,
  ...[50, 90, 99, 100].map((percent) => whole(percentile(values, percent))),
];

const pageAbout = async (pager: DeployedPager, name: string): Promise<string> => {
  const until = Date.now() + WITHIN_MS;
  while (Date.now() < until) {
    const last = (await pager.inbox('responder:alice')).at(-1);
    if (last?.text.includes(name) === true) return `${last.subject} ${last.text}`;
    await setTimeout(5);
  }
  throw new Error(`no page about ${name} within ${String(WITHIN_MS)} ms`);
};

interface Pages {
  readonly took: readonly number[];
  /** Pages that said the cause. */
  readonly told: number;
}

/** From the event on the bus to the message at its subscriber, one alarm after the other. */
const pagesOn = async (pager: DeployedPager, kind: Kind): Promise<Pages> => {
  const took: number[] = [];
  let told = 0;
  for (let alarm = 0; alarm <= ALARMS; alarm += 1) {
    const name = nameOf(kind, alarm);
    const start = performance.now();
    await pager.fire([{ name, tags: tagsOf(kind, alarm) }]);
    const said = await pageAbout(pager, name);
    const ms = performance.now() - start;
    // The first one starts the functions.
    if (alarm === 0) tell(`page latency, ${kind} context: first page after ${whole(ms)} ms`);
    else took.push(ms);
    if (alarm > 0 && said.includes(CAUSE)) told += 1;
  }
  return { took, told };
};

const deployed = async (): Promise<Readonly<Record<Kind, Pages>>> => {
  tell('page latency: deploying');
  const pager = await DeployedPager.deploy(YAML, { proxied: false });
  try {
    await pager.subscribe('responder:alice');
    const without = await pagesOn(pager, 'without');
    const { emulator, direct } = pager.deployed;
    await putRecorded({ ...emulatorOptions(emulator), endpoint: direct }, LEAK, ['shop']);
    return { without, with: await pagesOn(pager, 'with') };
  } finally {
    await pager.stop();
  }
};

interface Parts {
  readonly intake: readonly number[];
  readonly sender: readonly number[];
  readonly both: readonly number[];
}

const partsOn = async (host: FunctionsOnEmulator, kind: Kind): Promise<Parts> => {
  const [intake, sender, both]: [number[], number[], number[]] = [[], [], []];
  for (let alarm = 0; alarm <= ALARMS; alarm += 1) {
    host.nowMs = Date.now();
    const [at, tags] = [instantOf(host.nowMs), tagsOf(kind, alarm)];
    const event = alarmEvent({ name: nameOf(kind, alarm), state: 'ALARM', at, tags });
    const start = performance.now();
    await host.takeIn(event);
    const taken = performance.now() - start;
    const sent = await host.send();
    if (!sent || host.publishedAt < host.sendingSince) throw new Error('a page did not go out');
    if (alarm === 0) continue;
    intake.push(taken);
    sender.push(host.publishedAt - host.sendingSince);
    both.push(taken + host.publishedAt - host.sendingSince);
  }
  return { intake, sender, both };
};

/** What the two functions themselves take, called without a queue between, up to the published page. */
const functions = async (): Promise<Readonly<Record<Kind, Parts>>> => {
  const emulator = await startAwsEmulator();
  const addresses = { emulator, direct: emulator.endpoint, through: emulator.endpoint };
  const options = emulatorOptions(emulator);
  const client = new CloudWatchClient(options);
  const metrics = cloudWatchMetricHistory({ client, clock: systemClock });
  const one = { configuration: configurationOf(YAML), paged: 'responder:alice', metrics } as const;
  const host = await FunctionsOnEmulator.start(addresses, one);
  try {
    await putRecorded(options, LEAK, ['shop']);
    return { without: await partsOn(host, 'without'), with: await partsOn(host, 'with') };
  } finally {
    client.destroy();
    await host.close();
    await emulator.stop();
  }
};

const { cpu, cores, memoryGiB, node, platform } = machine();
const before = load();
const parts = await functions();
const pages = await deployed();
console.log(`${cpu}, ${String(cores)} cores, ${String(memoryGiB)} GiB, ${platform}, Node ${node}
load average before ${before}, after ${load()}

${table(
  [`${String(ALARMS)} alarms of each kind, ms`, 'p50', 'p90', 'p99', 'most'],
  [
    row('event to page, deployed (two queue pollers between)', pages.without.took),
    row('the same of a page with its context', pages.with.took),
    row('alarm-intake', parts.without.intake),
    row('alarm-intake, with context', parts.with.intake),
    row('page-sender, up to the published page', parts.without.sender),
    row('both functions', parts.without.both),
    row('both functions, with context (goal: p99 below 2,000)', parts.with.both),
  ],
)}

${String(pages.with.told)} of ${String(ALARMS)} pages with context said the cause.`);
