import { describe, it } from 'vitest';
import {
  acknowledges,
  alicePaged,
  aliceAtWork,
  diagnosed,
  escalates,
  fires,
  given,
  minute,
  pagesSent,
  reassigns,
  recovers,
  seconds,
  ticks,
  trafficWarning,
} from '../../support/incident-spec.ts';

const DAY = 24 * 60;
const warned = [trafficWarning, diagnosed(0), pagesSent(0)] as const;

describe('a critical alarm', () => {
  it('holds the first page for the diagnosis, at most five seconds', () => {
    given()
      .when(fires('latency', 0))
      .pages()
      .leaves({ held: { diagnoseUntil: minute(seconds(5)) }, level: 0 });
    given(fires('latency', 0))
      .when(ticks(seconds(4)))
      .thenNothing();
    given(fires('latency', 0))
      .when(ticks(seconds(5)))
      .pages('responder:alice');
  });
});

describe('a warning incident', () => {
  it('tells notify and runs no levels', () => {
    given(trafficWarning).when(diagnosed(0)).pages().notifies(['opened', 'channel:ops']).leaves({ level: 0 });
    given(...warned)
      .when(ticks(60))
      .thenNothing();
  });

  it('reminds notify every 24 hours', () => {
    given(...warned)
      .when(ticks(DAY - 1))
      .thenNothing();
    given(...warned)
      .when(ticks(DAY))
      .notifies(['reminder', 'channel:ops']);
    given(...warned, ticks(DAY), pagesSent(DAY))
      .when(ticks(2 * DAY - 1))
      .thenNothing();
    given(...warned, ticks(DAY), pagesSent(DAY))
      .when(ticks(2 * DAY))
      .notifies(['reminder', 'channel:ops']);
  });

  it('pages at level 1 once a critical alarm joins', () => {
    given(...warned, fires('latency', 9))
      .when(diagnosed(9))
      .pages('responder:alice')
      .leaves({ level: 1, round: 1 });
  });

  it('does not page when its acknowledgement ends', () => {
    given(...warned, acknowledges('alice', 5), pagesSent(5))
      .when(ticks(35))
      .pages()
      .notifies(['acknowledgementEnded', 'responder:alice'], ['acknowledgementEnded', 'channel:ops'])
      .leaves({ phase: { status: 'triggered' } });
  });

  it('pages and starts the levels when a person escalates', () => {
    given(...warned)
      .when(escalates('bob', 5))
      .pages('responder:alice')
      .leaves({ severity: 'warning', level: 1 });
    given(...warned, escalates('bob', 5), pagesSent(5))
      .when(ticks(20))
      .pages('responder:bob');
  });

  it('pages and starts the levels when a person reassigns it', () => {
    given(...warned)
      .when(reassigns('bob', 'carol', 5))
      .pages('responder:carol')
      .leaves({ level: 1 });
    given(...warned, reassigns('bob', 'carol', 5), pagesSent(5))
      .when(ticks(20))
      .pages('responder:bob');
  });
});

describe('a severity', () => {
  it('never falls when the critical alarm recovers', () => {
    given(...alicePaged, fires('traffic', 1, { severity: 'warning' }))
      .when(recovers('latency', 2))
      .leaves({ severity: 'critical' });
  });

  it('of an alarm that is already firing may rise', () => {
    given(...warned)
      .when(fires('traffic', 4))
      .leaves({ severity: 'critical', held: { reason: 'severity' } });
  });

  it('that rises ends the acknowledgement of what was less, and says so', () => {
    given(...warned, acknowledges('alice', 5), pagesSent(5))
      .when(fires('latency', 6))
      .then(
        { type: 'AlarmJoined' },
        { type: 'SeverityRaised', from: 'warning', to: 'critical' },
        { type: 'AcknowledgementEnded', by: 'alice', because: 'severity' },
        { type: 'PageRequested', about: 'severityRaised', target: 'responder:alice' },
        { type: 'PageHeld', reason: 'severity' },
      );
  });

  it('that is equal leaves the acknowledgement', () => {
    given(...aliceAtWork)
      .when(fires('memory', 6))
      .pages()
      .leaves({ phase: { status: 'acknowledged' } });
  });
});

describe('a severity that rises while a person’s levels run', () => {
  const running = [...warned, escalates('bob', 0), pagesSent(0)] as const;
  const raised = [...running, fires('latency', 15 - seconds(2))] as const;

  it('goes on where they stand, and tells everybody who was paged that it is worse', () => {
    given(...running)
      .when(fires('latency', 15 - seconds(2)))
      .pages()
      .notifies(['severityRaised', 'channel:ops'], ['severityRaised', 'responder:alice']);
    given(...raised)
      .when(ticks(15))
      .pages('responder:bob')
      .leaves({ level: 2, round: 1 });
  });
});

describe('an info alarm', () => {
  it('leaves an open incident as it is', () => {
    given(...alicePaged)
      .when(fires('disk', 3, { severity: 'info' }))
      .thenNothing();
  });
});
