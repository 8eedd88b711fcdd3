import { describe, expect, it } from 'vitest';
import { localClock } from '../../../lib/core/report/local-clock.ts';
import { responseTimesOf } from '../../../lib/core/report/response-times.ts';
import { storyOf } from '../../../lib/core/report/story.ts';
import { voiceOf } from '../../../lib/core/report/voice.ts';
import type { IncidentEvent, NewEvent } from '../../../lib/core/incident/events.ts';
import type { PageReason } from '../../../lib/core/incident/incident.ts';
import { AT_REST } from '../../../lib/core/incident/ladder.ts';
import { MINUTE } from '../../../lib/core/time.ts';
import { latency, onlyIncident, replaying, slowFromTen, team } from '../../simulator/replaying.ts';
import { fact, firing, minute, note, opening } from '../../support/incident-story.ts';

const configuration = team();
const voice = voiceOf(configuration, localClock('America/New_York'));

const page = (at: string, level: number, pageId: string): IncidentEvent =>
  fact(at, {
    type: 'PageSent',
    kind: 'page',
    pageId,
    target: 'responder:alice',
    subject: 's',
    text: 't',
    level,
    round: 1,
    reason: 'escalation',
  });

const told = (...events: readonly IncidentEvent[]): readonly string[] => storyOf(events, voice).map(({ text }) => text);

describe('the story of an unanswered incident', () => {
  it('tells the hourly repeats in one line', async () => {
    const { timeline } = onlyIncident(await replaying(latency(slowFromTen)));
    const unanswered = storyOf(timeline, voice).filter(({ sort }) => sort === 'unanswered');
    expect(unanswered.map(({ text }) => text)).toEqual([
      'UNANSWERED: no level is left; paged Alice Ferreira, Bob Osei, Carol Lindqvist',
      '… and every hour until 2023-08-06 10:03: 22 more',
    ]);
    expect(unanswered[0]?.afterFirstPageMs).toBe(110 * MINUTE);
  });

  it('tells each repeat that something comes between', () => {
    const unanswered = (minutes: number): IncidentEvent =>
      fact(minute(minutes), { type: 'IncidentUnanswered', level: 2, round: 2, isUnanswered: true });
    expect(told(opening('X'), unanswered(0), unanswered(60), note('here', minute(70)), unanswered(120))).toEqual([
      'incident opened: web in prod, critical',
      'UNANSWERED: no level is left',
      '… and every hour until 11:15: 1 more',
      'Alice Ferreira: here',
      'UNANSWERED: no level is left',
    ]);
  });
});

