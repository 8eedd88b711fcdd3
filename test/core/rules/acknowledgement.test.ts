import { describe, expect, it } from 'vitest';
import {
  acknowledgedByAlice,
  acknowledges,
  alicePaged,
  aliceAtWork,
  diagnosed,
  escalates,
  fires,
  given,
  latencyAlarm,
  minute,
  notes,
  pagesSent,
  reassigns,
  recovered,
  snoozes,
  type Step,
  story,
  ticks,
} from '../../support/incident-spec.ts';

const owned = (until: number): object => ({ phase: { status: 'acknowledged', by: 'alice', until: minute(until) } });

describe('an acknowledgement', () => {
  it('stops the escalation for its timeout', () => {
    given(...alicePaged)
      .when(acknowledgedByAlice)
      .leaves(owned(35));
    given(...aliceAtWork)
      .when(ticks(34.9))
      .thenNothing();
  });

  it('withdraws what is not sent, also the page that waits for its diagnosis', () => {
    given(latencyAlarm, diagnosed(0))
      .when(acknowledges('bob', 0.5))
      .then(
        { type: 'IncidentAcknowledged', by: 'bob' },
        { type: 'PagesWithdrawn', because: 'acknowledged' },
        { type: 'PageRequested', about: 'acknowledged', target: 'channel:ops' },
        { type: 'PageRequested', about: 'acknowledged', target: 'responder:alice' },
      );
    given(latencyAlarm, acknowledges('bob', 0)).when(diagnosed(0)).thenNothing();
  });

  it('is told to notify and to everybody else who was paged', () => {
    given(...alicePaged, ticks(15), pagesSent(15))
      .when(acknowledges('bob', 16))
      .notifies(['acknowledged', 'channel:ops'], ['acknowledged', 'responder:alice']);
  });

  it('may come from a responder who was never paged', () => {
    given(...alicePaged)
      .when(acknowledges('zoe', 3))
      .leaves({ phase: { by: 'zoe' } });
  });

  it('by its owner again restarts the timeout', () => {
    given(...aliceAtWork)
      .when(acknowledges('alice', 20))
      .then({ type: 'AcknowledgementRenewed' })
      .leaves(owned(50));
  });

  it('by another is recorded, and leaves owner and timeout', () => {
    given(...aliceAtWork)
      .when(acknowledges('bob', 20))
      .then({ type: 'AcknowledgementOffered', by: 'bob', owner: 'alice' })
      .leaves(owned(35));
  });

  it('A16 is not run on by what another has to say', () => {
    given(...aliceAtWork)
      .when(notes('bob', 20))
      .then({ type: 'NoteAdded' })
      .leaves(owned(35));
  });

  it('is restarted by a note of its owner', () => {
    given(...aliceAtWork)
      .when(notes('alice', 20))
      .leaves(owned(50));
  });

  it('is not restarted by alarms, context, pages or ticks', () => {
    given(...aliceAtWork, fires('memory', 20), diagnosed(20), pagesSent(20))
      .when(ticks(21))
      .leaves(owned(35));
  });

  it('of a resolved incident is refused', () => {
    given(...recovered)
      .when(acknowledgedByAlice)
      .thenRejects('incident-resolved');
  });
});

