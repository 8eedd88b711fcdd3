import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/core/time.ts';
import { isHeldBy } from '../../../lib/core/incident/cover.ts';
import type { Cover, Member } from '../../../lib/core/incident/incident.ts';
import { statusOf } from '../../../lib/core/incident/phase.ts';
import {
  acknowledgedByAlice,
  acknowledges,
  alarm,
  alicePaged,
  aliceAtWork,
  diagnosed,
  escalates,
  fires,
  given,
  givenThat,
  having,
  isDeleted,
  latencyAlarm,
  lived,
  losesData,
  minute,
  mutedUntil,
  notes,
  pagesSent,
  reassigns,
  receives,
  recovered,
  recovers,
  reopens,
  resolvedWhileFiring,
  resolves,
  snoozes,
  story,
  ticks,
  trafficWarning,
} from '../../support/incident-spec.ts';

const latency = fires('latency', 0);
const traffic = trafficWarning;
const owned = (until: number, by = 'alice'): object => ({ owner: { by, until: minute(until) } });

describe('an acknowledgement', () => {
  it('covers the whole incident for its timeout: nobody is paged', () => {
    given(...alicePaged)
      .when(acknowledgedByAlice)
      .pages()
      .leaves(owned(35));
    expect(lived({}, [latency, acknowledges('alice', 5)], 34.9).pages).toEqual(['0 alice']);
  });

  it('lasts as long as the policy says', () => {
    givenThat({ policy: { acknowledgementTimeoutMs: 10 * MINUTE } }, ...alicePaged)
      .when(acknowledgedByAlice)
      .leaves(owned(15));
  });

  it('covers alarms that join later, too: its owner is told of a newcomer by name', () => {
    given(...aliceAtWork)
      .when(fires('memory', 6))
      .then(
        { type: 'AlarmJoined' },
        { type: 'PageRequested', about: 'joined', target: 'responder:alice', alarmIds: ['memory'] },
        { type: 'PageRequested', about: 'joined', target: 'channel:ops', alarmIds: ['memory'] },
      )
      .leaves({ ...owned(35), counts: { critical: 2, owned: 2, uncovered: 0 } });
    expect(lived({}, [latency, acknowledges('alice', 5), fires('memory', 6)], 34.9).pages).toEqual(['0 alice']);
  });

  it('of a warning does not cover a critical alarm', () => {
    const worse = [traffic, acknowledges('alice', 5), fires('latency', 6)];
    expect(lived({}, worse, 6).pages).toEqual(['6 alice']);
    expect(lived({}, worse, 6).incident).toMatchObject({ ...owned(35), counts: { critical: 1, uncovered: 1 } });
  });

  it('of what was critical covers what is critical again within `recoverAfter`', () => {
    const again = [latency, recovers('latency', 2), acknowledges('alice', 4), fires('latency', 5)];
    expect(lived({}, again, 30).pages).toEqual(['0 alice']);
  });

  it('withdraws what is not sent, also the page that waits for its diagnosis', () => {
    given(latencyAlarm, diagnosed(0))
      .when(acknowledges('bob', 0.5))
      .then(
        { type: 'IncidentAcknowledged', by: 'bob' },
        { type: 'PagesWithdrawn', because: 'acknowledged' },
        { type: 'PageRequested', about: 'acknowledged', target: 'channel:ops' },
      );
    given(latencyAlarm, acknowledges('bob', 0)).when(diagnosed(0)).thenNothing();
  });

  it('is told to notify and to everybody else who heard of it', () => {
    given(...alicePaged, ticks(15), pagesSent(15))
      .when(acknowledges('bob', 16))
      .notifies(['acknowledged', 'channel:ops'], ['acknowledged', 'responder:alice']);
  });

  it('may come from a responder who was never paged', () => {
    given(...alicePaged)
      .when(acknowledges('zoe', 3))
      .leaves(owned(33, 'zoe'));
  });

  it('of a resolved incident is refused', () => {
    given(...recovered)
      .when(acknowledgedByAlice)
      .thenRejects('incident-resolved');
  });
});

