import { describe, expect, it } from 'vitest';
import type { DiagnosisSaid } from '../../../lib/core/cause.ts';
import { wakeAt } from '../../../lib/core/escalation/wake.ts';
import {
  inShort,
  type IncidentStory,
  minute,
  minutesAt,
  policy,
  type Step,
  story,
} from '../../support/incident-spec.ts';
import {
  acknowledgedByAlice,
  acknowledges,
  alarm,
  escalates,
  notes,
  alicePaged,
  diagnosed,
  diagnosedAlarm,
  fires,
  finds,
  findsNothingOut,
  given,
  pagedWith,
  pagesSent,
  recovers,
  reopens,
  resolves,
  seconds,
  snoozes,
  ticks,
} from '../../support/incident-spec.ts';
import { leakSaid, unknownSaid } from '../../support/said-diagnosis.ts';

/** The database explains it, and memory does not. */
const databaseSaid: DiagnosisSaid = {
  ...leakSaid,
  cause: 'dependency',
  says: ['DB read x6.2', 'latency p50 x9.0 since {t28187400}'],
  not: ['not memory'],
  fullAt: null,
  hypotheses: leakSaid.hypotheses.map((one) => {
    if (one.cause === 'dependency')
      return { ...one, verdict: 'supported', why: 'DB read 0.6 ms, x6.2 the quiet 0.1 ms' };
    return one.cause === 'memory-leak' ? { ...one, verdict: 'refuted', why: 'memory is level' } : one;
  }),
  evidence: [],
};

/** The leak again, and the database cannot be acquitted any more. */
const leakAndPerhapsDatabase: DiagnosisSaid = {
  ...leakSaid,
  not: [],
  hypotheses: leakSaid.hypotheses.map((one) =>
    one.cause === 'dependency' ? { ...one, verdict: 'inconclusive', why: 'DB read x1.9: it may be the load' } : one,
  ),
};

const blindSaid: DiagnosisSaid = { ...unknownSaid, minutesAfterOnset: null, says: ['latency is not known'] };
const overSaid: DiagnosisSaid = { ...blindSaid, cause: 'none', says: ['nothing is wrong'] };

const asked = { type: 'DiagnosisAsked' } as const;

/** Ticks at each of these minutes; asked, it comes to this at once. */
const readings = (...at: readonly (readonly [number, DiagnosisSaid])[]): readonly Step[] =>
  at.flatMap(([minutes, said]) => [ticks(minutes), finds(minutes, said), pagesSent(minutes)]);

const askedAt = ({ events }: IncidentStory): readonly number[] =>
  events.flatMap((event) => (event.type === 'DiagnosisAsked' ? [minutesAt(event.at)] : []));

const wakesAt = ({ incident }: IncidentStory): number | undefined => {
  const wake = incident && wakeAt(incident, policy);
  return wake === undefined ? undefined : Math.round(10 * minutesAt(wake)) / 10;
};

