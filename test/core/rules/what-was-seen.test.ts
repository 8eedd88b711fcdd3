import { describe, expect, it } from 'vitest';
import { seenOf } from '../../../lib/core/incident/response.ts';
import type { Incident } from '../../../lib/core/incident/incident.ts';
import {
  acknowledges,
  alicePaged,
  aliceAtWork,
  diagnosed,
  escalates,
  fires,
  given,
  having,
  notes,
  pagesSent,
  reassigns,
  recovers,
  reopens,
  resolves,
  resolvesAs,
  snoozes,
  type Step,
  story,
  trafficWarning,
} from '../../support/incident-spec.ts';

const incidentAfter = (steps: readonly Step[]): Incident => {
  const { incident } = story({}, ...steps);
  if (incident === undefined) throw new Error('there is no incident');
  return incident;
};

const seenAfter = (steps: readonly Step[]) => ({ expect: seenOf(incidentAfter(steps)) });

const warned: readonly Step[] = [trafficWarning, diagnosed(0), pagesSent(0)];
const worse: readonly Step[] = [...warned, fires('memory', 3), diagnosed(3), pagesSent(3)];
const levelTwo: readonly Step[] = [...alicePaged, escalates('carol', 5), pagesSent(5)];

describe('an acknowledgement of somebody who saw it otherwise', () => {
  it('is asked for again when it has become worse: a warning was looked at, not a critical alarm', () => {
    given(...worse)
      .when(having(acknowledges('alice', 4), seenAfter(warned)))
      .thenRejects('incident-changed');
  });

  it('is asked for again when somebody else has it by now', () => {
    given(...aliceAtWork)
      .when(having(acknowledges('bob', 6), seenAfter(alicePaged)))
      .thenRejects('incident-changed');
  });

  it('counts when only a level was passed: an older form acknowledges', () => {
    given(...levelTwo)
      .when(having(acknowledges('alice', 6), seenAfter(alicePaged)))
      .leaves({ owner: { by: 'alice' } });
  });

  it('counts when its own author took it meanwhile, or whoever had it let it go', () => {
    given(...aliceAtWork)
      .when(having(acknowledges('alice', 6), seenAfter(alicePaged)))
      .then({ type: 'AcknowledgementRenewed' });
    given(...alicePaged)
      .when(having(acknowledges('bob', 6), { expect: { owner: 'carol' } }))
      .leaves({ owner: { by: 'bob' } });
  });

  it('counts when it is better than it was', () => {
    given(...warned)
      .when(having(acknowledges('alice', 4), { expect: { severity: 'critical' } }))
      .leaves({ owner: { by: 'alice' } });
  });
});

describe('two escalations from one screen', () => {
  it('page one level: the second is asked for again', () => {
    const seen = seenAfter(alicePaged);
    const first = having(escalates('carol', 5), seen);
    given(...alicePaged)
      .when(first)
      .pages('responder:bob');
    given(...alicePaged, first, pagesSent(5))
      .when(having(escalates('bob', 5), seen))
      .thenRejects('incident-changed');
  });

  it('page nobody where somebody has it by now: that is asked again', () => {
    given(...aliceAtWork)
      .when(having(escalates('bob', 6), { expect: { owner: null } }))
      .thenRejects('incident-changed');
  });

  it('page two levels when the second saw the first', () => {
    given(...levelTwo)
      .when(having(escalates('carol', 6), seenAfter(levelTwo)))
      .pages('responder:carol');
  });
});

describe('a resolution or a snooze of somebody who saw less', () => {
  it.each([
    ['resolution', resolves('alice', 4)],
    ['snooze', snoozes('alice', 60, 4)],
  ])('is asked for again when an alarm counts that was not shown: %s', (_, command) => {
    given(...worse)
      .when(having(command, seenAfter(warned)))
      .thenRejects('incident-changed');
  });

  it('names what was not shown', () => {
    const decision = story({}, ...worse).decide(having(resolves('alice', 4), seenAfter(warned)));
    expect(decision).toMatchObject({ rejection: { changes: [{ what: 'alarms', joined: ['memory'] }] } });
  });

  it('is carried out when something shown has recovered since', () => {
    given(...worse, recovers('memory', 4))
      .when(having(resolves('alice', 5), seenAfter(worse)))
      .leaves({ resolution: { by: 'alice' } });
  });
});

describe('whoever says what it was of an incident that they saw resolved', () => {
  const over: readonly Step[] = [...aliceAtWork, resolves('alice', 6), pagesSent(6)];

  it('ends nothing where it is open again by now, though nothing fires that was not shown', () => {
    const again: readonly Step[] = [...over, reopens('bob', 7), pagesSent(7)];
    const decision = story({}, ...again).decide(having(resolvesAs('alice', 'dependency', 8), seenAfter(over)));
    expect(decision).toMatchObject({ rejection: { reason: 'incident-changed', changes: [{ what: 'reopened' }] } });
  });

  it('is heard where it is still resolved, whatever else has changed', () => {
    given(...over)
      .when(having(resolvesAs('bob', 'dependency', 8), seenAfter(alicePaged)))
      .then({ type: 'CauseConfirmed', by: 'bob', cause: 'dependency' });
  });
});

describe('whoever says nothing of what they saw', () => {
  it('is taken at their word', () => {
    given(...worse)
      .when(resolves('alice', 4))
      .leaves({ resolution: { by: 'alice' } });
    given(...worse)
      .when(having(resolves('alice', 4), { expect: {} }))
      .leaves({ resolution: { by: 'alice' } });
  });

  it.each([
    ['a note', notes('bob', 6)],
    ['a hand-over', reassigns('bob', 'carol', 6)],
  ])('and of %s nothing can have changed that matters', (_, command) => {
    const { events } = given(...aliceAtWork).when(having(command, seenAfter(warned)));
    expect(events.length).toBeGreaterThan(0);
  });
});

describe('what is said beside a response', () => {
  it('stands in the timeline before what was done', () => {
    given(...aliceAtWork)
      .when(having(resolves('alice', 6), { note: 'restarted web-2' }))
      .starts(['NoteAdded', 'IncidentResolved']);
  });

  it('is not recorded where the response is refused', () => {
    given(...aliceAtWork, resolves('alice', 6), pagesSent(6))
      .when(having(acknowledges('alice', 7), { note: 'mine' }))
      .thenRejects('incident-resolved');
    given(...worse)
      .when(having(resolves('alice', 4), { ...seenAfter(warned), note: 'over' }))
      .thenRejects('incident-changed');
  });

  it('is refused with the response when no timeline can hold it', () => {
    given(...aliceAtWork)
      .when(having(resolves('alice', 6), { note: 'x'.repeat(4_001) }))
      .thenRejects('note-out-of-range');
  });

  it('is recorded of a resolved incident as well', () => {
    given(...aliceAtWork, resolves('alice', 6), pagesSent(6))
      .when(having(reopens('alice', 7), { note: 'it is back' }))
      .starts(['NoteAdded', 'IncidentReopened']);
  });
});