describe('the end of an acknowledgement', () => {
  it.each([
    ['acknowledges again', acknowledges('alice', 20)],
    ['notes something', notes('alice', 20)],
  ])('is run on when its owner %s', (_, command) => {
    given(...aliceAtWork)
      .when(command)
      .leaves(owned(50));
    expect(lived({}, [latency, acknowledges('alice', 5), command], 49.9).pages).toEqual(['0 alice']);
  });

  it.each([
    ['what another notes', notes('bob', 20)],
    ['what another acknowledges', acknowledges('bob', 20)],
    ['an alarm that joins', fires('memory', 20)],
    ['an alarm that recovers', recovers('latency', 20)],
    ['an alarm that lost its data', losesData('latency', 20)],
    ['what is learned of it', diagnosed(20)],
    ['the clock', ticks(20)],
  ])('is not moved by %s', (_, command) => {
    given(...aliceAtWork)
      .when(command)
      .leaves(owned(35));
  });

  it('is not moved by pages, nor by an alarm that flaps', () => {
    expect(story({}, ...aliceAtWork, fires('memory', 20), pagesSent(20)).incident).toMatchObject(owned(35));
    given(...aliceAtWork, recovers('latency', 7), fires('latency', 9), recovers('latency', 11))
      .when(fires('latency', 13))
      .leaves(owned(35));
  });

  it('is never brought nearer, whatever the policy says by then', () => {
    const shortened = story({}, ...aliceAtWork).meanwhile({ policy: { acknowledgementTimeoutMs: MINUTE } });
    for (const command of [acknowledges('alice', 20), notes('alice', 21), fires('memory', 22)]) shortened.take(command);
    expect(shortened.incident).toMatchObject(owned(35));
  });
});

describe('an acknowledgement by a second person', () => {
  const worse = [traffic, acknowledges('alice', 1), fires('latency', 2)];

  it('while there is need makes them the owner, whoever has an older cover', () => {
    const taken = lived({}, [...worse, acknowledges('bob', 3)], 3);
    expect(taken.incident).toMatchObject({ ...owned(33, 'bob'), counts: { critical: 1, owned: 1, uncovered: 0 } });
    expect(lived({}, [...worse, acknowledges('bob', 3)], 32).pages).toEqual(['2 alice']);
  });

  it('while there is need is told to whoever had it', () => {
    const before = lived({}, worse, 2);
    expect(before.decide(acknowledges('bob', 3))).toMatchObject({ outcome: 'accepted' });
    expect(before.incident?.requested).toContainEqual(
      expect.objectContaining({ target: 'responder:alice', about: 'acknowledged' }),
    );
  });

  it('else is recorded, and both are told', () => {
    given(...aliceAtWork)
      .when(acknowledges('bob', 20))
      .starts(['AcknowledgementOffered'])
      .notifies(['offered', 'responder:alice'], ['offered', 'responder:bob'])
      .leaves(owned(35));
  });

  it('under a snooze is recorded as well', () => {
    given(...alicePaged, snoozes('alice', 60, 5))
      .when(acknowledges('bob', 20))
      .starts(['AcknowledgementOffered'])
      .leaves(owned(65));
  });

  it('by the owner, once it has become milder, does not narrow the first', () => {
    const milder = [
      latency,
      fires('traffic', 1, { severity: 'warning' }),
      acknowledges('alice', 2),
      recovers('latency', 3),
    ];
    const again = [...milder, acknowledges('alice', 10), fires('latency', 12)];
    expect(lived({}, again, 30).pages).toEqual(['0 alice']);
  });

  it('by the owner of what has become worse covers it', () => {
    expect(lived({}, [...worse, acknowledges('alice', 3)], 32).pages).toEqual(['2 alice']);
  });
});

