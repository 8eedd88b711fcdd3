import { describe, expect, it } from 'vitest';
import type { IncidentCommand } from '../../../lib/core/incident/commands.ts';
import {
  acknowledges,
  alicePaged,
  aliceAtWork,
  diagnosed,
  escalates,
  fires,
  given,
  inShort,
  isDeleted,
  lived,
  losesData,
  minute,
  mutedUntil,
  pagesSent,
  recovers,
  resolves,
  ticks,
  trafficWarning,
} from '../../support/incident-spec.ts';

const DAY = 24 * 60;
const latency = fires('latency', 0);
const warned = [trafficWarning, diagnosed(0), pagesSent(0)] as const;
const traffic = (at: number): IncidentCommand => fires('traffic', at, { severity: 'warning' });

/** When the severity changed, and to what. */
const changesOf = (commands: readonly IncidentCommand[], until: number): readonly string[] =>
  lived({}, commands, until).events.flatMap((event) => {
    if (event.type !== 'SeverityRaised' && event.type !== 'SeverityLowered') return [];
    return event.at === minute(0) ? [event.to] : [`${event.at.slice(11, 16)} ${event.to}`];
  });

describe('a severity', () => {
  it('is the highest among the members that count', () => {
    expect(lived({}, [trafficWarning], 0).incident?.severity).toBe('warning');
    expect(lived({}, [trafficWarning, fires('latency', 1)], 1).incident?.severity).toBe('critical');
  });

  it('rises at once, and whoever heard of it hears that', () => {
    given(...warned, acknowledges('alice', 5), pagesSent(5))
      .when(fires('latency', 6))
      .starts(['AlarmJoined', 'SeverityRaised', 'PageHeld']);
    given(...warned, acknowledges('alice', 5), pagesSent(5), fires('latency', 6))
      .when(diagnosed(6))
      .pages('responder:alice')
      .notifies(['severityRaised', 'channel:ops']);
  });

  it('rises with an alarm that fires already', () => {
    given(...warned)
      .when(fires('traffic', 4))
      .leaves({ severity: 'critical', held: { reason: 'severity' } });
  });

  it('that is equal changes nothing', () => {
    given(...aliceAtWork)
      .when(fires('memory', 6))
      .pages()
      .leaves({ severity: 'critical', held: undefined });
  });

  it('falls when nothing so severe has counted for `recoverAfter`, not before', () => {
    expect(changesOf([latency, traffic(1), recovers('latency', 2)], 60)).toEqual(['14:22 warning']);
    expect(changesOf([latency, traffic(1), recovers('latency', 2), fires('latency', 6)], 60)).toEqual([]);
  });

  it('falls to silent where only silent members are left', () => {
    const left = [latency, fires('memory', 1, mutedUntil(300)), recovers('latency', 2)];
    expect(changesOf(left, 60)).toEqual(['14:22 silent']);
  });

  it('that falls is told to notify and to whoever was paged', () => {
    given(...alicePaged, traffic(1), pagesSent(1), recovers('latency', 2))
      .when(ticks(7))
      .then(
        { type: 'SeverityLowered', from: 'critical', to: 'warning' },
        { type: 'PageRequested', about: 'severityLowered', target: 'channel:ops' },
        { type: 'PageRequested', about: 'severityLowered', target: 'responder:alice' },
      );
  });

  it.each([
    ['loses its data', losesData],
    ['is deleted', isDeleted],
  ])('does not fall when a critical alarm %s: it counts on', (_, happens) => {
    expect(changesOf([latency, traffic(1), happens('latency', 2)], 300)).toEqual([]);
  });

  it('does not fall when everything has recovered: the incident ends as it was', () => {
    const { incident } = lived({}, [latency, recovers('latency', 2)], 60);
    expect(incident).toMatchObject({ severity: 'critical', resolution: { at: minute(7) } });
  });

  it('that has fallen rises again, and pages', () => {
    const again = [latency, traffic(1), recovers('latency', 2), fires('errors', 60)];
    expect(changesOf(again, 60)).toEqual(['14:22 warning', '15:15 critical']);
    expect(lived({}, again, 60).pages).toEqual(['0 alice', '60 alice']);
  });

  it('is what counts by then when an alarm reopens', () => {
    const over = [latency, recovers('latency', 2)];
    expect(lived({}, [...over, traffic(9)], 9).incident?.severity).toBe('warning');
    const left = [latency, resolves('alice', 5), traffic(7)];
    expect(lived({}, left, 7).incident?.severity).toBe('critical');
  });
});

describe('a severity that rises while a person’s levels run', () => {
  const running = [...warned, escalates('bob', 0), pagesSent(0)] as const;

  it('goes on where they stand, and tells everybody who was paged that it is worse', () => {
    given(...running)
      .when(fires('latency', 14))
      .pages()
      .notifies(['severityRaised', 'channel:ops'], ['severityRaised', 'responder:alice']);
    expect(lived({}, [trafficWarning, escalates('bob', 0), fires('latency', 14)], 15).pages).toEqual([
      '0 alice',
      '15 bob',
    ]);
  });
});

describe('an incident of warnings alone', () => {
  it('tells notify and pages nobody', () => {
    given(trafficWarning).when(diagnosed(0)).pages().notifies(['opened', 'channel:ops']);
    expect(lived({}, [trafficWarning], 23 * 60).pages).toEqual([]);
  });

  it('reminds notify every 24 hours', () => {
    const reminders = (until: number): number =>
      inShort(lived({}, [trafficWarning], until).events).filter((fact) => fact === 'tell ops reminder').length;
    expect([DAY - 1, DAY, 2 * DAY - 1, 2 * DAY].map(reminders)).toEqual([0, 1, 1, 2]);
  });

  it('is not reminded of while somebody has it', () => {
    given(...warned, acknowledges('alice', DAY - 10), pagesSent(DAY - 10))
      .when(ticks(DAY))
      .thenNothing();
  });

  it('has no reminder where somebody is needed', () => {
    expect(inShort(lived({}, [latency], 3 * DAY).events)).not.toContain('tell ops reminder');
  });
});