describe('the story of an incident', () => {
  it('A3 tells of what SNS did not answer that nobody knows, of several at one instant in one line', () => {
    const unconfirmed = (target: 'responder:alice' | 'responder:bob', again: number | undefined): IncidentEvent =>
      fact(minute(again === undefined ? 4 : 1), {
        type: 'PageUnconfirmed',
        kind: 'page',
        pageId: target,
        target,
        ...(again === undefined ? {} : { againAt: minute(again) }),
      });
    const lines = told(
      opening('X'),
      unconfirmed('responder:alice', 4),
      unconfirmed('responder:bob', 4),
      unconfirmed('responder:bob', undefined),
    );
    expect(lines.slice(1)).toEqual([
      'whether the page to Alice Ferreira, Bob Osei went out is not known: SNS did not answer in time; it is sent once more at 10:19',
      'whether the page to Bob Osei went out is not known: SNS did not answer in time',
    ]);
  });

  it('A5 tells that notifications are late, and when they are tried next', () => {
    const delayed = fact(minute(1), { type: 'NotificationsDelayed', pageIds: ['a', 'b'], againAt: minute(5) });
    expect(told(opening('X'), delayed).slice(1)).toEqual(['2 messages not sent yet: tried again at 10:20']);
  });

  it('A1 calls the ops topic by its name', () => {
    const sent = { ...page(minute(1), 1, 'a'), target: 'ops' as const } as IncidentEvent;
    expect(told(opening('X'), sent).slice(1)).toEqual(['paged the ops topic: level 1 of 2']);
  });

  it('tells a request only while it is not sent', () => {
    const requested = (pageId: string): IncidentEvent =>
      fact(minute(0), {
        type: 'PageRequested',
        kind: 'page',
        pageId,
        target: 'responder:bob',
        reason: 'escalation',
        level: 1,
        round: 1,
      });
    expect(told(opening('X'), requested('X-2'), page(minute(0), 1, 'X-2'), requested('X-9'))).toEqual([
      'incident opened: web in prod, critical',
      'paged Alice Ferreira: level 1 of 2',
      'a page to Bob Osei is requested, not sent: level 1 of 2',
    ]);
  });

  it('counts from the first page', () => {
    const story = storyOf([opening('X'), page(minute(2), 1, 'X-2'), page(minute(17), 2, 'X-5')], voice);
    expect(story.map(({ afterFirstPageMs }) => afterFirstPageMs)).toEqual([undefined, 0, 15 * MINUTE]);
  });

  it('calls whom nobody knows by the id', () => {
    expect(told(fact(minute(1), { type: 'NoteAdded', by: 'constructor', text: 'hm' }))).toEqual(['constructor: hm']);
  });

  it('names an event of a later version by its type', () => {
    expect(told(opening('X'), { v: 1, at: minute(1), type: 'MoonRose' } as unknown as IncidentEvent)).toContain(
      'MoonRose',
    );
  });

  it('says once what a note does to the acknowledgement', () => {
    const renewed = fact(minute(1), { type: 'AcknowledgementRenewed', by: 'alice', until: minute(31) });
    expect(told(opening('X'), note('looking', minute(1)), renewed)).toHaveLength(2);
    expect(told(opening('X'), renewed)).toContain('Alice Ferreira has it until 10:46');
  });
});

