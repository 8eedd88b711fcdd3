import { describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { fact, firing, headAlarm, minute, note, opening } from '../../support/incident-story.ts';
import { eventsOfVersion } from '../../support/stored-events.ts';
import { linesOf, partsOf, toldOf, unfounded } from '../../support/told-postmortem.ts';

const lines = (...events: readonly IncidentEvent[]): readonly string[] =>
  linesOf(toldOf([opening('I1'), ...events]), 'Timeline');

const alarm = (
  type: 'AlarmJoined' | 'AlarmReraised' | 'AlarmRecovered',
  minutes: number,
  left: number,
): IncidentEvent =>
  fact(minute(minutes), {
    type,
    alarm: headAlarm('a', { symptom: 'p99 latency 3 s' }),
    counts: firing(left, 2),
  });

const page = (minutes: number, target: `responder:${string}`): IncidentEvent =>
  fact(minute(minutes), {
    type: 'PageSent',
    kind: 'page',
    pageId: target,
    target,
    level: 1,
    round: 1,
    subject: '',
    text: '',
  });

const resolved = (minutes: number): IncidentEvent =>
  fact(minute(minutes), { type: 'IncidentResolved', by: 'bob', stillFiring: 0, counts: firing(0, 2) });

describe('the timeline of a postmortem', () => {
  it('has a line for each event that mattered', () => {
    expect(
      lines(
        alarm('AlarmJoined', 0, 1),
        fact(minute(0), { type: 'PageHeld', reason: 'escalation', diagnoseUntil: minute(1) }),
        page(1, 'responder:alice'),
        fact(minute(5), { type: 'IncidentAcknowledged', by: 'alice', until: minute(35), severity: 'critical' }),
        fact(minute(6), { type: 'AcknowledgementRenewed', by: 'alice', until: minute(36) }),
        note('Suspect the database', minute(15)),
        fact(minute(60), { type: 'IncidentEscalated', by: 'alice' }),
        fact(minute(60), { type: 'AcknowledgementEnded', by: 'alice', because: 'escalated' }),
        alarm('AlarmRecovered', 80, 0),
        resolved(90),
      ),
    ).toEqual([
      '10:15 alarm a is in ALARM: p99 latency 3 s #2',
      '10:16 Paged Alice Ferreira: level 1 of 2 #4',
      '10:20 Alice Ferreira acknowledged: has it until 10:50 #5',
      '10:30 Alice Ferreira: Suspect the database #7',
      '11:15 Alice Ferreira escalated it #8',
      '11:35 alarm a is OK: no alarm fires any more #10',
      '11:45 Bob Osei resolved it #11',
    ]);
  });

  it('tells what went to several at once as one', () => {
    expect(lines(page(1, 'responder:alice'), page(1, 'responder:bob'), page(2, 'responder:bob'))).toEqual([
      '10:16 Paged Alice Ferreira, Bob Osei: level 1 of 2 #2 #3',
      '10:17 Paged Bob Osei: level 1 of 2 #4',
    ]);
  });

  it('tells of alarms that flap how they fired first, and when the last recovered', () => {
    expect(
      lines(
        alarm('AlarmJoined', 0, 1),
        alarm('AlarmRecovered', 2, 0),
        alarm('AlarmReraised', 3, 1),
        alarm('AlarmRecovered', 5, 0),
        resolved(10),
      ),
    ).toEqual([
      '10:15 alarm a is in ALARM: p99 latency 3 s #2',
      '10:20 alarm a is OK: no alarm fires any more #5',
      '10:25 Bob Osei resolved it #6',
    ]);
  });

  it('has no recovery where an alarm fires on', () => {
    expect(lines(alarm('AlarmJoined', 0, 2), alarm('AlarmRecovered', 2, 1), resolved(10)).join('\n')).not.toContain(
      'is OK',
    );
  });

  it('tells what comes again and again once', () => {
    const unanswered = [60, 120, 180].map((minutes) =>
      fact(minute(minutes), { type: 'IncidentUnanswered', level: 2, round: 2 }),
    );
    expect(lines(...unanswered, note('back'), ...unanswered)).toHaveLength(3);
  });

  it('names the day and its offset of UTC, and another where they change', () => {
    const at = '2023-11-05T05:30:00.000Z';
    const told = toldOf([opening('I1', { at }), note('before', at), note('after', '2023-11-05T06:30:00.000Z')]);
    expect(partsOf(told, 'Timeline').map((part) => part.kind === 'entry' && [part.day, part.time])).toEqual([
      ['Sunday 5 November 2023, UTC-04:00', '01:30'],
      ['Sunday 5 November 2023, UTC-05:00', '01:30'],
    ]);
    const utc = toldOf([opening('I1'), note('x')], { timeZone: 'UTC' });
    expect(partsOf(utc, 'Timeline')[0]).toMatchObject({ day: 'Saturday 5 August 2023, UTC+00:00' });
  });

  it.each([1, 2] as const)('can be told of whatever is stored: version %i', (version) => {
    expect(unfounded(toldOf(eventsOfVersion(version)))).toEqual([]);
  });
});

describe('the resolution', () => {
  const how = (...events: readonly IncidentEvent[]): readonly string[] =>
    linesOf(toldOf([opening('I1'), ...events]), 'Root Cause and Resolution');

  it('is what was written last before it was over, when the last alarm recovered, and who resolved it', () => {
    expect(
      how(
        alarm('AlarmJoined', 0, 1),
        note('looking', minute(1)),
        note('rebooted', minute(75)),
        alarm('AlarmRecovered', 80, 0),
        note('all is well', minute(89)),
        resolved(90),
      ),
    ).toEqual([
      'To answer: What in code, configuration or operation let it happen?',
      'Alice Ferreira wrote at 11:30: “rebooted” #4',
      'The last alarm recovered at 11:35. #5',
      'Bob Osei resolved it at 11:45. #7',
    ]);
  });

  it('is asked for where nobody wrote what was done', () => {
    const byItself = fact(minute(90), { type: 'IncidentResolved', stillFiring: 0, counts: firing(0, 1) });
    expect(how(byItself)).toEqual([
      'To answer: What in code, configuration or operation let it happen?',
      'To answer: What ended it? Nobody wrote what was done before 11:45.',
      'It resolved by itself at 11:45. #2',
    ]);
  });
});