describe('the end of an acknowledgement', () => {
  it('pages the level at which that person was last paged, at that instant, and tells', () => {
    const bobOwns = [...alicePaged, ticks(15), pagesSent(15), acknowledges('bob', 16), pagesSent(16)] as const;
    given(...bobOwns)
      .when(ticks(46))
      .then(
        { type: 'AcknowledgementEnded', by: 'bob', because: 'timeout' },
        { type: 'LevelReached', level: 2, round: 1, reason: 'unacknowledged' },
        { type: 'PageRequested', kind: 'page', target: 'responder:bob' },
        { type: 'PageRequested', about: 'acknowledgementEnded', target: 'channel:ops' },
      );
  });

  it('tells whoever had it, also when another is paged', () => {
    given(...alicePaged, acknowledges('zoe', 5), pagesSent(5))
      .when(ticks(35))
      .pages('responder:alice')
      .notifies(['acknowledgementEnded', 'responder:zoe'], ['acknowledgementEnded', 'channel:ops']);
  });

  it('pages the level reached when they acknowledged where they were never paged', () => {
    given(...alicePaged, ticks(15), pagesSent(15), acknowledges('zoe', 16), pagesSent(16))
      .when(ticks(46))
      .pages('responder:bob')
      .leaves({ level: 2 });
  });

  it('lets the levels go on in the same round', () => {
    const secondRound = story({}, latencyAlarm, diagnosed(0)).runUntil(56);
    secondRound.take(acknowledges('alice', 57)).runUntil(200);
    expect(secondRound.pages.slice(4)).toEqual([
      '87 alice',
      '102 bob',
      '122 carol',
      '142 alice',
      '142 bob',
      '142 carol',
    ]);
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

describe('a snooze', () => {
  it('is an acknowledgement with a chosen end', () => {
    given(...alicePaged)
      .when(snoozes('alice', 600, 5))
      .leaves(owned(605))
      .notifies(['acknowledged', 'channel:ops']);
    given(...alicePaged, snoozes('alice', 600, 5), pagesSent(5))
      .when(ticks(604))
      .thenNothing();
    given(...alicePaged, snoozes('alice', 600, 5), pagesSent(5))
      .when(ticks(605))
      .pages('responder:alice');
  });

  it('moves the end of an acknowledgement and keeps its owner', () => {
    given(...aliceAtWork)
      .when(snoozes('bob', 10, 6))
      .leaves(owned(16));
  });

  it('of who escalated it a moment before takes it back', () => {
    given(...aliceAtWork, escalates('alice', 6))
      .when(snoozes('alice', 60, 6))
      .starts(['IncidentSnoozed', 'PagesWithdrawn'])
      .leaves(owned(66));
  });

  it('is not shortened by a note', () => {
    given(...alicePaged, snoozes('alice', 600, 5))
      .when(notes('alice', 20))
      .leaves(owned(605));
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
});

describe('a reassignment', () => {
  it('pages the new owner, and is triggered until they acknowledge', () => {
    given(...aliceAtWork)
      .when(reassigns('alice', 'carol', 10))
      .then(
        { type: 'IncidentReassigned', by: 'alice', to: 'carol' },
        { type: 'AcknowledgementEnded', by: 'alice', because: 'reassigned' },
        { type: 'LevelReached', level: 1, round: 1, reason: 'reassigned' },
        { type: 'PageRequested', kind: 'page', target: 'responder:carol', reason: 'reassigned' },
      )
      .leaves({ phase: { status: 'triggered' } });
    given(...aliceAtWork, reassigns('alice', 'carol', 10), pagesSent(10))
      .when(acknowledges('carol', 11))
      .leaves({ phase: { by: 'carol' } });
  });

  it('goes on to the next level when the new owner does not answer', () => {
    given(...aliceAtWork, reassigns('alice', 'carol', 10), pagesSent(10))
      .when(ticks(25))
      .pages('responder:bob');
  });

  it('withdraws the pages that it makes needless', () => {
    given(latencyAlarm, diagnosed(0))
      .when(reassigns('bob', 'carol', 0.5))
      .pages('responder:carol')
      .leaves({ requested: [{ about: 'opened' }, { target: 'responder:carol' }] });
  });
});

describe('an unanswered incident', () => {
  const unanswered = story({ policy: { repeat: 0 } }, latencyAlarm, diagnosed(0)).runUntil(56);
  const after = (step: Step): readonly string[] =>
    story({ policy: { repeat: 0 } }, latencyAlarm, diagnosed(0))
      .runUntil(56)
      .take(step)
      .runUntil(116)
      .pages.slice(6);

  it.each([
    ['acknowledged', acknowledges('bob', 90)],
    ['snoozed', snoozes('bob', 60, 90)],
  ])('is paged no more once it is %s', (_how, step) => {
    expect(unanswered.incident?.unanswered).toEqual({ nextAt: minute(115) });
    expect(after(step)).toEqual([]);
  });

  it('is paged on at the new owner’s once it is reassigned', () => {
    expect(after(reassigns('bob', 'alice', 100))).toEqual(['100 alice']);
  });

  it('is paged on whatever is noted', () => {
    expect(after(notes('bob', 100))).toEqual(['115 alice', '115 bob', '115 carol']);
  });
});