describe('the story of an incident of today', () => {
  it.each<[NewEvent, string]>([
    [{ type: 'SeverityLowered', from: 'critical', to: 'warning' }, 'severity lowered from critical to warning'],
    [
      { type: 'ConfigurationApplied', config: 'c', levels: 3, rounds: 1 },
      'another configuration holds: 3 levels, 1 round',
    ],
    [
      { type: 'LadderContinued', from: 'W', ladder: AT_REST, paged: {}, idleSince: undefined },
      'goes on where the levels of incident W stood',
    ],
    [
      { type: 'LevelSkipped', level: 1, round: 1, because: 'no-target' },
      'level 1 of 2 skipped: nobody is on call there',
    ],
    [
      { type: 'LevelSkipped', level: 1, round: 2, because: 'unreachable' },
      'level 1 of 2, round 2 of 2 skipped: it cannot be reached, by the last audit',
    ],
    [
      { type: 'LevelSkipped', level: 2, round: 1, because: 'not-sent' },
      'level 2 of 2 skipped: its page could not be sent',
    ],
    [
      { type: 'NobodyReached', level: 2, round: 1, nextAt: minute(2) },
      'no page of a pass through the levels was sent: the next begins at 10:17',
    ],
    [
      { type: 'AcknowledgementEnded', by: 'bob', because: 'snoozeOver' },
      'the snooze of Bob Osei ended: its time is over',
    ],
    [
      { type: 'AcknowledgementEnded', by: 'bob', because: 'uncovered' },
      'the snooze of Bob Osei ended: it does not cover what fires now',
    ],
    [{ type: 'ResolutionEnded', by: 'bob' }, 'what Bob Osei resolved fires on: it counts again'],
    [
      { type: 'IncidentResolved', by: 'bob', stillFiring: 2, counts: firing(2), until: minute(11) },
      'Bob Osei resolved it, 2 alarms still firing: believed until 10:26',
    ],
    [
      { type: 'IncidentReopened', because: 'left-firing', severity: 'critical' },
      'reopened: it fires on after it was resolved',
    ],
    [
      { type: 'AlarmsCleared', counts: firing(0), clearedIds: ['latency'] },
      'alarms without data are cleared with the resolution',
    ],
    [
      { type: 'AlarmsMoved', counts: firing(0), clearedIds: ['latency'] },
      'its alarms count in the newer incident of the group from here on',
    ],
  ])('tells %j', (event, text) => {
    expect(told(opening('X'), fact(minute(1), event))).toEqual(['incident opened: web in prod, critical', text]);
  });

  it('calls what ends a snooze or an acknowledgement, as it was given', () => {
    const ended = fact(minute(9), { type: 'AcknowledgementEnded', by: 'bob', because: 'escalated' });
    const snoozed = fact(minute(5), { type: 'IncidentSnoozed', by: 'bob', until: minute(65) });
    const acknowledged = fact(minute(7), {
      type: 'IncidentAcknowledged',
      by: 'bob',
      until: minute(37),
      severity: 'critical',
    });
    expect(told(opening('X'), snoozed, ended).at(-1)).toBe('the snooze of Bob Osei ended: it was escalated');
    expect(told(opening('X'), snoozed, acknowledged, ended).at(-1)).toBe(
      'the acknowledgement of Bob Osei ended: it was escalated',
    );
  });

  it('says of a reopening that it is one, not that anything came back', () => {
    const ids = { pageId: 'X-9', target: 'responder:bob' } as const;
    const page = { ...ids, type: 'PageSent', kind: 'page', level: 1, round: 1, subject: '', text: '' } as const;
    const news = { ...ids, type: 'PageSent', kind: 'notification', subject: '', text: '' } as const;
    expect(told(opening('X'), fact(minute(1), { ...page, reason: 'reopened' })).at(-1)).toBe(
      'paged Bob Osei: level 1 of 2, it was reopened',
    );
    expect(told(opening('X'), fact(minute(1), { ...news, about: 'reopened' })).at(-1)).toBe(
      'notified Bob Osei: it is open again',
    );
  });

  it('calls a page that is requested at the unanswered ending no level', () => {
    const ending = { level: 2, round: 2, isUnanswered: true } as const;
    const page = {
      type: 'PageRequested',
      kind: 'page',
      pageId: 'X-9',
      target: 'responder:bob',
      reason: 'requested',
    } as const;
    expect(told(opening('X'), fact(minute(1), { ...page, ...ending })).at(-1)).toBe(
      'a page to Bob Osei is requested, not sent: no level is left',
    );
  });

  it('tells nothing of news that nobody was there to hear', () => {
    expect(told(opening('X'), fact(minute(1), { type: 'NewsUntold', about: 'joined' }))).toHaveLength(1);
  });

  it('counts the levels of the configuration that holds then', () => {
    const applied = fact(minute(5), { type: 'ConfigurationApplied', config: 'c', levels: 5, rounds: 3 });
    const events = [opening('X'), page(minute(1), 1, 'X-1'), applied, page(minute(6), 2, 'X-2')];
    expect(told(...events)).toEqual([
      'incident opened: web in prod, critical',
      'paged Alice Ferreira: level 1 of 2',
      'another configuration holds: 5 levels, 3 rounds',
      'paged Alice Ferreira: level 2 of 5',
    ]);
  });

  it('tells passes in which nothing was sent in one line', () => {
    const unheard = (minutes: number): IncidentEvent =>
      fact(minute(minutes), { type: 'NobodyReached', level: 2, round: 1, nextAt: minute(minutes + 1) });
    expect(told(opening('X'), unheard(0), unheard(1), unheard(3))).toEqual([
      'incident opened: web in prod, critical',
      'no page of a pass through the levels was sent: the next begins at 10:16',
      '… and again until 10:18: 2 more',
    ]);
  });

  it('counts a page of the unanswered ending to it, whatever it is for, but not one that a person handed over', () => {
    const ending = { level: 2, round: 2, isUnanswered: true } as const;
    const pageTo = (target: 'responder:alice' | 'responder:bob', reason: PageReason): IncidentEvent =>
      fact(minute(60), {
        ...ending,
        type: 'PageSent',
        kind: 'page',
        pageId: target,
        target,
        subject: '',
        text: '',
        reason,
      });
    const unanswered = fact(minute(60), { ...ending, type: 'IncidentUnanswered' });
    expect(
      told(opening('X'), unanswered, pageTo('responder:alice', 'snoozeEnded'), pageTo('responder:bob', 'reassigned')),
    ).toEqual([
      'incident opened: web in prod, critical',
      'UNANSWERED: no level is left; paged Alice Ferreira',
      'paged Bob Osei: no level is left, it was handed over',
    ]);
  });
});