describe('the diagnosis of a first page', () => {
  it('is recorded before the page is requested, which says it', () => {
    given(diagnosedAlarm)
      .when(finds(seconds(1), leakSaid))
      .then(
        { type: 'DiagnosisRecorded', number: 1, isForPage: true },
        { type: 'HoldEnded' },
        { type: 'LevelReached', level: 1 },
        { type: 'PageRequested', kind: 'page' },
        { type: 'PageRequested', about: 'opened' },
      )
      .leaves({ inquiry: { count: 1, said: { cause: 'memory-leak' }, told: { refuted: ['dependency'] } } });
  });

  it('is said to be missing when the page goes out without one', () => {
    given(diagnosedAlarm)
      .when(ticks(seconds(5)))
      .starts(['ContextUnavailable', 'HoldEnded', 'LevelReached', 'PageRequested']);
    given(diagnosedAlarm)
      .when(findsNothingOut(0, 'Error: no answer within 1500 ms'))
      .starts(['ContextUnavailable', 'HoldEnded', 'LevelReached'])
      .leaves({ inquiry: { lack: 'Error: no answer within 1500 ms' } });
  });

  it('is asked for right after a page for which nobody could be asked', () => {
    given(diagnosedAlarm).when(diagnosed(0)).starts(['HoldEnded', 'LevelReached', 'PageRequested']);
    const paged = story({}, diagnosedAlarm, diagnosed(0)).runUntil(0);
    expect(askedAt(paged)).toEqual([0]);
    paged.take(finds(seconds(3), leakSaid));
    expect(inShort(paged.events.slice(-3))).toEqual([
      'DiagnosisRecorded',
      'DiagnosisRevised',
      'tell alice causeRevised',
    ]);
    expect(askedAt(paged.runUntil(5))).toEqual([0, 5]);
  });

  it('is asked for right after a page that it came too late for', () => {
    const paged = story({}, diagnosedAlarm).runUntil(2);
    expect(inShort(paged.events)).toContain('ContextUnavailable');
    expect(askedAt(paged)[0]).toBeLessThan(0.1);
  });

  it.each([
    ['acknowledges', acknowledges('alice', seconds(2))],
    ['escalates', escalates('alice', seconds(2))],
  ])('is asked for at once when somebody %s while the page waits for it', (_what, response) => {
    const acted = story({}, diagnosedAlarm, response, finds(seconds(3), leakSaid)).runUntil(seconds(10));
    expect(askedAt(acted)[0]).toBeLessThan(0.1);
  });

  it('is dropped when it comes after the page', () => {
    given(diagnosedAlarm, ticks(seconds(5)), pagesSent(seconds(5)))
      .when(finds(seconds(6), leakSaid))
      .thenNothing();
  });

  it('counts once when two receipts bring one', () => {
    given(diagnosedAlarm, finds(0, leakSaid))
      .when(finds(seconds(1), leakSaid))
      .thenNothing();
  });

  it('is not waited for where nobody looks for causes', () => {
    const incident = story({}, ...alicePaged).incident;
    expect(incident?.inquiry).toBeUndefined();
    given(...alicePaged)
      .when(finds(5, leakSaid))
      .thenNothing();
  });
});

