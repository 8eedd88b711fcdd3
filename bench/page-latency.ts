import { setTimeout } from 'node:timers/promises';
import { instantOf } from '../lib/core/time.ts';
import { alarmEvent } from '../test/support/alarm-events.ts';
import { startAwsEmulator } from '../test/support/aws-emulator.ts';
import { configurationOf } from '../test/support/configurations.ts';
import { FunctionsOnEmulator } from '../test/e2e/functions-on-emulator.ts';
import { DeployedPager } from '../test/e2e/pager.ts';
import { load, machine } from './machine.ts';
import { tell } from './measure.ts';
import { percentile } from './percentile.ts';
import { table, whole } from './table.ts';

const ALARMS = 200;
const WITHIN_MS = 30_000;

/** Every alarm is an incident of its own, and its page goes to Alice. */
const YAML = `
version: 1
services:
  web:
    escalation: primary
    workload: { kind: custom, metrics: { latency: { namespace: Shop, metricName: Latency, dimensions: {} } } }
responders: { alice: { name: Alice } }
escalations: { primary: { levels: [{ page: [responder:alice], escalateAfter: 1h }] } }
unrouted: { escalation: primary }
`;

const row = (name: string, values: readonly number[]): readonly string[] => [
  name,
  ...[50, 90, 99, 100].map((percent) => whole(percentile(values, percent))),
];

const pageAbout = async (pager: DeployedPager, name: string): Promise<number> => {
  const until = Date.now() + WITHIN_MS;
  while (Date.now() < until) {
    const messages = await pager.inbox('responder:alice');
    if (messages.at(-1)?.text.includes(name) === true) return performance.now();
    await setTimeout(5);
  }
  throw new Error(`no page about ${name} within ${String(WITHIN_MS)} ms`);
};

/** From the event on the bus to the message at its subscriber, one alarm after the other. */
const deployed = async (): Promise<readonly number[]> => {
  tell('page latency: deploying');
  const pager = await DeployedPager.deploy(YAML, { proxied: false });
  try {
    await pager.subscribe('responder:alice');
    const took: number[] = [];
    for (let alarm = 0; alarm <= ALARMS; alarm += 1) {
      const name = `alarm-${String(alarm).padStart(3, '0')}`;
      const start = performance.now();
      await pager.fire([{ name }]);
      const ms = (await pageAbout(pager, name)) - start;
      // The first one starts the functions.
      if (alarm === 0) tell(`page latency: first page after ${whole(ms)} ms`);
      else took.push(ms);
      if (alarm % 50 === 0) tell(`page latency: ${String(alarm)} of ${String(ALARMS)}`);
    }
    return took;
  } finally {
    await pager.stop();
  }
};

interface Parts {
  readonly intake: readonly number[];
  readonly sender: readonly number[];
  readonly both: readonly number[];
}

/** What the two functions themselves take, called without a queue between, up to the published page. */
const functions = async (): Promise<Parts> => {
  const emulator = await startAwsEmulator();
  const addresses = { emulator, direct: emulator.endpoint, through: emulator.endpoint };
  const one = { configuration: configurationOf(YAML), paged: 'responder:alice' } as const;
  const host = await FunctionsOnEmulator.start(addresses, one);
  const [intake, sender, both]: [number[], number[], number[]] = [[], [], []];
  try {
    for (let alarm = 0; alarm <= ALARMS; alarm += 1) {
      host.nowMs = Date.now();
      const event = alarmEvent({ name: `alarm-${String(alarm)}`, state: 'ALARM', at: instantOf(host.nowMs), tags: {} });
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
  } finally {
    await host.close();
    await emulator.stop();
  }
};

const { cpu, cores, memoryGiB, node, platform } = machine();
const before = load();
const parts = await functions();
const whole200 = await deployed();
console.log(`${cpu}, ${String(cores)} cores, ${String(memoryGiB)} GiB, ${platform}, Node ${node}
load average before ${before}, after ${load()}

${table(
  [`${String(ALARMS)} alarms, ms`, 'p50', 'p90', 'p99', 'most'],
  [
    row('event to page, deployed (two queue pollers between)', whole200),
    row('alarm-intake', parts.intake),
    row('page-sender, up to the published page', parts.sender),
    row('both functions', parts.both),
  ],
)}`);
