import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../lib/core/alarm/definition.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { type AlarmMessage, receive } from '../../lib/pipeline/receive.ts';
import { type Append, LostRaceError } from '../../lib/ports/incident-store.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { World } from '../support/function-world.ts';
import { minute } from '../support/incident-spec.ts';

const TEN = Array.from({ length: 10 }, (_, index) => `alarm-${String(index)}`);

const WEB: Readonly<Record<string, string>> = { 'tocsin:service': 'web', 'tocsin:severity': 'critical' };
const SHOP = { 'tocsin:service': 'shop', 'tocsin:severity': 'critical' };

/** What an alarm says so many minutes after the start; of no service each alarm is a group of its own. */
const said = (
  name: string,
  state: AlarmState,
  { at, tags = WEB }: { at: number; tags?: typeof WEB },
): AlarmMessage => ({
  messageId: name,
  body: alarmEvent({ name, state, at: minute(at), tags }),
});

const ofItsOwn = (name: string): AlarmMessage =>
  said(name, 'ALARM', { at: 0, tags: { 'tocsin:severity': 'critical' } });

/** Only what is taken in is written with the dedup records of its messages. */
const stepOf = ({ dedups }: Append): string => (dedups.length > 0 ? 'recorded' : 'page requested');

/** A world whose store and queue take their time, and what they were asked, in order. */
class SlowWorld extends World {
  readonly steps: string[] = [];
  mostAtOnce: Record<string, number> = {};
  lostRaces = 0;
  private readonly atOnce: Record<string, number> = {};

  slow(fails: (append: Append) => boolean = () => false): Pipeline {
    const append = (one: Append): Promise<void> =>
      this.taking(stepOf(one), async () => {
        if (fails(one)) {
          // It takes longer than the others before it fails.
          for (let turn = 0; turn < 10; turn += 1) await setImmediate();
          throw new Error('throttled');
        }
        await this.incidents.append(one).catch((error: unknown) => {
          if (error instanceof LostRaceError) this.lostRaces += 1;
          throw error;
        });
      });
    const send: Pipeline['pages']['send'] = (messages) =>
      this.taking('handed over', () => this.pipeline.pages.send(messages));
    return { ...this.onStore({ append }), pages: { send } };
  }

  private async taking(step: string, act: () => Promise<void>): Promise<void> {
    this.steps.push(`${step} …`);
    const now = (this.atOnce[step] ?? 0) + 1;
    this.atOnce[step] = now;
    this.mostAtOnce[step] = Math.max(this.mostAtOnce[step] ?? 0, now);
    await setImmediate();
    await act().finally(() => {
      this.steps.push(step);
      this.atOnce[step] = (this.atOnce[step] ?? 0) - 1;
    });
  }
}

describe('C1 a batch of ten new groups', () => {
  it('is recorded at once, then all its pages are requested at once', async () => {
    const world = new SlowWorld();
    const { failed, incidentIds } = await receive(world.slow(), TEN.map(ofItsOwn));
    expect(failed).toEqual([]);
    expect(incidentIds).toHaveLength(10);
    expect(world.mostAtOnce).toEqual({ recorded: 10, 'page requested': 10, 'handed over': 10 });
  });

  it('requests no page before all are recorded, also when one of them fails', async () => {
    const world = new SlowWorld();
    const isBad = ({ incident }: Append): boolean => incident?.head.group.includes('alarm-4') === true;
    const { failed } = await receive(world.slow(isBad), TEN.map(ofItsOwn));
    expect(failed).toMatchObject([{ messageId: 'alarm-4', error: { message: 'throttled' } }]);
    expect(world.steps.slice(0, 20)).toEqual([...TEN.map(() => 'recorded …'), ...TEN.map(() => 'recorded')]);
    expect(world.steps.filter((step) => step === 'handed over')).toHaveLength(9);
  });

  it('opens incidents and hands over pages in the order of arrival', async () => {
    const [one, other] = [new SlowWorld(), new World()];
    const arrived = TEN.toReversed().map(ofItsOwn);
    const { incidentIds } = await receive(one.slow(), arrived);
    const alone: string[] = [];
    for (const message of arrived) alone.push(...(await receive(other.pipeline, [message])).incidentIds);
    expect(incidentIds).toEqual(alone);
    expect(one.handedOver).toEqual(other.handedOver);
  });
});

describe('C1 an alarm that two groups of a batch are about', () => {
  it('is recorded for one after the other, as they arrived: neither loses a race', async () => {
    const world = new SlowWorld();
    const { failed, incidentIds } = await receive(world.slow(), [
      said('latency', 'ALARM', { at: 0 }),
      said('latency', 'OK', { at: 1, tags: SHOP }),
      ofItsOwn('another'),
    ]);
    expect({ failed, lost: world.lostRaces }).toEqual({ failed: [], lost: 0 });
    expect((await world.head(incidentIds[0] ?? '')).counts).toMatchObject({ joined: 1, firing: 0 });
    expect(world.mostAtOnce).toMatchObject({ recorded: 2 });
  });
});

describe('C1 two groups of a batch that meet in one incident', () => {
  it('are both recorded: the one that loses the race decides again', async () => {
    const world = new SlowWorld();
    const incidentId = await world.alarm('latency');
    await world.alarm('errors');
    world.now = minute(2);
    await receive(world.pipeline, [said('latency', 'OK', { at: 2 }), said('errors', 'OK', { at: 2 })]);
    await world.at(30, incidentId);
    world.now = minute(300);
    // Late words about an incident that is over: one comes under a tag that its alarm has got since.
    const { failed, incidentIds } = await receive(world.slow(), [
      said('latency', 'ALARM', { at: 1, tags: SHOP }),
      said('errors', 'ALARM', { at: 1 }),
    ]);
    expect({ failed, incidentIds, lost: world.lostRaces }).toEqual({ failed: [], incidentIds: [incidentId], lost: 1 });
    expect(await world.count(incidentId, 'LateChangeRecorded')).toBe(2);
  });
});
