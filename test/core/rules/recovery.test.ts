import { describe, expect, it } from 'vitest';
import { statusOf } from '../../../lib/core/incident/phase.ts';
import {
  alarm,
  alicePaged,
  aliceAtWork,
  diagnosed,
  fires,
  given,
  isDeleted,
  lived,
  losesData,
  minute,
  mutedUntil,
  pagesSent,
  receives,
  recovered,
  recovers,
  resolvedWhileFiring,
  ticks,
} from '../../support/incident-spec.ts';

const latency = fires('latency', 0);
const twoAlarms = [...alicePaged, fires('memory', 1), pagesSent(1)] as const;
const onMissingData = (at: number): ReturnType<typeof fires> =>
  fires('latency', at, { state: 'OK', onRealData: false });

describe('recovery', () => {
  it('resolves the incident when every member has been OK on real data for `recoverAfter`', () => {
    given(...alicePaged, recovers('latency', 10))
      .when(ticks(14.9))
      .thenNothing();
    given(...alicePaged, recovers('latency', 10))
      .when(ticks(15))
      .then(
        { type: 'IncidentResolved', by: undefined, stillFiring: 0 },
        { type: 'PageRequested', about: 'resolved', target: 'channel:ops' },
        { type: 'PageRequested', about: 'resolved', target: 'responder:alice' },
      );
  });

  it('tells whoever was paged or told in this run', () => {
    const told = lived({}, [latency, ticks(15), recovers('latency', 16)], 21);
    const resolved = told.events.flatMap((event) =>
      event.type === 'PageRequested' && event.kind === 'notification' && event.about === 'resolved'
        ? [event.target]
        : [],
    );
    expect(resolved.toSorted()).toEqual(['channel:ops', 'responder:alice', 'responder:bob']);
  });

  it('resolves an acknowledged incident as well', () => {
    given(...aliceAtWork, recovers('latency', 10))
      .when(ticks(15))
      .leaves({ resolution: { at: minute(15) } });
  });

  it('waits for the last member', () => {
    given(...twoAlarms)
      .when(recovers('latency', 10))
      .then({ type: 'AlarmRecovered' });
    given(...twoAlarms, recovers('latency', 10))
      .when(recovers('memory', 12))
      .leaves({ recoverAt: minute(17) });
  });

  it('is held open by a silent member in ALARM', () => {
    given(...aliceAtWork, fires('memory', 6, mutedUntil(60)))
      .when(recovers('latency', 7))
      .leaves({ recoverAt: undefined });
  });

  it('is called off by an alarm that fires again', () => {
    expect(
      lived({}, [latency, recovers('latency', 10), fires('latency', 12)], 20).incident?.resolution,
    ).toBeUndefined();
  });
});

describe('an OK that rests on missing data', () => {
  it('neither clears the alarm nor starts the timer: it stays open and asks', () => {
    given(...alicePaged)
      .when(onMissingData(10))
      .then(
        { type: 'AlarmDataLost', reported: 'OK' },
        { type: 'PageRequested', about: 'noData', target: 'channel:ops' },
      )
      .leaves({ counts: { firing: 1 }, noDataSince: minute(10) });
  });

  it('ends nothing, however long it lasts', () => {
    const { incident } = lived({}, [latency, onMissingData(10)], 300);
    expect(incident && statusOf(incident)).toBe('triggered');
  });

  it('is ended by an OK on real data', () => {
    given(...alicePaged, onMissingData(10))
      .when(recovers('latency', 12))
      .leaves({ recoverAt: minute(17), noDataSince: undefined });
  });
});

describe.each([
  ['INSUFFICIENT_DATA', losesData, 'AlarmDataLost'],
  ['a deletion', isDeleted, 'AlarmDeleted'],
] as const)('%s', (_name, happens, type) => {
  it('of a member leaves it counting and the incident open, and asks', () => {
    given(...aliceAtWork)
      .when(happens('latency', 10))
      .then(
        { type },
        { type: 'PageRequested', about: 'noData', target: 'responder:alice' },
        { type: 'PageRequested', about: 'noData', target: 'channel:ops' },
      )
      .leaves({ counts: { firing: 1, critical: 1 } });
  });

  it('of an alarm that is no member is nothing', () => {
    given(...aliceAtWork)
      .when(happens('memory', 10))
      .thenNothing();
  });

  it('of a member that is OK starts nothing', () => {
    given(...twoAlarms, recovers('memory', 5))
      .when(happens('memory', 9))
      .thenNothing();
  });

  it('neither resolves nor starts the timer when every other alarm is OK', () => {
    given(...twoAlarms, happens('memory', 9))
      .when(recovers('latency', 10))
      .then({ type: 'AlarmRecovered' });
    const { incident } = lived({}, [latency, happens('latency', 1)], 600);
    expect(incident && statusOf(incident)).toBe('triggered');
  });

  it('clears the member of an incident that is resolved', () => {
    given(...resolvedWhileFiring)
      .when(happens('latency', 25))
      .then({ type })
      .leaves({ counts: { firing: 0, critical: 0 } });
  });
});

describe('no data of a member where it pages', () => {
  const lost = (name: string, at: number) =>
    fires(name, at, { state: 'INSUFFICIENT_DATA' as const, insufficientData: 'page' as const });

  it('is as ALARM: it joins, fires again, and reopens', () => {
    given(...aliceAtWork)
      .when(lost('memory', 6))
      .starts(['AlarmJoined'])
      .leaves({ counts: { firing: 2 } });
    given(...aliceAtWork, recovers('latency', 6))
      .when(lost('latency', 7))
      .starts(['AlarmReraised'])
      .leaves({ counts: { firing: 1 } });
    given(...recovered)
      .when(lost('latency', 20))
      .starts(['IncidentReopened', 'AlarmReraised']);
  });
});

describe('an alarm without data where no incident is open', () => {
  const lost = (insufficientData: 'ignore' | 'notify' | 'page') =>
    receives(0, alarm('latency', 0, { state: 'INSUFFICIENT_DATA', insufficientData }));

  it('opens nothing where that is ignored', () => {
    expect(lived({}, [lost('ignore')], 60).incident).toBeUndefined();
  });

  it('opens silently where that is told of, a warning after fifteen minutes', () => {
    given(lost('notify'), diagnosed(0)).when(ticks(14.9)).thenNothing();
    const { events, incident, pages } = lived({}, [lost('notify')], 15);
    expect(incident).toMatchObject({ severity: 'warning', counts: { firing: 1, critical: 0, silent: 0 } });
    expect(pages).toEqual([]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'PageRequested', at: minute(15), target: 'channel:ops', about: 'opened' }),
    );
  });

  it('is told to nobody where its data is back before', () => {
    const back = lived({}, [lost('notify'), recovers('latency', 10)], 60);
    expect(back.incident?.resolution).toEqual({ at: minute(15) });
    expect(back.events.filter(({ type }) => type === 'PageRequested')).toEqual([]);
  });

  it('pages where that pages', () => {
    expect(lived({}, [lost('page')], 0).pages).toEqual(['0 alice']);
  });

  it('does not join one that is open where that is only told of', () => {
    given(...aliceAtWork)
      .when(fires('memory', 6, { state: 'INSUFFICIENT_DATA', insufficientData: 'notify' }))
      .thenNothing();
    given(...recovered)
      .when(fires('memory', 16, { state: 'INSUFFICIENT_DATA', insufficientData: 'notify' }))
      .thenNothing();
  });
});