describe('the story of an incident of version 1', () => {
  it('has as many levels as the policy that it was opened with', () => {
    const { levels: _levels, rounds: _rounds, ...opened } = opening('X');
    const policy = { name: 'primary', levels: [{}, {}, {}], repeat: 1 };
    const events = [{ ...opened, policy }, page(minute(1), 3, 'X-2')].map((event) => ({ ...event, v: 1 }));
    expect(told(...(events as unknown as readonly IncidentEvent[]))).toContain('paged Alice Ferreira: level 3 of 3');
  });

  it('tells of a page that was held while it flapped', () => {
    const held = { v: 1, at: minute(1), type: 'PageHeld', reason: 'reopened', notBefore: minute(9) };
    expect(told(opening('X'), held as unknown as IncidentEvent)).toContain('the page waits until 10:24: it flaps');
  });
});

describe('response times', () => {
  it('count the acknowledgement from the first page and the resolution from the opening of its only run', () => {
    const times = responseTimesOf([
      opening('X'),
      page(minute(2), 1, 'X-2'),
      fact(minute(7), { type: 'IncidentAcknowledged', by: 'alice', until: minute(37), severity: 'critical' }),
      fact(minute(20), { type: 'IncidentResolved', by: 'alice', stillFiring: 0, counts: firing(0) }),
    ]);
    expect(times).toMatchObject({
      pages: 1,
      firstPageAt: minute(2),
      acknowledgedAfterMs: 5 * MINUTE,
      resolvedAfterMs: 20 * MINUTE,
    });
  });

  it('count from the first page to a person, whatever channels were paged before', () => {
    const channel = { ...page(minute(1), 1, 'X-1'), target: 'channel:ops' } as IncidentEvent;
    const times = responseTimesOf([
      opening('X'),
      channel,
      page(minute(30), 1, 'X-2'),
      fact(minute(37), { type: 'IncidentAcknowledged', by: 'alice', until: minute(67), severity: 'critical' }),
    ]);
    expect(times).toMatchObject({ pages: 2, firstPageAt: minute(30), acknowledgedAfterMs: 7 * MINUTE });
  });

  it('count a reopened incident by its runs, not the time that it was resolved between them', () => {
    const times = responseTimesOf([
      opening('X'),
      fact(minute(20), { type: 'IncidentResolved', stillFiring: 0, counts: firing(0) }),
      fact(minute(50), { type: 'IncidentReopened', because: 'alarm', severity: 'critical' }),
      fact(minute(55), { type: 'IncidentResolved', stillFiring: 0, counts: firing(0) }),
    ]);
    expect(times.resolvedAfterMs).toBe(25 * MINUTE);
  });

  it('know no resolution of an incident that was reopened', () => {
    const times = responseTimesOf([
      opening('X'),
      fact(minute(20), { type: 'IncidentResolved', stillFiring: 0, counts: firing(0) }),
      fact(minute(22), { type: 'IncidentReopened', because: 'alarm', severity: 'critical' }),
    ]);
    expect(times.resolvedAfterMs).toBeUndefined();
    expect(times.firstPageAt).toBeUndefined();
  });
});