describe('a snooze', () => {
  const snoozed = [latency, snoozes('alice', 600, 5)];

  it('covers the alarms that count, until the end that its author has chosen', () => {
    given(...alicePaged)
      .when(snoozes('alice', 600, 5))
      .leaves(owned(605))
      .notifies(['acknowledged', 'channel:ops']);
    expect(lived({}, snoozed, 605).pages).toEqual(['0 alice', '605 alice']);
  });

  it.each([0, -5, 24 * 60 + 1, Number.NaN])('of %d minutes is refused', (minutes) => {
    given(...alicePaged)
      .when(snoozes('alice', minutes, 5))
      .thenRejects('snooze-out-of-range');
  });

  it('of 24 hours is the longest', () => {
    given(...alicePaged)
      .when(snoozes('alice', 24 * 60, 5))
      .leaves(owned(24 * 60 + 5));
  });

  it('of a resolved incident is refused', () => {
    given(...recovered)
      .when(snoozes('alice', 60, 20))
      .thenRejects('incident-resolved');
  });

  it('covers an alarm that flaps under it', () => {
    const flapping = [20, 40, 60].flatMap((at) => [recovers('latency', at), fires('latency', at + 9)]);
    expect(lived({}, [...snoozed, ...flapping], 600).pages).toEqual(['0 alice']);
  });

  it('covers an alarm that stopped counting less than `recoverAfter` ago', () => {
    const both = [latency, fires('errors', 1)];
    const late = (stopped: number): readonly string[] =>
      lived({}, [...both, recovers('errors', stopped), snoozes('alice', 600, 10), fires('errors', 30)], 30).pages;
    expect(late(5.1)).toEqual(['0 alice']);
    expect(late(5)).toEqual(['0 alice', '30 alice']);
  });

  it('covers what its author was shown counting, also where it has stopped since', () => {
    const seen = { expect: { alarms: ['latency', 'errors'] } };
    const shown = [latency, fires('errors', 1), recovers('errors', 2), having(snoozes('alice', 600, 10), seen)];
    expect(lived({}, [...shown, fires('errors', 30)], 30).pages).toEqual(['0 alice']);
  });

  it('does not cover what its author was not shown counting', () => {
    const seen = { expect: { alarms: ['latency'] } };
    const shown = [latency, fires('errors', 1), recovers('errors', 8), having(snoozes('alice', 600, 10), seen)];
    expect(lived({}, [...shown, fires('errors', 30)], 30).pages).toEqual(['0 alice', '30 alice']);
  });

  it.each([
    ['a note of its owner', notes('alice', 20)],
    ['an acknowledgement of its owner', acknowledges('alice', 20)],
    ['an acknowledgement of another', acknowledges('bob', 20)],
  ])('has an end that is not moved by %s', (_, command) => {
    given(...alicePaged, snoozes('alice', 600, 5))
      .when(command)
      .leaves(owned(605));
  });

  it('has an end that a new snooze moves, further or nearer', () => {
    for (const [minutes, until] of [
      [10, 30],
      [900, 920],
    ] as const) {
      given(...alicePaged, snoozes('alice', 600, 5))
        .when(snoozes('alice', minutes, 20))
        .leaves(owned(until));
    }
  });

  it('by another than the owner makes them the owner, who is told', () => {
    given(...aliceAtWork)
      .when(snoozes('bob', 10, 6))
      .notifies(['acknowledged', 'responder:alice'], ['acknowledged', 'channel:ops'])
      .leaves(owned(16, 'bob'));
  });

  it('of who escalated it a moment before takes it back', () => {
    given(...aliceAtWork, escalates('alice', 6))
      .when(snoozes('alice', 60, 6))
      .starts(['IncidentSnoozed', 'PagesWithdrawn'])
      .leaves(owned(66));
  });

  it('does not tell its owner that what it covers fires again', () => {
    const quiet = lived({}, [...snoozed, recovers('latency', 20), fires('latency', 29)], 300);
    const told = quiet.events.flatMap((event) =>
      event.type === 'PageRequested' && event.kind === 'notification' ? [`${event.target} ${event.about}`] : [],
    );
    expect(told).toContain('channel:ops reopened');
    expect(told.filter((one) => one.startsWith('responder:alice'))).toEqual(['responder:alice resolved']);
  });
});

