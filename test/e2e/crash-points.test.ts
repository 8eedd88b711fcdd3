import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventOf } from '../../lib/core/incident/chain.ts';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import { statusOf } from '../../lib/core/incident/phase.ts';
import { verifyTimeline } from '../../lib/core/incident/verify.ts';
import { HOUR, instantOf, MINUTE } from '../../lib/core/time.ts';
import { tickIncident } from '../../lib/pipeline/clock.ts';
import { wakeOf } from '../../lib/pipeline/handle-command.ts';
import { respond } from '../../lib/pipeline/respond.ts';
import type { TickMessage } from '../../lib/ports/queues.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { configurationOf } from '../support/configurations.ts';
import { type BehindProxy, startEmulatorBehindProxy } from './deployment.ts';
import { FunctionsOnEmulator } from './functions-on-emulator.ts';

/** Alice at both levels: her topic gets every page. */
const configuration = configurationOf(`
version: 1
services:
  web:
    escalation: primary
    workload: { kind: alb-ecs, loadBalancer: app/web/50dc6c495c0c9188, cluster: prod, service: web }
responders: { alice: { name: Alice }, bob: { name: Bob } }
escalations:
  primary: { levels: [{ page: [responder:alice], escalateAfter: 15m }, { page: [responder:alice], escalateAfter: 20m }] }
unrouted: { escalation: primary }
`);

let behindProxy: BehindProxy;
let functions: FunctionsOnEmulator;
let alarms = 0;

beforeAll(async () => {
  behindProxy = await startEmulatorBehindProxy();
  const addresses = { ...behindProxy, through: behindProxy.proxy.endpoint };
  functions = await FunctionsOnEmulator.start(addresses, { configuration, paged: 'responder:alice' });
});
afterAll(async () => {
  await functions.close();
  await behindProxy.emulator.stop();
  await behindProxy.proxy.close();
});
afterEach(() => {
  behindProxy.proxy.heal();
});

/** An alarm of a service of its own. */
const anAlarm = (): { readonly name: string; readonly event: object } => {
  alarms += 1;
  const name = `alarm-${String(alarms).padStart(3, '0')}`;
  return { name, event: alarmEvent({ name, state: 'ALARM', at: instantOf(functions.nowMs), tags: {} }) };
};

const incidentOf = async (name: string): Promise<string> => {
  const { index, store } = functions.pipeline;
  const since = instantOf(functions.nowMs - HOUR);
  const entries = await Array.fromAsync(index.list({ since, until: instantOf(functions.nowMs + MINUTE) }));
  const heads = await Promise.all(entries.map(({ incidentId }) => store.head(incidentId)));
  const own = heads.filter((head) => head?.alarms.some((alarm) => alarm.name === name) === true);
  expect(own, name).toHaveLength(1);
  return own[0]?.incidentId ?? '';
};

const timelineOf = async (incidentId: string): Promise<readonly IncidentEvent[]> => {
  const { store } = functions.pipeline;
  const sealed = await store.timeline(incidentId);
  const head = await store.head(incidentId);
  expect(head && verifyTimeline(sealed, head)).toEqual({ ok: true });
  return sealed.map(eventOf);
};

/** What the clock was sent for this incident. */
const messageFor = async (incidentId: string): Promise<TickMessage> => {
  const head = await functions.pipeline.store.head(incidentId);
  return { v: 1, incidentId, wakeAt: wakeOf(functions.pipeline, head) ?? '' };
};

const count = (timeline: readonly IncidentEvent[], type: IncidentEvent['type']): number =>
  timeline.filter((event) => event.type === type).length;

/** Lets a function die at its n-th call: nothing is heard from it any more. */
const dieAt = (call: number, when: 'before' | 'after'): void => {
  const { proxy } = behindProxy;
  proxy.inject({ from: call, times: 1, fault: { kind: when === 'before' ? 'drop-before' : 'drop-after' } });
  proxy.inject({ from: call + 1, fault: { kind: 'drop-before' } });
};

const callsOf = async (act: () => Promise<unknown>): Promise<number> => {
  const before = behindProxy.proxy.calls.length;
  await act();
  return behindProxy.proxy.calls.length - before;
};

const untilDone = async (act: () => Promise<boolean>): Promise<void> => {
  for (let times = 0; !(await act()); times += 1) expect(times).toBeLessThan(5);
};

const sendAll = async (): Promise<void> => {
  await untilDone(() => functions.send());
};

const inboxAbout = async (name: string): Promise<readonly string[]> =>
  (await functions.inbox()).filter((text) => text.includes(name));

/** Every call of the function that `act` runs, before and after it; `act` is the first of a new alarm's way. */
const sweep = async (calls: number, run: (die: () => void, where: string) => Promise<void>): Promise<number> => {
  for (let call = 1; call <= calls; call += 1) {
    for (const when of ['before', 'after'] as const) {
      await run(
        () => {
          dieAt(call, when);
        },
        `dead ${when} call ${String(call)} of ${String(calls)}`,
      );
      behindProxy.proxy.heal();
    }
  }
  return calls * 2;
};

