import { describe, expect, it } from 'vitest';
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
  story,
  suppressed,
  ticks,
} from '../../support/incident-spec.ts';

const mutedLatency = fires('latency', 0, mutedUntil(60));

describe('a muted alarm', () => {
  it('opens silently: nobody is paged or told', () => {
    given()
      .when(mutedLatency)
      .pages()
      .notifies()
      .leaves({ severity: 'silent', counts: { joined: 1, firing: 0, silent: 1 }, mutedUntil: minute(60) });
    expect(story({}, mutedLatency, diagnosed(0)).runUntil(59).events).toHaveLength(2);
  });

  it('joins silently: it is neither told nor counted as firing', () => {
    given(...aliceAtWork)
      .when(fires('memory', 6, mutedUntil(60)))
      .notifies()
      .leaves({ counts: { firing: 1, silent: 1 } });
    expect(
      story({}, ...aliceAtWork, fires('memory', 6, mutedUntil(60)))
        .runUntil(20)
        .events.at(-1)?.type,
    ).toBe('AlarmJoined');
  });

  it('keeps the incident from recovering while it stands', () => {
    given(...aliceAtWork, fires('memory', 6, mutedUntil(60)))
      .when(recovers('latency', 7))
      .leaves({ recoverAt: undefined });
  });

  it('that recovers in its window resolves the incident, and nobody hears of it', () => {
    const quiet = story({}, mutedLatency, recovers('latency', 10)).runUntil(20);
    expect(quiet.incident?.resolution).toBeDefined();
    expect(quiet.events.filter(({ type }) => type === 'PageRequested')).toEqual([]);
  });

  it('that fires without the mute pages as a higher severity', () => {
    given(mutedLatency, fires('latency', 20))
      .when(diagnosed(20))
      .pages('responder:alice')
      .leaves({ severity: 'critical' });
  });

  it('that fires without the mute in an open incident is told by name', () => {
    given(...aliceAtWork, fires('memory', 6, mutedUntil(60)))
      .when(fires('memory', 20))
      .then(
        { type: 'AlarmReraised' },
        { type: 'PageRequested', target: 'responder:alice', alarmIds: ['memory'] },
        { type: 'PageRequested', target: 'channel:ops', alarmIds: ['memory'] },
      )
      .leaves({ counts: { firing: 2, silent: 0 } });
  });

  it.each([
    ['loses its data', losesData],
    ['is deleted', isDeleted],
  ])('that %s stays silent until its window ends', (_what, happens) => {
    given(mutedLatency)
      .when(happens('latency', 10))
      .notifies()
      .leaves({ counts: { firing: 0, silent: 1 } });
    given(mutedLatency, happens('latency', 10)).when(ticks(60)).pages('responder:alice');
  });
});

describe('the end of a mute window', () => {
  it('pages for a critical alarm that still fires', () => {
    given(mutedLatency).when(ticks(59)).thenNothing();
    given(mutedLatency)
      .when(ticks(60))
      .pages('responder:alice')
      .notifies(['opened', 'channel:ops'])
      .leaves({ severity: 'critical', ladder: { step: { level: 1 } }, counts: { firing: 1, silent: 0 } });
  });

  it('tells of a warning that still fires', () => {
    given(fires('traffic', 0, { severity: 'warning', ...mutedUntil(60) }))
      .when(ticks(60))
      .pages()
      .notifies(['opened', 'channel:ops'])
      .leaves({ severity: 'warning' });
  });

  it('tells owner and notify where the incident is as severe already', () => {
    given(...aliceAtWork, fires('memory', 6, mutedUntil(30)))
      .when(ticks(30))
      .pages()
      .notifies(['joined', 'responder:alice'], ['joined', 'channel:ops']);
  });

  it('is kept also of an alarm that was muted after it had joined', () => {
    const mutedLater = [
      ...alicePaged,
      fires('memory', 1, { severity: 'warning' }),
      fires('memory', 2, mutedUntil(30)),
    ] as const;
    given(...mutedLater)
      .when(ticks(30))
      .leaves({ counts: { firing: 2, silent: 0 } });
    const flapping = [...alicePaged, recovers('latency', 2), fires('latency', 3, mutedUntil(30))] as const;
    expect(story({}, ...flapping).incident?.mutedUntil).toBe(minute(30));
  });

  it('of two overlapping windows ends only its own alarm’s silence', () => {
    const two = [mutedLatency, fires('memory', 1, mutedUntil(90))] as const;
    given(...two)
      .when(ticks(60))
      .pages('responder:alice')
      .leaves({ counts: { firing: 1, silent: 1 }, mutedUntil: minute(90) });
    given(...two, ticks(60), pagesSent(60), acknowledges('alice', 70), pagesSent(70))
      .when(ticks(90))
      .notifies(['joined', 'responder:alice'], ['joined', 'channel:ops'])
      .leaves({ counts: { firing: 2, silent: 0 }, mutedUntil: undefined });
  });

  it('of the longer window first joined is not forgotten', () => {
    const two = [fires('memory', 0, mutedUntil(90)), fires('latency', 1, mutedUntil(60))] as const;
    expect(story({}, ...two).runUntil(60).pages).toEqual(['60 alice']);
  });

  it('reopens with a page what a person resolved in it', () => {
    const closed = story({}, mutedLatency, resolves('alice', 10)).runUntil(61);
    expect(closed.pages).toEqual(['60 alice']);
    expect(closed.incident).toMatchObject({ severity: 'critical', resolution: undefined, flaps: 1 });
  });
});

