import { describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { fact, firing, headAlarm, minute, opening } from '../../support/incident-story.ts';
import { leakSaid } from '../../support/said-diagnosis.ts';
import { linesOf, toldOf } from '../../support/told-postmortem.ts';

const pageSent = (minutes: number, target: `responder:${string}` | `channel:${string}`): IncidentEvent =>
  fact(minute(minutes), { type: 'PageSent', kind: 'page', pageId: 'p', target, subject: 's', text: 't' });

const acknowledged = (minutes: number, by = 'alice'): IncidentEvent =>
  fact(minute(minutes), { type: 'IncidentAcknowledged', by, until: minute(minutes + 30), severity: 'critical' });

const resolved = (minutes: number): IncidentEvent =>
  fact(minute(minutes), { type: 'IncidentResolved', by: 'alice', stillFiring: 0, counts: firing(0, 1) });

const reopened = (minutes: number): IncidentEvent =>
  fact(minute(minutes), { type: 'IncidentReopened', because: 'alarm', severity: 'critical' });

const joined = fact(minute(0), { type: 'AlarmJoined', alarm: headAlarm('a'), counts: firing(1) });

const lines = (...events: readonly IncidentEvent[]): readonly string[] =>
  linesOf(toldOf([opening('I1'), ...events]), 'Duration');

describe('how long it lasted', () => {
  it('is from the opening to the resolution, in local time with its offset', () => {
    expect(lines(resolved(90))[0]).toBe('1 h 30 min, from 10:15 to 11:45, on 5 August 2023 (UTC-04:00). #1 #2');
  });

  it('is that of its runs, where it was reopened: between them nothing was wrong', () => {
    expect(lines(resolved(30), reopened(100), resolved(110))[0]).toBe(
      '40 min in 2 runs, from 10:15 to 10:45 and from 11:55 to 12:05, on 5 August 2023 (UTC-04:00). #1 #2 #3 #4',
    );
  });

  it('is asked for while the incident is open', () => {
    const told = lines(resolved(30), reopened(100));
    expect(told[0]).toContain('Still open, from 10:15 to 10:45 and since 11:55');
    expect(told.at(-1)).toMatch(/^To answer: When did it end\?/u);
    expect(lines()[0]).toContain('Still open, since 10:15');
  });

  it('names the day where that is another', () => {
    expect(lines(resolved(15 * 60))[0]).toContain('from 10:15 to 2023-08-06 01:15');
  });
});

describe('how long nobody knew', () => {
  const diagnosed = fact(minute(5), { type: 'DiagnosisRecorded', number: 1, hash: '', said: leakSaid });

  it('is from the onset, by the diagnosis, to the first alarm', () => {
    expect(lines(joined, diagnosed)).toContain(
      'By the numbers it began at 10:00, 15 min before the first alarm fired. #2 #3',
    );
  });

  it('is not said where no onset is known, or the alarm came with it', () => {
    const [unknown, prompt] = [null, 5].map((minutesAfterOnset) => ({ ...leakSaid, minutesAfterOnset }));
    for (const said of [unknown, prompt])
      expect(lines(joined, { ...diagnosed, said } as IncidentEvent).join('\n')).not.toContain('began');
  });
});

describe('how soon somebody had it', () => {
  it('counts from the first page that reached a person', () => {
    expect(
      lines(acknowledged(2, 'bob'), pageSent(20, 'channel:ops'), pageSent(28, 'responder:alice'), acknowledged(50)),
    ).toContain('Alice Ferreira was paged at 10:43, and acknowledged 22 min later. #4 #5');
  });

  it('names who acknowledged, where that is somebody else', () => {
    expect(lines(pageSent(0, 'responder:alice'), acknowledged(5, 'bob'))).toContain(
      'Alice Ferreira was paged at 10:15, and Bob Osei acknowledged 5 min later. #2 #3',
    );
  });

  it('is said as it is of those that were not paged, or did not answer', () => {
    expect(lines(acknowledged(2))).toContain('Alice Ferreira acknowledged at 10:17; no page reached a person. #2');
    expect(lines()).toContain('No page reached a person, and nobody acknowledged. #1');
    expect(lines(pageSent(0, 'responder:alice'), resolved(9))).toContain(
      'Alice Ferreira was paged at 10:15; nobody acknowledged. #2 #3',
    );
    expect(lines(acknowledged(2, 'bob'), pageSent(9, 'responder:alice'))).toContain(
      'Bob Osei acknowledged at 10:17, before Alice Ferreira was paged at 10:24. #2 #3',
    );
  });
});