describe('a function that dies at any one of its calls', () => {
  it('alarm-intake: delivered again, the alarm is one incident and one page', async () => {
    const calls = await callsOf(() => functions.takeIn(anAlarm().event));
    await sendAll();
    await functions.inbox();
    const runs = await sweep(calls, async (die, where) => {
      const { name, event } = anAlarm();
      die();
      const isDone = await functions.takeIn(event);
      behindProxy.proxy.heal();
      functions.nowMs += 3 * MINUTE;
      if (!isDone) await untilDone(() => functions.takeIn(event));
      await sendAll();
      expect(await inboxAbout(name), where).toHaveLength(1);
      const timeline = await timelineOf(await incidentOf(name));
      expect([count(timeline, 'AlarmJoined'), count(timeline, 'PageSent')], where).toEqual([1, 1]);
    });
    process.stderr.write(`alarm-intake: ${String(calls)} calls, ${String(runs)} deaths\n`);
  });

  it('page-sender: delivered again, the page comes once, or twice where it was published before', async () => {
    await functions.takeIn(anAlarm().event);
    const calls = await callsOf(sendAll);
    await functions.inbox();
    let doubled = 0;
    const runs = await sweep(calls, async (die, where) => {
      const { name, event } = anAlarm();
      await functions.takeIn(event);
      die();
      await functions.send();
      behindProxy.proxy.heal();
      await sendAll();
      const messages = await inboxAbout(name);
      expect(messages.length, where).toBeGreaterThanOrEqual(1);
      expect(messages.length, where).toBeLessThanOrEqual(2);
      doubled += messages.length - 1;
      expect(count(await timelineOf(await incidentOf(name)), 'PageSent'), where).toBe(1);
    });
    process.stderr.write(
      `page-sender: ${String(calls)} calls, ${String(runs)} deaths, ${String(doubled)} pages twice\n`,
    );
  });

  it('escalation-clock: its message comes again or the incident is ticked as late, and the next level is paged once', async () => {
    const due = async (): Promise<{ readonly name: string; readonly message: TickMessage }> => {
      const { name, event } = anAlarm();
      await functions.takeIn(event);
      await sendAll();
      await functions.inbox();
      functions.nowMs += 15 * MINUTE;
      return { name, message: await messageFor(await incidentOf(name)) };
    };
    const first = await due();
    const calls = await callsOf(() => functions.tick(first.message));
    await sendAll();
    const runs = await sweep(calls, async (die, where) => {
      const { name, message } = await due();
      die();
      const isDone = await functions.tick(message);
      behindProxy.proxy.heal();
      functions.nowMs += 3 * MINUTE;
      if (!isDone) await functions.tick(message);
      // What the reconciler does with an incident that is late.
      await tickIncident(functions.pipeline, message.incidentId);
      await sendAll();
      expect(await inboxAbout(name), where).toHaveLength(1);
      const timeline = await timelineOf(message.incidentId);
      expect(count(timeline, 'PageSent'), where).toBe(2);
      // A level none of whose pages is sent for a minute is passed: then the level after it was reached too.
      expect(count(timeline, 'LevelReached') - count(timeline, 'LevelSkipped'), where).toBe(2);
    });
    process.stderr.write(`escalation-clock: ${String(calls)} calls, ${String(runs)} deaths\n`);
  });
});

describe('two people at once', () => {
  const opened = async (): Promise<string> => {
    const { name, event } = anAlarm();
    await functions.takeIn(event);
    await sendAll();
    return incidentOf(name);
  };
  const act = (incidentId: string, by: string, type: 'acknowledge' | 'resolve') =>
    respond(functions.pipeline, { incidentId, by, response: { type } });

  it('who acknowledge are both heard: the first has it, the timeline holds both', async () => {
    const incidentId = await opened();
    const both = await Promise.all([act(incidentId, 'alice', 'acknowledge'), act(incidentId, 'bob', 'acknowledge')]);
    expect(both.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    const timeline = await timelineOf(incidentId);
    const by = timeline.flatMap((event) => ('by' in event && event.type.includes('cknowledge') ? [event.by] : []));
    expect(by.toSorted()).toEqual(['alice', 'bob']);
    const head = await functions.pipeline.store.head(incidentId);
    expect(head && statusOf(head)).toBe('acknowledged');
  });

  it('one who acknowledges and one who resolves leave it resolved, in whichever order', async () => {
    const incidentId = await opened();
    const [acknowledged, resolved] = await Promise.all([
      act(incidentId, 'alice', 'acknowledge'),
      act(incidentId, 'bob', 'resolve'),
    ]);
    expect(resolved.outcome).toBe('done');
    expect(['done', 'refused']).toContain(acknowledged.outcome);
    const head = await functions.pipeline.store.head(incidentId);
    expect(head && statusOf(head)).toBe('resolved');
    await timelineOf(incidentId);
  });
});