describe('an alarm that fires in silence where its incident is resolved', () => {
  const resolved = [...aliceAtWork, recovers('latency', 10), ticks(15), pagesSent(15)] as const;

  it('is a silent member, and reopens nothing', () => {
    given(...resolved)
      .when(fires('memory', 20, mutedUntil(60)))
      .then({ type: 'AlarmJoined' })
      .leaves({ resolution: { at: minute(15) }, counts: { silent: 1 }, mutedUntil: minute(60) });
  });

  it('reopens it when its mute ends and it still fires', () => {
    const { pages, incident } = story({}, ...resolved, fires('memory', 20, mutedUntil(60))).runUntil(60);
    expect(pages).toEqual(['0 alice', '60 alice']);
    expect(incident).toMatchObject({ resolution: undefined, severity: 'critical' });
  });

  it('reopens nothing when it has recovered in it', () => {
    const quiet = story({}, ...resolved, fires('memory', 20, mutedUntil(60)), recovers('memory', 30)).runUntil(60);
    expect(quiet.incident).toMatchObject({ resolution: { at: minute(15) } });
  });

  it('counts no more when it has joined another incident of the group by the end of its mute', () => {
    const older = story({ elsewhere: ['memory'] }, ...resolved, fires('memory', 20, mutedUntil(60)), ticks(60));
    expect(older.events.at(-1)).toMatchObject({ type: 'AlarmsMoved', counts: { silent: 0, firing: 0 } });
    expect(older.incident).toMatchObject({ resolution: { at: minute(15) } });
  });
});

describe('an alarm that is muted while it counts', () => {
  it('counts no more: nobody is paged for it until its window ends', () => {
    const muted = lived({}, [fires('latency', 0), fires('latency', 5, mutedUntil(60))], 59);
    expect(muted.pages).toEqual(['0 alice']);
    expect(muted.incident).toMatchObject({ counts: { firing: 0, critical: 0, silent: 1 } });
    expect(muted.runUntil(60).pages).toEqual(['0 alice', '60 alice']);
  });
});

describe('a suppressed alarm', () => {
  it('opens silently and has no end but its next ALARM', () => {
    given()
      .when(fires('latency', 0, suppressed))
      .pages()
      .leaves({ severity: 'silent', mutedUntil: undefined });
    given(fires('latency', 0, suppressed))
      .when(ticks(600))
      .thenNothing();
    given(fires('latency', 0, suppressed), fires('latency', 30))
      .when(diagnosed(30))
      .pages('responder:alice');
  });
});

describe('a silent incident', () => {
  it('pages when a person escalates it', () => {
    given(mutedLatency).when(escalates('bob', 5)).pages('responder:alice');
  });

  it('wakes nobody for a warning that joins after a person had escalated: nothing counted then', () => {
    given(
      mutedLatency,
      escalates('bob', 5),
      pagesSent(5),
      acknowledges('alice', 6),
      fires('traffic', 7, { severity: 'warning' }),
    )
      .when(diagnosed(7))
      .pages();
  });

  it('reminds of itself every 24 hours, whoever hears of nothing else', () => {
    const { events } = lived({}, [fires('latency', 0, suppressed)], 24 * 60);
    expect(inShort(events)).toEqual([
      'IncidentOpened',
      'AlarmJoined',
      'IncidentReminded',
      'tell ops reminder',
      'PageSent',
    ]);
  });

  it('takes its severity from the others', () => {
    given(mutedLatency)
      .when(fires('traffic', 5, { severity: 'warning' }))
      .leaves({ severity: 'warning' });
  });
});