describe('a critical alarm that a snooze does not cover', () => {
  it('ends it, pages its owner’s level, and says why', () => {
    const atBob = [latency, snoozes('bob', 600, 16)];
    const pierced = lived({}, [...atBob, fires('errors', 20)], 20);
    expect(pierced.pages).toEqual(['0 alice', '15 bob', '20 bob']);
    expect(pierced.incident).toMatchObject({ owner: undefined, ladder: { step: { level: 2, round: 1 } } });
    expect(pierced.events).toContainEqual(
      expect.objectContaining({ type: 'PageRequested', reason: 'uncovered', alarmIds: ['errors'], by: 'bob' }),
    );
  });

  it('pages the level that was kept where its owner was never paged', () => {
    expect(lived({}, [latency, snoozes('zoe', 600, 16), fires('errors', 20)], 20).pages).toEqual([
      '0 alice',
      '15 bob',
      '20 bob',
    ]);
  });

  it('pages level 1 where none was kept', () => {
    expect(lived({}, [traffic, snoozes('zoe', 600, 5), fires('latency', 20)], 20).pages).toEqual(['20 alice']);
  });

  it('is told to its owner and to notify', () => {
    const pierced = lived({}, [latency, snoozes('zoe', 600, 5), fires('errors', 20)], 20);
    const told = pierced.events.flatMap((event) =>
      event.type === 'PageRequested' && event.kind === 'notification' && event.about === 'snoozeEnded'
        ? [event.target]
        : [],
    );
    expect(told).toEqual(['responder:zoe', 'channel:ops']);
  });
});

describe('a resolution', () => {
  it('ends the owner’s cover', () => {
    given(...aliceAtWork)
      .when(resolves('bob', 20))
      .leaves({ owner: undefined, resolution: { by: 'bob' } });
  });

  it.each([
    ['lost its data', losesData],
    ['was deleted', isDeleted],
    ['is OK on missing data', (name: string, at: number) => fires(name, at, { state: 'OK', onRealData: false })],
  ])('clears a member that %s: it stays resolved', (_, gone) => {
    const before = lived({}, [latency, gone('latency', 7), resolves('alice', 8)], 600);
    expect(before.incident).toMatchObject({ resolution: { by: 'alice' }, counts: { firing: 0, critical: 0 } });
    expect(before.pages).toEqual(['0 alice']);
    const after = lived({}, [latency, resolves('alice', 6), gone('latency', 7)], 600);
    expect(after.incident).toMatchObject({ resolution: { by: 'alice' }, counts: { firing: 0, critical: 0 } });
    expect(after.pages).toEqual(['0 alice']);
  });

  it('covers for ten minutes those that fire', () => {
    given(...resolvedWhileFiring)
      .when(ticks(29.9))
      .thenNothing();
    const flapping = [latency, resolves('alice', 5), recovers('latency', 7), fires('latency', 9)];
    expect(lived({}, flapping, 14.9).pages).toEqual(['0 alice']);
  });

  it('covers for ten minutes those that fire in silence', () => {
    const muted = [traffic, fires('latency', 1, mutedUntil(12)), resolves('alice', 10)];
    expect(lived({}, muted, 19.9).pages).toEqual([]);
    expect(lived({}, muted, 20).pages).toEqual(['20 alice']);
  });

  it('covers a heartbeat that fires without data', () => {
    const silent = fires('heartbeat', 0, { state: 'INSUFFICIENT_DATA', insufficientData: 'page' });
    expect(lived({}, [silent, resolves('alice', 2)], 12).pages).toEqual(['0 alice', '12 alice']);
  });

  it('covers no alarm that did not fire', () => {
    expect(lived({}, [latency, resolves('alice', 5), fires('errors', 7)], 7).pages).toEqual(['0 alice', '7 alice']);
  });

  it('holds what it covers also while another alarm has reopened the incident', () => {
    const reopened = [latency, resolves('alice', 5), fires('traffic', 7, { severity: 'warning' })];
    expect(lived({}, reopened, 14.9).pages).toEqual(['0 alice']);
    expect(lived({}, reopened, 15).pages).toEqual(['0 alice', '15 alice']);
  });

  it('tells everybody who heard of it, and withdraws what is not sent', () => {
    given(...alicePaged, ticks(15))
      .when(resolves('alice', 15.5))
      .then(
        { type: 'IncidentResolved', by: 'alice', stillFiring: 1 },
        { type: 'PagesWithdrawn', because: 'resolved' },
        { type: 'PageRequested', about: 'resolved', target: 'channel:ops' },
      );
  });
});

