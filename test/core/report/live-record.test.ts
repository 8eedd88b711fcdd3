import { describe, expect, it } from 'vitest';
import type { Cause, ConfirmedCause, DiagnosedCause } from '../../../lib/core/cause.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { liveRecordCounts, liveRecordInWords, liveRecordOf } from '../../../lib/core/report/live-record.ts';
import { localClock } from '../../../lib/core/report/local-clock.ts';
import { voiceOf } from '../../../lib/core/report/voice.ts';
import { team } from '../../simulator/replaying.ts';
import { fact, minute, opening } from '../../support/incident-story.ts';
import { leakSaid, unknownSaid } from '../../support/said-diagnosis.ts';

const found = (cause: DiagnosedCause): IncidentEvent =>
  fact(minute(1), {
    type: 'DiagnosisRecorded',
    number: 1,
    hash: '',
    said: { ...(cause === 'unknown' ? unknownSaid : leakSaid), cause },
  });

const message = { type: 'PageSent', pageId: 'p', target: 'responder:alice', subject: 's', text: 't' } as const;
const page = fact(minute(1), { ...message, kind: 'page', level: 1, round: 1, reason: 'escalation' });
const notification = fact(minute(1), { ...message, kind: 'notification', about: 'opened' });
const corrected = (from: DiagnosedCause, cause: Cause): IncidentEvent =>
  fact(minute(2), { type: 'DiagnosisRevised', number: 2, from, cause, noLongerRefuted: [] });
const says = (cause: ConfirmedCause, by = 'alice'): IncidentEvent =>
  fact(minute(60), { type: 'CauseConfirmed', by, cause });

const voice = voiceOf(team(), localClock('UTC'));

/** Of the first page and what was said last, each as what it said and whether that was right. */
const recordOf = (...timeline: readonly IncidentEvent[]): string => {
  const { firstPage, lastSaid } = liveRecordOf([opening('X'), ...timeline]);
  return [firstPage, lastSaid].map((one) => (one === undefined ? '–' : `${one.cause}: ${one.correctness}`)).join(', ');
};

describe('what the first page said of the cause', () => {
  it.each<readonly [DiagnosedCause, ConfirmedCause | undefined, string]>([
    ['memory-leak', 'memory-leak', 'right'],
    ['memory-leak', 'dependency', 'wrong'],
    ['memory-leak', 'other', 'wrong'],
    ['memory-leak', 'unknown', 'unconfirmed'],
    ['memory-leak', undefined, 'unconfirmed'],
    ['unknown', 'memory-leak', 'abstained'],
    ['unknown', 'other', 'abstained'],
    ['unknown', 'unknown', 'abstained'],
    ['unknown', undefined, 'abstained'],
    ['none', 'dependency', 'abstained'],
  ])('%s, where a person says %s, is %s', (cause, confirmed, correctness) => {
    const { firstPage } = liveRecordOf([found(cause), page, ...(confirmed === undefined ? [] : [says(confirmed)])]);
    expect(firstPage).toEqual({ cause, correctness });
  });

  it('is what was found before it went out, not what was found after', () => {
    expect(recordOf(found('dependency'), page, found('memory-leak'), says('dependency'))).toMatch(
      /^dependency: right, /,
    );
  });

  it('is not what a correction said before it, where nobody had been paged', () => {
    const warned = [found('unknown'), notification, found('dependency'), corrected('unknown', 'dependency')] as const;
    expect(recordOf(...warned, says('dependency'))).toBe('–, dependency: right');
    expect(recordOf(...warned, found('memory-leak'), page, says('dependency'))).toBe(
      'memory-leak: wrong, memory-leak: wrong',
    );
  });

  it('is nothing where it went without a diagnosis, or none went out', () => {
    expect(recordOf(page, says('memory-leak'))).toBe('–, –');
    expect(recordOf(page, found('memory-leak'), page, says('memory-leak'))).toBe('–, memory-leak: right');
    expect(recordOf(found('memory-leak'), notification, says('memory-leak'))).toBe('–, –');
    expect(recordOf()).toBe('–, –');
  });
});

describe('what was last said of the cause', () => {
  it('is that of the first page, where nothing else was said', () => {
    expect(recordOf(found('memory-leak'), page, says('memory-leak'))).toBe('memory-leak: right, memory-leak: right');
  });

  it('is a correction, or what a later page said', () => {
    const first = [found('unknown'), page] as const;
    expect(recordOf(...first, found('dependency'), corrected('unknown', 'dependency'), says('dependency'))).toBe(
      'unknown: abstained, dependency: right',
    );
    expect(recordOf(...first, found('dependency'), page, says('memory-leak'))).toBe(
      'unknown: abstained, dependency: wrong',
    );
  });

  it('is not what was found and told nobody', () => {
    expect(recordOf(found('memory-leak'), page, found('none'), says('memory-leak'))).toBe(
      'memory-leak: right, memory-leak: right',
    );
  });
});

describe('what a person says it was', () => {
  it('is what was said last', () => {
    const timeline = [found('memory-leak'), page, says('other'), says('memory-leak', 'bob')];
    expect(liveRecordOf(timeline)).toMatchObject({
      confirmed: { cause: 'memory-leak', by: 'bob' },
      firstPage: { correctness: 'right' },
    });
    expect(recordOf(...timeline, says('unknown'))).toBe('memory-leak: unconfirmed, memory-leak: unconfirmed');
  });

  it.each<readonly [readonly IncidentEvent[], string | undefined]>([
    [[found('memory-leak'), page], undefined],
    [[says('other')], 'something else, says Alice Ferreira'],
    [[found('memory-leak'), page, says('unknown')], 'not known, says Alice Ferreira'],
    [
      [found('memory-leak'), page, says('memory-leak')],
      'memory leak, says Alice Ferreira; the first page said memory leak (right)',
    ],
    [
      [found('unknown'), page, corrected('unknown', 'dependency'), says('dependency', 'zoe')],
      'dependency, says zoe; the first page named no cause; what followed said dependency (right)',
    ],
  ])('is put into words, beside what was said before', (timeline, text) => {
    expect(liveRecordInWords(liveRecordOf(timeline), voice)).toBe(text);
  });
});

describe('the live record of several incidents', () => {
  it('counts how often the first page was right, and what was said last', () => {
    const records = [
      [found('memory-leak'), page, says('memory-leak')],
      [found('memory-leak'), page, says('other')],
      [found('unknown'), page, corrected('unknown', 'dependency'), says('dependency')],
      [found('dependency'), page],
      [page, says('other')],
      [],
    ].map(liveRecordOf);
    expect(liveRecordCounts(records)).toEqual({
      incidents: 6,
      firstPages: { right: 1, wrong: 1, abstained: 1, unconfirmed: 1 },
      lastSaid: { right: 2, wrong: 1, abstained: 0, unconfirmed: 1 },
    });
  });

  it('of none is nothing', () => {
    const nothing = { right: 0, wrong: 0, abstained: 0, unconfirmed: 0 };
    expect(liveRecordCounts([])).toEqual({ incidents: 0, firstPages: nothing, lastSaid: nothing });
  });
});
