import { describe, expect, it } from 'vitest';
import {
  acknowledges,
  alicePaged,
  aliceAtWork,
  diagnosed,
  escalates,
  fires,
  given,
  isDeleted,
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
    expect(quiet.incident?.phase.status).toBe('resolved');
    expect(quiet.events.filter(({ type }) => type === 'PageRequested')).toEqual([]);
  });

  it('that fires without the mute pages as a higher severity', () => {
    given(mutedLatency, fires('latency', 20))
      .when(diagnosed(20))
      .pages('responder:alice')
      .leaves({ severity: 'critical' });
  });

  it('that fires without the mute in an open incident is told as a new member', () => {
    given(...aliceAtWork, fires('memory', 6, mutedUntil(60)))
      .when(fires('memory', 20))
      .notifies(['joined', 'responder:alice'], ['joined', 'channel:ops'])
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
      .leaves({ severity: 'critical', level: 1, counts: { firing: 1, silent: 0 } });
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
    expect(closed.incident).toMatchObject({ severity: 'critical', phase: { status: 'triggered' } });
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

  it('takes its severity from the others', () => {
    given(mutedLatency)
      .when(fires('traffic', 5, { severity: 'warning' }))
      .leaves({ severity: 'warning' });
  });
});