describe('what a person resolved and still fires after ten minutes', () => {
  it('reopens, and says so, by whom it was resolved and what fires', () => {
    given(...resolvedWhileFiring)
      .when(ticks(30))
      .then(
        { type: 'IncidentReopened', because: 'left-firing', severity: 'critical' },
        { type: 'LevelReached', level: 1, round: 1, reason: 'leftFiring' },
        { type: 'PageRequested', kind: 'page', target: 'responder:alice', by: 'alice', alarmIds: ['latency'] },
        { type: 'PageRequested', about: 'reopened', target: 'channel:ops', by: 'alice', alarmIds: ['latency'] },
      )
      .leaves({ flaps: 0 });
  });

  it('stays resolved when it has recovered before', () => {
    given(...resolvedWhileFiring, recovers('latency', 25))
      .when(ticks(30))
      .thenNothing();
  });

  it('wakes nobody when it is a warning', () => {
    const left = [latency, fires('cpu', 6, { severity: 'warning' }), recovers('latency', 7), resolves('alice', 8)];
    const { incident, pages } = lived({}, left, 300);
    expect(pages).toEqual(['0 alice']);
    expect(incident).toMatchObject({ resolution: undefined, severity: 'warning' });
  });

  it('counts no more here when it has joined another incident of the group since', () => {
    givenThat({ elsewhere: ['latency'] }, ...resolvedWhileFiring)
      .when(ticks(30))
      .then({ type: 'AlarmsMoved' })
      .leaves({ resolution: { by: 'alice' }, counts: { firing: 0, critical: 0 } });
  });

  it('is covered no more when it fires again after the ten minutes, though no clock has come by', () => {
    const late = story({}, traffic, diagnosed(0), resolves('alice', 1), fires('traffic', 12), diagnosed(12));
    expect(late.incident).toMatchObject({ counts: { critical: 1, believed: 0, uncovered: 1 } });
    expect(late.pages).toEqual(['12 alice']);
  });
});

describe('the owner’s cover', () => {
  it.each([
    ['Escalate', escalates('bob', 10)],
    ['Reassign', reassigns('bob', 'carol', 10)],
    ['Resolve', resolves('bob', 10)],
  ])('is ended by %s', (_, command) => {
    given(...aliceAtWork)
      .when(command)
      .leaves({ owner: undefined });
    given(...alicePaged, snoozes('alice', 60, 5))
      .when(command)
      .leaves({ owner: undefined });
  });

  it.each([
    ['Escalate', escalates('bob', 10), 'escalated'],
    ['Reassign', reassigns('bob', 'carol', 10), 'reassigned'],
  ] as const)('that %s has ended is told to whoever had it, with who did it', (_, command, about) => {
    given(...aliceAtWork)
      .when(command)
      .notifies([about, 'responder:alice']);
  });

  it('is ended by Reopen, also where it outlived a recovery', () => {
    given(...aliceAtWork, recovers('latency', 10), ticks(15))
      .when(reopens('bob', 20))
      .leaves({ owner: undefined });
  });

  it('is not ended by recovery: it holds for the alarms that were members by then', () => {
    const again = [latency, acknowledges('alice', 5), recovers('latency', 6), fires('latency', 16)];
    const { incident, pages } = lived({}, again, 34.9);
    expect(pages).toEqual(['0 alice']);
    expect(incident && statusOf(incident)).toBe('acknowledged');
    expect(lived({}, again, 35).pages).toEqual(['0 alice', '35 alice']);
  });

  it('holds no alarm that was no member when the incident recovered', () => {
    const another = [latency, acknowledges('alice', 2), recovers('latency', 3), fires('errors', 9)];
    expect(lived({}, another, 9).pages).toEqual(['0 alice', '9 alice']);
  });

  it('that is a snooze holds on after a recovery what it held', () => {
    const again = [latency, snoozes('alice', 480, 1), recovers('latency', 5), fires('latency', 21)];
    expect(lived({}, again, 480).pages).toEqual(['0 alice']);
  });
});

