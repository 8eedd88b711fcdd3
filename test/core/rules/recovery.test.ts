import { describe, expect, it } from 'vitest';
import {
  alarm,
  alicePaged,
  aliceAtWork,
  diagnosed,
  fires,
  given,
  givenThat,
  isDeleted,
  losesData,
  minute,
  pagesSent,
  receives,
  recovers,
  resolvedWhileFiring,
  resolves,
  story,
  ticks,
} from '../../support/incident-spec.ts';

const twoAlarms = [...alicePaged, fires('memory', 1), pagesSent(1)] as const;

describe('recovery', () => {
  it('resolves the incident when every alarm has been OK for recoverAfter', () => {
    given(...alicePaged, recovers('latency', 10))
      .when(ticks(14.9))
      .thenNothing();
    given(...alicePaged, recovers('latency', 10))
      .when(ticks(15))
      .then(
        { type: 'IncidentResolved', stillFiring: 0 },
        { type: 'PageRequested', about: 'resolved', target: 'channel:ops' },
        { type: 'PageRequested', about: 'resolved', target: 'responder:alice' },
      );
  });

  it('says so to everybody who was paged', () => {
    given(...alicePaged, ticks(15), pagesSent(15), recovers('latency', 16))
      .when(ticks(21))
      .notifies(['resolved', 'channel:ops'], ['resolved', 'responder:bob'], ['resolved', 'responder:alice']);
  });

  it('resolves an acknowledged incident as well', () => {
    given(...aliceAtWork, recovers('latency', 10))
      .when(ticks(15))
      .leaves({ phase: { status: 'resolved' } });
  });

  it('waits for the last alarm', () => {
    given(...twoAlarms)
      .when(recovers('latency', 10))
      .then({ type: 'AlarmRecovered' });
    given(...twoAlarms, recovers('latency', 10))
      .when(recovers('memory', 12))
      .leaves({ recoverAt: minute(17) });
  });

  it('is called off by an alarm that fires again', () => {
    given(...alicePaged, recovers('latency', 10), fires('latency', 12))
      .when(ticks(15))
      .pages('responder:bob');
  });
});

describe('an OK that rests on missing data', () => {
  const missing = fires('latency', 10, { state: 'OK', onRealData: false });

  it('neither clears the alarm nor starts the timer, says since when there is no data, and asks', () => {
    given(...alicePaged)
      .when(missing)
      .notifies(['noData', 'channel:ops'])
      .leaves({ counts: { firing: 1 }, recoverAt: undefined, noDataSince: minute(10) });
  });

  it('ends nothing, however long it lasts', () => {
    expect(story({}, ...aliceAtWork, missing).runUntil(300).incident?.phase.status).toBe('triggered');
  });

  it('is ended by an OK on real data', () => {
    given(...alicePaged, missing)
      .when(recovers('latency', 12))
      .leaves({ recoverAt: minute(17), noDataSince: undefined });
  });
});

describe.each([
  ['INSUFFICIENT_DATA', losesData, 'AlarmDataLost'],
  ['a deletion', isDeleted, 'AlarmDeleted'],
] as const)('%s', (_name, happens, type) => {
  it('leaves the alarm firing and the incident open, and asks', () => {
    given(...aliceAtWork)
      .when(happens('latency', 10))
      .then(
        { type },
        { type: 'PageRequested', about: 'noData', target: 'responder:alice' },
        { type: 'PageRequested', about: 'noData', target: 'channel:ops' },
      )
      .leaves({ counts: { firing: 1 }, phase: { status: 'acknowledged' } });
  });

  it('starts no recovery when every other alarm is OK', () => {
    given(...twoAlarms, happens('memory', 9))
      .when(recovers('latency', 10))
      .leaves({ recoverAt: undefined });
  });

  it('of a resolved incident’s alarm is recorded', () => {
    given(...resolvedWhileFiring)
      .when(happens('latency', 25))
      .then({ type });
  });
});

describe('an incident resolved by a person while an alarm fires', () => {
  it('says that it still fires', () => {
    given(...aliceAtWork)
      .when(resolves('alice', 20))
      .then({ type: 'IncidentResolved', by: 'alice', stillFiring: 1 }, { type: 'PageRequested', about: 'resolved' });
  });

  it('reopens with a page at the end of the cool-down', () => {
    given(...resolvedWhileFiring)
      .when(ticks(29.9))
      .thenNothing();
    given(...resolvedWhileFiring)
      .when(ticks(30))
      .then(
        { type: 'IncidentReopened', because: 'left-firing' },
        { type: 'LevelReached', level: 1, round: 1 },
        { type: 'PageRequested', kind: 'page' },
        { type: 'PageRequested', about: 'reopened' },
      )
      .leaves({ flaps: 0 });
  });

  it('stays resolved when the alarm recovers before', () => {
    given(...resolvedWhileFiring, recovers('latency', 25))
      .when(ticks(30))
      .thenNothing();
  });

  it('hands its alarms over where the group holds a newer open incident', () => {
    givenThat({ otherOpen: 'NEWER' }, ...resolvedWhileFiring)
      .when(ticks(30))
      .then({ type: 'AlarmsHandedOver', to: 'NEWER', count: 1 })
      .leaves({ phase: { status: 'resolved' }, counts: { firing: 0 } });
  });

  it('is not kept from reopening by a muted alarm', () => {
    const muted = fires('memory', 22, { silenced: { by: 'mute', until: minute(90) } });
    given(...resolvedWhileFiring)
      .when(muted)
      .leaves({ phase: { status: 'resolved' } });
    given(...resolvedWhileFiring, muted)
      .when(ticks(30))
      .pages('responder:alice');
  });
});

describe('an alarm without data where no incident is open', () => {
  const lost = (insufficientData: 'ignore' | 'notify' | 'page'): ReturnType<typeof receives> =>
    receives(0, alarm('latency', 0, { state: 'INSUFFICIENT_DATA', insufficientData }));

  it('opens nothing, a warning or a page, as the configuration says', () => {
    given()
      .when(lost('ignore'))
      .leaves(undefined as never);
    given().when(lost('notify')).leaves({ severity: 'warning' });
    given(lost('page')).when(diagnosed(0)).pages('responder:alice').leaves({ severity: 'critical' });
  });
});
