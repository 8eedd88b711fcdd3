import { describe, expect, it } from 'vitest';
import type { Response } from '../../lib/core/incident/response.ts';
import { HOUR, MINUTE } from '../../lib/core/time.ts';
import { configurationWith, PlayedWorld, shortly } from '../support/played-world.ts';

/** Somebody responds while another alarm's append is first: what they decided again is not about that alarm. */
const whileAnotherFires = async (response: Response): Promise<PlayedWorld> => {
  const played = new PlayedWorld(configurationWith({}, { service: { cooldownMs: HOUR, recoverAfterMs: 5 * MINUTE } }));
  await played.alarm('latency', 'ALARM');
  await played.runTo(5);
  const append = played.incidents.append.bind(played.incidents);
  played.incidents.append = async (one) => {
    played.incidents.append = append;
    await played.alarm('errors', 'ALARM');
    await append(one);
  };
  await played.act('alice', response);
  return played;
};

describe('a response that loses a race to another alarm', () => {
  it.each<Response>([{ type: 'resolve' }, { type: 'snooze', forMs: 8 * HOUR }])(
    'covers what counts when it is decided again, and the next critical alarm pages: $type',
    async (response) => {
      const played = await whileAnotherFires(response);
      await played.runTo(7);
      await played.alarm('latency', 'OK');
      await played.alarm('errors', 'OK');
      const head = await played.newest();
      expect(head?.counts).toMatchObject({ critical: 0, owned: 0, believed: 0, uncovered: 0 });
      await played.runTo(30);
      await played.alarm('memory', 'ALARM');
      expect(shortly(played.pages.filter(({ minute }) => minute >= 30))).toBe('30:alice');
    },
  );
});

describe('an alarm that joins in the very millisecond of a snooze, after it', () => {
  it('is not held by it', async () => {
    const played = new PlayedWorld(configurationWith({}));
    await played.alarm('latency', 'ALARM');
    await played.runTo(5);
    await played.act('alice', { type: 'snooze', forMs: 8 * HOUR });
    await played.alarm('errors', 'ALARM');
    expect(shortly(played.pages)).toBe('0:alice 5:alice');
  });
});

describe('many alarms that moved to a newer incident', () => {
  it('count there, and reopen nothing when all is OK', async () => {
    const played = new PlayedWorld(configurationWith({}));
    const names = Array.from({ length: 95 }, (_, index) => `alarm-${String(index)}`);
    for (const name of names) await played.alarm(name, 'ALARM', { mutedUntil: 60 });
    await played.runTo(1);
    await played.act('alice', { type: 'resolve' });
    await played.runTo(62);
    for (const name of names) await played.alarm(name, 'OK');
    await played.runTo(68);
    const before = played.pages.length;
    await played.runTo(1_000);
    expect(played.pages).toHaveLength(before);
    const heads = await played.heads();
    expect(heads.map(({ counts: { firing, silent } }) => firing + silent)).toEqual([0, 0]);
  });
});

describe('an alarm with `insufficientData: page` that is deleted', () => {
  it('is cleared by a resolution', async () => {
    const played = new PlayedWorld(configurationWith({}), { pagingWithoutData: ['heartbeat'] });
    await played.alarm('heartbeat', 'ALARM');
    await played.runTo(1);
    await played.alarm('heartbeat', 'DEL');
    await played.runTo(5);
    await played.act('alice', { type: 'resolve' });
    await played.runTo(600);
    expect(shortly(played.pages)).toBe('0:alice');
  });
});
