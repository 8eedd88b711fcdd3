import { describe, expect, it } from 'vitest';
import { localClock } from '../../../lib/core/report/local-clock.ts';
import { responseTimesOf } from '../../../lib/core/report/response-times.ts';
import { storyOf } from '../../../lib/core/report/story.ts';
import { voiceOf } from '../../../lib/core/report/voice.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { MINUTE } from '../../../lib/core/time.ts';
import { latency, onlyIncident, replaying, slowFromTen, team } from '../../simulator/replaying.ts';
import { fact, minute, note, opening } from '../../support/incident-story.ts';

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
      fact(minute(minutes), { type: 'IncidentUnanswered', level: 2, round: 2, nextAt: minute(minutes + 60) });
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

describe('response times', () => {
  it('count the acknowledgement from the first page and the resolution from the opening', () => {
    const times = responseTimesOf([
      opening('X'),
      page(minute(2), 1, 'X-2'),
      fact(minute(7), { type: 'IncidentAcknowledged', by: 'alice', until: minute(37), level: 1 }),
      fact(minute(20), { type: 'IncidentResolved', by: 'alice', stillFiring: 0 }),
    ]);
    expect(times).toMatchObject({
      pages: 1,
      firstPageAt: minute(2),
      acknowledgedAfterMs: 5 * MINUTE,
      resolvedAfterMs: 20 * MINUTE,
    });
  });

  it('know no resolution of an incident that was reopened', () => {
    const times = responseTimesOf([
      opening('X'),
      fact(minute(20), { type: 'IncidentResolved', stillFiring: 0 }),
      fact(minute(22), { type: 'IncidentReopened', because: 'alarm', severity: 'critical' }),
    ]);
    expect(times.resolvedAfterMs).toBeUndefined();
    expect(times.firstPageAt).toBeUndefined();
  });
});
