import { describe, expect, it } from 'vitest';
import { statusOf } from '../../lib/core/incident/phase.ts';
import { seenOf } from '../../lib/core/incident/response.ts';
import { HOUR, MINUTE } from '../../lib/core/time.ts';
import { configurationWith, PlayedWorld, type Sent, shortly } from '../support/played-world.ts';

/** Scenarios out of other pagers' bug reports, on the whole way of an alarm; minutes from the first alarm. */

const CHAT = { ops: { name: '#ops', kind: 'chat' } } as const;
const HALF_A_DAY = { cooldownMs: 12 * HOUR };

const world = (
  given: {
    readonly policy?: Parameters<typeof configurationWith>[0];
    readonly around?: Parameters<typeof configurationWith>[1];
  } = {},
): PlayedWorld =>
  new PlayedWorld(configurationWith(given.policy ?? {}, given.around), {
    severities: { cpu: 'warning', disk: 'warning' },
  });

const told = (all: readonly Sent[], target: string): readonly string[] =>
  all.filter((one) => one.target === target).map(({ minute, why }) => `${String(Math.round(minute))} ${why}`);

/** Fires for `on` minutes and is OK for `off`, until then. */
const flap = async (
  played: PlayedWorld,
  {
    name,
    on,
    off,
    until,
  }: { readonly name: string; readonly on: number; readonly off: number; readonly until: number },
): Promise<void> => {
  for (let at = played.now; at < until; at += on + off) {
    await played.runTo(at);
    await played.alarm(name, 'ALARM');
    await played.runTo(at + on);
    await played.alarm(name, 'OK');
  }
};

describe('A1 a warning that is open for weeks', () => {
  it('pages those of today when it becomes critical, and nobody who left', async () => {
    const played = world();
    await played.alarm('cpu', 'ALARM');
    await played.runTo(20 * 24 * 60);
    const levels = (['erin', 'frank'] as const).map((name) => ({
      page: [`responder:${name}` as const],
      escalateAfterMs: 10 * MINUTE,
    }));
    played.deploy(
      configurationWith(
        { levels, unanswered: ['responder:erin', 'responder:frank'] },
        { people: ['erin', 'frank'], hash: 'second' },
      ),
    );
    const began = played.now;
    await played.alarm('latency', 'ALARM');
    await played.runTo(began + 200);
    expect(shortly(played.pages.map((one) => ({ ...one, minute: one.minute - began })).slice(0, 3))).toBe(
      '0:erin 10:frank 20:erin',
    );
    expect(new Set(played.pages.map(({ target }) => target))).toEqual(new Set(['erin', 'frank']));
  });
});

describe('A2 a long cool-down and a flapping alarm', () => {
  it('lets an outage page at once or when the standing level is due', async () => {
    const played = world({ around: { service: HALF_A_DAY } });
    await flap(played, { name: 'latency', on: 2, off: 8, until: 20 });
    await played.runTo(20);
    await played.alarm('latency', 'ALARM');
    await played.runTo(60);
    expect(shortly(played.pages)).toBe('0:alice 20:bob 40:carol 60:alice');
  });
});

describe('A3 an alarm that flaps for six hours, and nobody answers', () => {
  const playedOut = async (beside?: (played: PlayedWorld) => Promise<void>): Promise<readonly Sent[]> => {
    const played = world();
    if (beside !== undefined) await beside(played);
    await flap(played, { name: 'latency', on: 5, off: 9, until: 360 });
    return played.pages;
  };

  it.each([
    ['alone', undefined],
    ['beside a standing warning', (played: PlayedWorld) => played.alarm('cpu', 'ALARM')],
  ])('reaches level 2 within half an hour and the unanswered ending in the third hour, %s', async (_case, beside) => {
    const pages = await playedOut(beside);
    expect(pages.find(({ target }) => target === 'bob')?.minute).toBeLessThanOrEqual(30);
    expect(pages.find(({ why }) => why === 'unanswered')?.minute).toBeLessThanOrEqual(180);
  });

  it('does so with two criticals in turn', async () => {
    const played = world();
    for (let at = 0; at < 360; at += 14) {
      await played.runTo(at);
      await played.alarm(at % 28 === 0 ? 'latency' : 'errors', 'ALARM');
      await played.runTo(at + 5);
      await played.alarm(at % 28 === 0 ? 'latency' : 'errors', 'OK');
    }
    expect(played.pages.find(({ target }) => target === 'bob')?.minute).toBeLessThanOrEqual(30);
    expect(played.pages.find(({ why }) => why === 'unanswered')?.minute).toBeLessThanOrEqual(180);
  });
});