describe('a diagnosed incident', () => {
  const paged = pagedWith(leakSaid);

  it('is looked at again 5, 10 and 20 minutes after the first page of its run', () => {
    const answered = story({}, ...paged);
    for (const at of [5, 10]) answered.runUntil(at).take(finds(at, leakSaid));
    expect(askedAt(answered.runUntil(14))).toEqual([5, 10]);
    expect(askedAt(answered.take(acknowledgedByAlice).runUntil(20))).toEqual([5, 10, 20]);
  });

  it('moves its wakeAt on by asking, and never diagnoses by itself', () => {
    given(...paged)
      .when(ticks(5))
      .then(asked);
    expect(wakesAt(story({}, ...paged, acknowledgedByAlice))).toBe(5);
    expect(wakesAt(story({}, ...paged, acknowledgedByAlice, pagesSent(5), ticks(5)))).toBe(6);
    given(...paged, ticks(5))
      .when(ticks(5))
      .thenNothing();
  });

  it('is asked again each minute while nobody answers, for 5 minutes, and then that is said', () => {
    const unanswered = story({}, ...paged).runUntil(9.9);
    expect(askedAt(unanswered)).toEqual([5, 6, 7, 8, 9]);
    unanswered.runUntil(10);
    expect(unanswered.events.filter(({ type }) => type === 'ContextUnavailable')).toMatchObject([
      { at: minute(10), source: 'diagnosis', reason: 'nobody answered within 5 min' },
    ]);
    expect(askedAt(unanswered)).toEqual([5, 6, 7, 8, 9, 10]);
  });

  it('is asked no more once it is answered, whatever the answer', () => {
    given(...paged, ticks(5), findsNothingOut(5.5, 'throttled'))
      .when(ticks(6))
      .thenNothing();
    given(...paged, ticks(5), finds(5.5, leakSaid))
      .when(ticks(6))
      .thenNothing();
  });

  it('takes an answer that comes twice once', () => {
    given(...paged, ticks(5), finds(5.1, leakSaid))
      .when(finds(5.2, databaseSaid))
      .thenNothing();
  });

  it('is looked at after each later page, once for those that go out together', () => {
    const second = story({}, ...paged, ...readings([5, leakSaid], [10, leakSaid])).runUntil(15);
    expect(askedAt(second)).toEqual([5, 10, 15]);
    const several = story(
      { policy: { unanswered: ['responder:alice', 'responder:bob', 'responder:carol'] } },
      ...paged,
    );
    for (let at = 1; at < 120; at += 1) {
      several.runUntil(at);
      if (several.incident?.inquiry?.asked !== undefined) several.take(finds(at, leakSaid));
    }
    expect(askedAt(several)).toEqual([5, 10, 15, 20, 35, 55, 70, 90, 110]);
  });

  it('is not looked at while nothing counts, nor when it is resolved', () => {
    expect(askedAt(story({}, ...paged, recovers('latency', 4)).runUntil(60))).toEqual([]);
    expect(askedAt(story({}, ...paged, resolves('alice', 4)).runUntil(12))).toEqual([]);
    const again = story({}, ...paged, recovers('latency', 4), fires('latency', 7)).runUntil(7);
    expect(askedAt(again)).toEqual([7]);
  });

  it('begins anew with another run', () => {
    const again = story({}, ...paged, recovers('latency', 4)).runUntil(9);
    again.take(fires('latency', 12)).runUntil(12).take(finds(12, leakSaid));
    expect(askedAt(again.runUntil(14.9))).toEqual([12]);
    again.runUntil(15).take(finds(15, leakSaid)).runUntil(20).take(finds(20, leakSaid)).runUntil(25);
    // Its first page is the one of level 2 at 15.
    expect(askedAt(again)).toEqual([12, 20, 25]);
  });

  it('forgets what was said when a person opens it again', () => {
    const reopened = story({}, ...paged, resolves('alice', 4), recovers('latency', 5), reopens('bob', 30));
    expect(reopened.incident?.inquiry).toEqual({ count: 1, dueAt: [minute(30)] });
  });
});