describe('the end of a cover, if there is need then', () => {
  it('lets the ladder go on at the level at which its author was last paged, at that instant, and tells both', () => {
    given(...alicePaged, ticks(15), pagesSent(15), acknowledges('bob', 16), pagesSent(16))
      .when(ticks(46))
      .then(
        { type: 'AcknowledgementEnded', by: 'bob', because: 'timeout' },
        { type: 'LevelReached', level: 2, round: 1, reason: 'unacknowledged' },
        { type: 'PageRequested', kind: 'page', target: 'responder:bob', by: 'bob' },
        { type: 'PageRequested', about: 'acknowledgementEnded', target: 'channel:ops' },
      );
    given(...alicePaged, acknowledges('zoe', 5), pagesSent(5))
      .when(ticks(35))
      .pages('responder:alice')
      .notifies(['acknowledgementEnded', 'responder:zoe'], ['acknowledgementEnded', 'channel:ops']);
  });

  it('else at the level reached', () => {
    expect(lived({}, [latency, acknowledges('zoe', 16)], 46).pages).toEqual(['0 alice', '15 bob', '46 bob']);
  });

  it('also of a resolution', () => {
    expect(lived({}, [latency, resolves('bob', 16)], 26).pages).toEqual(['0 alice', '15 bob', '26 bob']);
    expect(lived({}, [latency, resolves('alice', 16)], 26).pages).toEqual(['0 alice', '15 bob', '26 alice']);
  });

  it('goes on in the same round', () => {
    const { pages } = lived({}, [latency, acknowledges('alice', 57)], 200);
    const later = ['87 alice', '102 bob', '122 carol', '142 alice', '142 bob', '142 carol'];
    expect(pages).toEqual(['0 alice', '15 bob', '35 carol', '55 alice', ...later]);
  });

  it('the unanswered ending is a level', () => {
    const everybody = (at: number): string[] => ['alice', 'bob', 'carol'].map((name) => `${String(at)} ${name}`);
    const answered = lived({}, [latency, acknowledges('bob', 112)], 202);
    expect(answered.pages.slice(6)).toEqual([110, 142, 202].flatMap(everybody));
    expect(lived({}, [latency, acknowledges('zoe', 112)], 202).pages.slice(6)).toEqual(
      [110, 142, 202].flatMap(everybody),
    );
  });

  it('comes late with a late clock, and once', () => {
    given(...aliceAtWork)
      .when(ticks(500))
      .pages('responder:alice');
    given(...aliceAtWork, ticks(500))
      .when(ticks(500))
      .thenNothing();
  });
});