describe('A4 a critical that recovered and is resolved by hand', () => {
  it('pages nobody for the warning that is left', async () => {
    const played = world();
    await played.alarm('latency', 'ALARM');
    await played.alarm('cpu', 'ALARM');
    await played.runTo(5);
    await played.alarm('latency', 'OK');
    await played.act('alice', { type: 'resolve' });
    await played.runTo(24 * 60);
    expect(shortly(played.pages)).toBe('0:alice');
  });
});

describe('A5 a level that is due', () => {
  it('is not paged when the alarm recovered a minute before', async () => {
    const played = world();
    await played.alarm('latency', 'ALARM');
    await played.runTo(14);
    await played.alarm('latency', 'OK');
    await played.runTo(120);
    expect(shortly(played.pages)).toBe('0:alice');
  });

  it.each([
    ['a warning', (played: PlayedWorld) => played.alarm('cpu', 'ALARM')],
    ['a muted alarm', (played: PlayedWorld) => played.alarm('errors', 'ALARM', { mutedUntil: 600 })],
  ])('is never paged while only %s is left', async (_case, beside) => {
    const played = world();
    await beside(played);
    await played.alarm('latency', 'ALARM');
    await played.runTo(2);
    await played.alarm('latency', 'OK');
    await played.runTo(300);
    expect(shortly(played.pages)).toBe('0:alice');
  });

  it('is not paged when an acknowledgement ends while all is OK', async () => {
    const played = world({ policy: { acknowledgementTimeoutMs: 3 * MINUTE } });
    await played.alarm('latency', 'ALARM');
    await played.act('alice', { type: 'acknowledge' });
    await played.runTo(2);
    await played.alarm('latency', 'OK');
    await played.runTo(120);
    expect(shortly(played.pages)).toBe('0:alice');
  });
});

describe('A6 an alarm that is deleted, without data, or OK on missing data', () => {
  it.each([
    ['deleted', (played: PlayedWorld) => played.alarm('latency', 'DEL')],
    ['without data', (played: PlayedWorld) => played.alarm('latency', 'ND')],
    ['OK on missing data', (played: PlayedWorld) => played.alarm('latency', 'OK', { onMissingData: true })],
  ])('stays resolved when a person resolved it, %s', async (_case, change) => {
    const played = world();
    await played.alarm('latency', 'ALARM');
    await played.runTo(5);
    await change(played);
    await played.act('alice', { type: 'resolve' });
    await played.runTo(24 * 60);
    const head = await played.newest();
    expect(head && statusOf(head)).toBe('resolved');
    expect(shortly(played.pages)).toBe('0:alice');
  });

  it('goes on being asked while nobody acts', async () => {
    const played = world();
    await played.alarm('latency', 'ALARM');
    await played.runTo(2);
    await played.alarm('latency', 'DEL');
    await played.runTo(170);
    expect(shortly(played.pages)).toBe(
      '0:alice 15:bob 35:carol 55:alice 70:bob 90:carol 110:alice 110:bob 110:carol 170:alice 170:bob 170:carol',
    );
  });
});