describe('a correction', () => {
  const paged = pagedWith(leakSaid);
  const atWork = [...paged, acknowledgedByAlice, pagesSent(5)];

  it('tells whoever has it that the cause is another, and records both', () => {
    given(...atWork, ticks(5))
      .when(finds(5.1, databaseSaid))
      .then(
        { type: 'DiagnosisRecorded', number: 2 },
        {
          type: 'DiagnosisRevised',
          number: 2,
          from: 'memory-leak',
          cause: 'dependency',
          noLongerRefuted: ['dependency'],
        },
        { type: 'PageRequested', kind: 'notification', about: 'causeRevised', target: 'responder:alice' },
      );
  });

  it('tells that a cause is not ruled out any more', () => {
    given(...atWork, ticks(5))
      .when(finds(5.1, leakAndPerhapsDatabase))
      .then(
        { type: 'DiagnosisRecorded' },
        { type: 'DiagnosisRevised', from: 'memory-leak', cause: 'memory-leak', noLongerRefuted: ['dependency'] },
        { type: 'PageRequested', about: 'causeRevised', target: 'responder:alice' },
      );
  });

  it('tells of a cause that is found after there was none', () => {
    given(...pagedWith(unknownSaid), ticks(5))
      .when(finds(5.1, leakSaid))
      .then({ type: 'DiagnosisRecorded' }, { type: 'DiagnosisRevised', from: 'unknown' }, { type: 'PageRequested' });
    given(diagnosedAlarm, ticks(seconds(5)), pagesSent(seconds(5)), ticks(5.1))
      .when(finds(5.2, leakSaid))
      .then({ type: 'DiagnosisRecorded' }, { type: 'DiagnosisRevised', from: 'unknown' }, { type: 'PageRequested' });
  });

  it('goes to whoever was last paged where nobody has it, and where they have left, to `notify`', () => {
    const levelTwo = [...paged, ...readings([5, leakSaid], [10, leakSaid]), ticks(15), pagesSent(15), ticks(15.1)];
    given(...levelTwo)
      .when(finds(15.2, databaseSaid))
      .notifies(['causeRevised', 'responder:bob']);
    const left = story({}, ...pagedWith(leakSaid), ticks(5));
    left.meanwhile({ isConfigured: (target) => target === 'channel:ops' }).take(finds(5.1, databaseSaid));
    expect(inShort(left.events.slice(-1))).toEqual(['tell ops causeRevised']);
  });

  it('tells nobody what nobody acts on: the same again, no trouble to be seen, no data', () => {
    for (const said of [leakSaid, { ...leakSaid, says: ['memory leak', 'memory is full'] }, overSaid, blindSaid])
      given(...atWork, ticks(5))
        .when(finds(5.1, said))
        .then({ type: 'DiagnosisRecorded', number: 2 });
  });

  it('takes back nothing that was refuted where there is no data any more', () => {
    const without = leakSaid.hypotheses.map((one) =>
      one.cause === 'dependency' ? { ...one, verdict: 'no-data' as const, why: 'there are no values of it' } : one,
    );
    const noData = { ...leakSaid, not: [], hypotheses: without } satisfies DiagnosisSaid;
    given(...atWork, ticks(5))
      .when(finds(5.1, noData))
      .then({ type: 'DiagnosisRecorded', number: 2 });
    given(...atWork, ...readings([5, noData]), ticks(10))
      .when(finds(10, leakAndPerhapsDatabase))
      .then(
        { type: 'DiagnosisRecorded' },
        { type: 'DiagnosisRevised', noLongerRefuted: ['dependency'] },
        { type: 'PageRequested' },
      );
  });

  it('goes to whoever has the milder part, and to whoever is paged for the rest', () => {
    const warned = { ...diagnosedAlarm, changes: [alarm('traffic', 0, { severity: 'warning' })] };
    const mixed = story({}, warned, finds(0, leakSaid), pagesSent(0), acknowledges('carol', 1), pagesSent(1));
    mixed.take(fires('latency', 2), finds(2, leakSaid), pagesSent(2)).runUntil(7).take(finds(7, databaseSaid));
    expect(inShort(mixed.events.slice(-2))).toEqual(['tell carol causeRevised', 'tell alice causeRevised']);
  });

  it('is only recorded under a snooze', () => {
    given(...paged, snoozes('alice', 60, 2), pagesSent(2), ticks(5))
      .when(finds(5.1, databaseSaid))
      .then({ type: 'DiagnosisRecorded' }, { type: 'DiagnosisRevised' });
  });

  it('is only recorded while nothing counts', () => {
    given(...atWork, ticks(5), recovers('latency', 5.05))
      .when(finds(5.1, databaseSaid))
      .then({ type: 'DiagnosisRecorded' });
  });

  it('compares with what people were told last, the pages since included', () => {
    const levelTwo = [...pagedWith(unknownSaid), ...readings([5, overSaid]), ticks(10), findsNothingOut(10, 'late')];
    const told = story({}, ...levelTwo, ticks(15), pagesSent(15));
    expect(told.incident?.inquiry?.told).toEqual({ cause: 'unknown', refuted: ['dependency'] });
  });

  it('comes after a second change within ten minutes only when a third reading agrees', () => {
    const changed = [...atWork, ...readings([5, databaseSaid])];
    given(...changed, ticks(10))
      .when(finds(10.1, leakSaid))
      .then({ type: 'DiagnosisRecorded', number: 3, unconfirmed: 'memory-leak' });
    given(...changed, ...readings([10, leakSaid]), ticks(15))
      .when(finds(15, leakSaid))
      .then({ type: 'DiagnosisRecorded' }, { type: 'DiagnosisRevised', from: 'dependency' }, { type: 'PageRequested' });
    given(...changed, ...readings([10, leakSaid]), ticks(15))
      .when(finds(15, databaseSaid))
      .then({ type: 'DiagnosisRecorded', number: 4 });
  });

  it('is looked for five minutes later where it has to be agreed with', () => {
    const waiting = story({}, ...atWork, ...readings([5, databaseSaid], [10, leakSaid]));
    expect(askedAt(waiting.runUntil(15))).toEqual([5, 10, 15]);
  });

  it('comes at once when ten minutes have passed since the last', () => {
    given(...atWork, ...readings([5, databaseSaid], [10, databaseSaid]), ticks(20))
      .when(finds(20, leakSaid))
      .then({ type: 'DiagnosisRecorded' }, { type: 'DiagnosisRevised' }, { type: 'PageRequested' });
  });

  it('that is not sent yet gives way to the next, which begins where people last heard of it', () => {
    const doubt = { ...unknownSaid, hypotheses: leakSaid.hypotheses } satisfies DiagnosisSaid;
    const unsent = [...atWork, ticks(5), finds(5, databaseSaid), ticks(10), finds(10, doubt), ticks(15)];
    given(...unsent)
      .when(finds(15, doubt))
      .then(
        { type: 'DiagnosisRecorded' },
        { type: 'PagesWithdrawn', because: 'superseded' },
        { type: 'DiagnosisRevised', from: 'memory-leak', cause: 'unknown' },
        { type: 'PageRequested', about: 'causeRevised' },
      );
    given(...atWork, ticks(5), finds(5, databaseSaid), ticks(10), finds(10, leakSaid), ticks(15))
      .when(finds(15, leakSaid))
      .notifies();
    given(...atWork, ticks(5), finds(5, databaseSaid))
      .when(resolves('alice', 6))
      .starts(['IncidentResolved', 'PagesWithdrawn']);
  });

  it('that waits for another look waits for one more where that fails, and is asked for no more often', () => {
    const doubt = { ...unknownSaid, hypotheses: leakSaid.hypotheses } satisfies DiagnosisSaid;
    const failed = story({}, ...atWork, ...readings([5, leakSaid], [10, leakSaid], [20, doubt]), ticks(25));
    failed.take(findsNothingOut(25, 'throttled')).runUntil(30);
    expect(askedAt(failed)).toEqual([5, 10, 20, 25, 30]);
    const wavering = story({}, ...atWork);
    for (let at = 5; at < 200; at += 1) {
      wavering.runUntil(at);
      const isOdd = askedAt(wavering).length % 2 === 1;
      if (wavering.incident?.inquiry?.asked !== undefined) wavering.take(finds(at, isOdd ? doubt : leakSaid));
      if (at % 25 === 0) wavering.take(notes('alice', at));
    }
    expect(askedAt(wavering).length).toBeLessThan(12);
  });

  it('into doubt comes when two readings agree that it is not known', () => {
    const doubt = { ...unknownSaid, hypotheses: leakSaid.hypotheses } satisfies DiagnosisSaid;
    given(...atWork, ticks(5))
      .when(finds(5, doubt))
      .then({ type: 'DiagnosisRecorded', unconfirmed: 'unknown' });
    given(...atWork, ...readings([5, doubt]), ticks(10))
      .when(finds(10, doubt))
      .then(
        { type: 'DiagnosisRecorded' },
        { type: 'DiagnosisRevised', from: 'memory-leak', cause: 'unknown' },
        { type: 'PageRequested', about: 'causeRevised' },
      );
  });
});
