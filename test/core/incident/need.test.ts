import { describe, expect, it } from 'vitest';
import { hasNeed } from '../../../lib/core/incident/need.ts';
import { statusOf } from '../../../lib/core/incident/phase.ts';
import type { IncidentCommand } from '../../../lib/core/incident/commands.ts';
import {
  acknowledges,
  alicePaged,
  escalates,
  fires,
  given,
  isDeleted,
  lived,
  losesData,
  mutedUntil,
  reassigns,
  recovers,
  reopens,
  resolves,
  snoozes,
  suppressed,
  ticks,
  trafficWarning,
} from '../../support/incident-spec.ts';

const latency = fires('latency', 0);
const traffic = trafficWarning;

/** Whether there is need once all of this has happened, at the minute of the last. */
const needAfter = (...commands: readonly IncidentCommand[]): boolean => {
  const { incident } = lived({}, commands, 0);
  return incident !== undefined && hasNeed(incident);
};

const statusAfter = (...commands: readonly IncidentCommand[]): string | undefined => {
  const { incident } = lived({}, commands, 0);
  return incident && statusOf(incident);
};

describe('need', () => {
  it('there is while a critical alarm counts that nobody has', () => {
    expect(needAfter(latency)).toBe(true);
    expect(needAfter(latency, recovers('latency', 5))).toBe(false);
  });

  it.each([
    ['an acknowledgement', acknowledges('alice', 5)],
    ['a snooze', snoozes('alice', 60, 5)],
    ['a resolution', resolves('alice', 5)],
  ])('there is none while %s covers every critical alarm that counts', (_, covers) => {
    expect(needAfter(latency, covers)).toBe(false);
  });

  it('there is when one of several critical alarms is covered by nothing', () => {
    expect(needAfter(latency, resolves('alice', 1), fires('errors', 2))).toBe(true);
  });

  it('there is none once the incident is resolved', () => {
    expect(needAfter(latency, recovers('latency', 5), ticks(10))).toBe(false);
  });

  it('there is none for warnings: they tell notify', () => {
    expect(needAfter(traffic)).toBe(false);
    expect(lived({}, [traffic], 600).pages).toEqual([]);
    given(traffic).when(ticks(1)).pages().notifies(['opened', 'channel:ops']);
  });

  it('there is none for info: it is recorded without an incident', () => {
    expect(lived({}, [fires('disk', 0, { severity: 'info' })], 60).incident).toBeUndefined();
    given(...alicePaged)
      .when(fires('disk', 3, { severity: 'info' }))
      .thenNothing();
  });
});

describe('an alarm counts', () => {
  it('from the word with which it fires until an OK on real data', () => {
    expect(needAfter(latency, recovers('latency', 1), fires('latency', 2))).toBe(true);
    expect(needAfter(latency, fires('latency', 1, { state: 'OK', onRealData: false }))).toBe(true);
    expect(needAfter(latency, fires('latency', 1, { state: 'OK' }))).toBe(false);
  });

  it.each([
    ['no data', losesData],
    ['deletion', isDeleted],
  ])('or not, whatever %s says after it: that neither starts nor stops it', (_, happens) => {
    expect(needAfter(latency, happens('latency', 1))).toBe(true);
    expect(
      needAfter(latency, fires('errors', 0), recovers('errors', 1), happens('errors', 2), recovers('latency', 3)),
    ).toBe(false);
  });

  it('until a resolution clears it, when it does not fire', () => {
    expect(needAfter(latency, losesData('latency', 1), resolves('alice', 2), reopens('bob', 20))).toBe(false);
  });

  it('without data where `insufficientData: page` stands', () => {
    const heartbeat = fires('heartbeat', 0, { state: 'INSUFFICIENT_DATA', insufficientData: 'page' });
    expect(needAfter(heartbeat)).toBe(true);
    expect(needAfter(fires('heartbeat', 0, { state: 'INSUFFICIENT_DATA', insufficientData: 'notify' }))).toBe(false);
    expect(needAfter(losesData('heartbeat', 0))).toBe(false);
  });

  it('not while it is silent', () => {
    expect(needAfter(fires('latency', 0, mutedUntil(60)))).toBe(false);
    expect(needAfter(fires('latency', 0, suppressed))).toBe(false);
    expect(needAfter(latency, fires('latency', 5, mutedUntil(60)))).toBe(false);
    expect(needAfter(fires('latency', 0, mutedUntil(60)), ticks(60))).toBe(true);
  });
});

describe('a person asks for people where nothing critical counts uncovered', () => {
  const asks = [
    ['Escalate', [traffic, escalates('bob', 5)]],
    ['Reassign', [traffic, reassigns('bob', 'carol', 5)]],
    ['Reopen', [traffic, resolves('alice', 3), reopens('bob', 5)]],
  ] as const;

  it.each(asks)('%s makes need of a warning', (_, commands) => {
    expect(needAfter(...commands)).toBe(true);
  });

  it.each(asks)('%s: it lasts until nothing counts', (_, commands) => {
    expect(needAfter(...commands, recovers('traffic', 9))).toBe(false);
    expect(needAfter(...commands, recovers('traffic', 9), fires('traffic', 10, { severity: 'warning' }))).toBe(false);
  });

  it.each(asks)('%s: it lasts until the resolution', (_, commands) => {
    const left = [...commands, resolves('alice', 9)];
    expect(lived({}, left, 60).pages.filter((page) => Number(page.split(' ')[0]) > 9)).toEqual([]);
  });

  it.each(asks)('%s: it waits under a cover and is back at its end', (_, commands) => {
    expect(needAfter(...commands, acknowledges('carol', 6))).toBe(false);
    expect(needAfter(...commands, acknowledges('carol', 6), ticks(36))).toBe(true);
  });

  it('there is none with nothing counting', () => {
    expect(needAfter(latency, recovers('latency', 1), escalates('bob', 2))).toBe(false);
    expect(needAfter(latency, recovers('latency', 1), ticks(6), reopens('bob', 8))).toBe(false);
  });

  it('of what is critical nothing is asked that outlasts it', () => {
    const critical = [latency, fires('traffic', 1, { severity: 'warning' }), escalates('bob', 2)];
    expect(needAfter(...critical)).toBe(true);
    expect(needAfter(...critical, recovers('latency', 3))).toBe(false);
  });
});

describe('the status', () => {
  it('is triggered while there is need', () => {
    expect(statusAfter(latency)).toBe('triggered');
  });

  it('is acknowledged while an owner’s cover runs and there is no need', () => {
    expect(statusAfter(latency, acknowledges('alice', 5))).toBe('acknowledged');
    expect(statusAfter(latency, snoozes('alice', 60, 5))).toBe('acknowledged');
    expect(statusAfter(latency, acknowledges('alice', 5), recovers('latency', 6))).toBe('acknowledged');
  });

  it('is triggered where the owner’s cover does not hold what counts', () => {
    expect(statusAfter(traffic, acknowledges('alice', 1), fires('latency', 2))).toBe('triggered');
  });

  it('is triggered where nobody has it, needed or not', () => {
    expect(statusAfter(traffic)).toBe('triggered');
    expect(statusAfter(latency, acknowledges('alice', 5), ticks(35))).toBe('triggered');
  });

  it('is resolved whatever a cover still holds', () => {
    expect(statusAfter(latency, resolves('alice', 5))).toBe('resolved');
    expect(statusAfter(latency, snoozes('alice', 60, 5), recovers('latency', 6), ticks(11))).toBe('resolved');
  });
});