describe('A9 what somebody has', () => {
  it('does not hold a critical alarm that a snooze was not about: its owner is paged, by that name', async () => {
    const played = world();
    await played.alarm('memory', 'ALARM');
    await played.act('alice', { type: 'snooze', forMs: 8 * HOUR });
    await played.runTo(10);
    await played.alarm('user-impact', 'ALARM');
    expect(shortly(played.pages)).toBe('0:alice 10:alice');
    const page = played.pages.at(-1);
    expect(page).toMatchObject({ why: 'uncovered', names: ['user-impact'] });
  });

  it('holds another critical alarm under an acknowledgement, and its owner hears it by name', async () => {
    const played = world();
    await played.alarm('memory', 'ALARM');
    await played.act('alice', { type: 'acknowledge' });
    await played.runTo(10);
    await played.alarm('errors', 'ALARM');
    expect(shortly(played.pages)).toBe('0:alice');
    const message = played.sent.findLast(({ target }) => target === 'alice');
    expect(message).toMatchObject({ why: 'joined', names: ['errors'] });
  });

  it('does not hold a critical alarm that fires an hour after only a warning was snoozed', async () => {
    const played = world();
    await played.alarm('cpu', 'ALARM');
    await played.runTo(2);
    await played.act('alice', { type: 'snooze', forMs: 8 * HOUR });
    await played.runTo(60);
    await played.alarm('latency', 'ALARM');
    await played.runTo(61);
    expect(shortly(played.pages)).toBe('60:alice');
  });
});

describe('A10 one alarm that alternates every two minutes for two hours', () => {
  const alternate = async (policy: Parameters<typeof configurationWith>[0], answer: 'snooze' | 'acknowledge') => {
    const played = world({ policy, around: { channels: CHAT } });
    await played.alarm('latency', 'ALARM');
    await played.runTo(1);
    const response =
      answer === 'snooze' ? ({ type: 'snooze', forMs: 8 * HOUR } as const) : ({ type: 'acknowledge' } as const);
    await played.act('alice', response);
    await played.runTo(2);
    const before = played.sent.length;
    await played.alarm('latency', 'OK');
    await played.runTo(4);
    await flap(played, { name: 'latency', on: 2, off: 2, until: 120 });
    return played.sent.slice(before);
  };

  it('says nothing to the owner of a snooze, not even as one who is notified', async () => {
    const sent = await alternate({ notify: ['responder:alice', 'channel:ops'] }, 'snooze');
    expect(told(sent, 'alice')).toEqual([]);
  });

  it('says at most five times anything to anyone under an acknowledgement', async () => {
    const sent = await alternate({ notify: ['channel:ops'], acknowledgementTimeoutMs: 8 * HOUR }, 'acknowledge');
    expect(told(sent, 'ops')).toEqual(['4 again', '9 again', '24 again', '84 again']);
    expect(told(sent, 'alice')).toEqual(told(sent, 'ops'));
    expect(sent.filter(({ kind }) => kind === 'page')).toEqual([]);
  });
});

describe('A11 without any channel', () => {
  it('tells whoever is on call at level 1, and nobody off duty', async () => {
    const configuration = configurationWith({});
    const primary = configuration.escalations['primary'];
    if (primary === undefined) throw new Error('it has a policy');
    const { notify: _notify, ...rest } = primary;
    const played = new PlayedWorld(
      { ...configuration, escalations: { primary: rest } },
      { severities: { cpu: 'warning' } },
    );
    await played.alarm('cpu', 'ALARM');
    await played.runTo(30);
    expect(played.sent.map(({ target, why }) => `${target} ${why}`)).toEqual(['alice opened']);
  });
});

describe('A12 snoozed for eight hours', () => {
  it('pages nobody before its end when the alarm recovers for twenty minutes and returns', async () => {
    const played = world();
    await played.alarm('latency', 'ALARM');
    await played.runTo(1);
    await played.act('alice', { type: 'snooze', forMs: 8 * HOUR });
    await played.runTo(30);
    await played.alarm('latency', 'OK');
    await played.runTo(50);
    await played.alarm('latency', 'ALARM');
    await played.runTo(480);
    expect(shortly(played.pages)).toBe('0:alice');
    await played.runTo(481);
    expect(shortly(played.pages)).toBe('0:alice 481:alice');
  });

  it('and then resolved, pages for a return', async () => {
    const played = world();
    await played.alarm('latency', 'ALARM');
    await played.runTo(1);
    await played.act('alice', { type: 'snooze', forMs: 8 * HOUR });
    await played.runTo(30);
    await played.alarm('latency', 'OK');
    await played.runTo(31);
    await played.act('alice', { type: 'resolve' });
    await played.runTo(50);
    await played.alarm('latency', 'ALARM');
    await played.runTo(51);
    expect(shortly(played.pages)).toBe('0:alice 50:alice');
  });
});