describe('the end of a cover without need', () => {
  it('pages nobody, and is told', () => {
    given(traffic, diagnosed(0), pagesSent(0), acknowledges('alice', 5), pagesSent(5))
      .when(ticks(35))
      .pages()
      .notifies(['acknowledgementEnded', 'responder:alice'], ['acknowledgementEnded', 'channel:ops']);
  });

  it('with nothing counting forgets the level', () => {
    const over = [latency, fires('memory', 1, mutedUntil(300)), acknowledges('bob', 16), recovers('latency', 20)];
    expect(lived({}, over, 50).incident).toMatchObject({ ladder: { step: undefined, kept: undefined } });
    expect(lived({}, [...over, fires('latency', 60)], 60).pages).toEqual(['0 alice', '15 bob', '60 alice']);
  });

  it('is silent where the incident is resolved', () => {
    const over = lived({}, [latency, acknowledges('alice', 5), recovers('latency', 6)], 300);
    expect(over.events.filter(({ at }) => at > minute(11))).toEqual([]);
    expect(over.incident).toMatchObject({ resolution: { at: minute(11) } });
  });
});

describe('which alarms a cover holds', () => {
  const cover = (kind: Cover['kind'], said: Partial<Cover> = {}): Cover => ({
    kind,
    by: 'alice',
    at: minute(10),
    version: 10,
    until: minute(40),
    severity: 'critical',
    ...said,
  });
  const member = (said: Partial<Member>): Member => ({
    alarmId: 'latency',
    name: 'latency',
    alarmKey: 'latency',
    alarmArn: 'arn',
    state: 'ALARM',
    severity: 'critical',
    silenced: false,
    since: minute(0),
    reason: '',
    joined: 1,
    changed: 1,
    ...said,
  });
  const isHeld = (one: Cover, known: Member | undefined, severity: Member['severity'] = 'critical'): boolean =>
    isHeldBy(one, known, { severity, recoverAfterMs: 5 * MINUTE });

  const warnings = cover('acknowledgement', { severity: 'warning' });
  const outlived = cover('acknowledgement', { asOf: 20 });
  const stopped = (at: number): Member => member({ state: 'OK', counted: 3, stopped: { version: at, at: minute(at) } });

  it.each<[string, Cover, Member | undefined]>([
    ['an acknowledgement: any', cover('acknowledgement'), undefined],
    ['an acknowledgement after a recovery: a member by then', outlived, member({ joined: 20 })],
    ['a snooze: what counts', cover('snooze'), member({ counted: 3 })],
    ['a snooze: what stopped four minutes before', cover('snooze'), stopped(6)],
    ['a snooze: what it held and came back', cover('snooze'), member({ counted: 30, heldBy: [10] })],
    ['a resolution: what counts', cover('resolution'), member({ counted: 3 })],
    ['a resolution: what fires in silence', cover('resolution'), member({ silenced: true })],
  ])('%s', (_, one, known) => {
    expect(isHeld(one, known)).toBe(true);
  });

  it.each<[string, Cover, Member | undefined]>([
    ['an acknowledgement of a warning: nothing critical', warnings, member({})],
    ['an acknowledgement after a recovery: no later member', outlived, member({ joined: 21 })],
    ['an acknowledgement after a recovery: no newcomer', outlived, undefined],
    ['a snooze: not what stopped five minutes before', cover('snooze'), stopped(5)],
    ['a snooze: not what began later', cover('snooze'), member({ counted: 11 })],
    ['a snooze: not what fires in silence', cover('snooze'), member({ silenced: true })],
    ['a snooze: no newcomer', cover('snooze'), undefined],
    ['a resolution: not what stopped before', cover('resolution'), stopped(6)],
    ['a resolution: no newcomer', cover('resolution'), undefined],
  ])('%s', (_, one, known) => {
    expect(isHeld(one, known)).toBe(false);
  });

  it('an acknowledgement of a warning: warnings', () => {
    expect(isHeld(warnings, undefined, 'warning')).toBe(true);
  });

  it('a snooze holds a whole batch of alarms that counted', () => {
    const batch = receives(0, alarm('latency', 0), alarm('memory', 0), alarm('errors', 0));
    const { incident } = lived({}, [batch, snoozes('alice', 60, 5)], 6);
    expect(incident?.counts).toMatchObject({ critical: 3, owned: 3, uncovered: 0 });
  });
});