describe('A14 acknowledged, then escalated', () => {
  it('pages level 2 at once and level 3 in its time, and tells who had it', async () => {
    const played = world();
    await played.alarm('latency', 'ALARM');
    await played.runTo(2);
    await played.act('alice', { type: 'acknowledge' });
    await played.runTo(5);
    await played.act('bob', { type: 'escalate' });
    await played.runTo(25);
    expect(shortly(played.pages)).toBe('0:alice 5:bob 25:carol');
    expect(told(played.sent, 'alice')).toContain('5 escalated');
  });
});

describe('A15 two who escalate a second apart', () => {
  it('page one level, when both saw the same', async () => {
    const played = world();
    await played.alarm('latency', 'ALARM');
    await played.runTo(5);
    const head = await played.newest();
    const seen = head && seenOf(head);
    expect(await played.act('alice', { type: 'escalate' }, seen)).toBe('done');
    expect(await played.act('bob', { type: 'escalate' }, seen)).toBe('incident-changed');
    expect(shortly(played.pages)).toBe('0:alice 5:bob');
  });
});

describe("A16 others' notes", () => {
  it('do not run an acknowledgement on', async () => {
    const played = world();
    await played.alarm('latency', 'ALARM');
    await played.runTo(1);
    await played.act('alice', { type: 'acknowledge' });
    for (const at of [10, 20, 30]) {
      await played.runTo(at);
      await played.act('carol', { type: 'note', text: 'Looking at it.' });
    }
    await played.runTo(31);
    expect(shortly(played.pages)).toBe('0:alice 31:alice');
  });
});

const EMPTY = { page: ['schedule:nobody'], escalateAfterMs: 20 * MINUTE } as const;
const BOB = { page: ['responder:bob'], escalateAfterMs: 20 * MINUTE } as const;

describe('A19 nobody on call', () => {
  it('at level 1: the page of level 2 says so', async () => {
    const played = world({ policy: { levels: [EMPTY, BOB] } });
    await played.alarm('latency', 'ALARM');
    expect(shortly(played.pages)).toBe('0:bob');
    const head = await played.newest();
    const events = await played.timeline(head?.incidentId ?? '');
    expect(events.find((event) => event.type === 'PageRequested')).toMatchObject({ passed: 'no-target' });
  });

  it('at all levels: everybody, at once', async () => {
    const played = world({ policy: { levels: [EMPTY, EMPTY], unanswered: ['schedule:nobody'] } });
    await played.alarm('latency', 'ALARM');
    expect(shortly(played.pages)).toBe('0:alice 0:bob 0:carol 0:dave');
  });

  it('escalated at the unanswered ending: that again, and its hour anew', async () => {
    const played = world();
    await played.alarm('latency', 'ALARM');
    await played.runTo(111);
    await played.act('alice', { type: 'escalate' });
    await played.runTo(171);
    expect(shortly(played.pages.filter(({ minute }) => minute >= 110))).toBe(
      '110:alice 110:bob 110:carol 111:alice 111:bob 111:carol 171:alice 171:bob 171:carol',
    );
  });
});

describe('A20 muted until +121', () => {
  it('pages then, when the incident was resolved at +30', async () => {
    const played = world();
    await played.alarm('cpu', 'ALARM');
    await played.runTo(2);
    await played.alarm('latency', 'ALARM', { mutedUntil: 121 });
    await played.runTo(20);
    await played.alarm('cpu', 'OK');
    await played.runTo(30);
    await played.act('alice', { type: 'resolve' });
    await played.runTo(122);
    expect(shortly(played.pages)).toBe('121:alice');
  });
});
