import { describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { evolve } from '../../../lib/core/incident/evolve.ts';
import type { Incident } from '../../../lib/core/incident/incident.ts';
import { MOST_PEOPLE, personMark, type Tally } from '../../../lib/core/incident/tally.ts';
import { listEntryOf } from '../../../lib/core/report/list-entry.ts';
import { fact, firing, headAlarm, minute, note, opening } from '../../support/incident-story.ts';

const headOf = (...events: readonly IncidentEvent[]): Incident => {
  const head = [opening('I'), ...events].reduce<Incident | undefined>(evolve, undefined);
  if (head === undefined) throw new Error('it never opened');
  return head;
};

const tallyOf = (...events: readonly IncidentEvent[]): Tally => headOf(...events).tally;

const sent = (at: number, target: 'responder:alice' | 'channel:chat', kind: 'page' | 'notification'): IncidentEvent =>
  fact(minute(at), { type: 'PageSent', kind, pageId: `I-${String(at)}`, target, subject: '', text: '' });

const reopened = fact(minute(30), { type: 'IncidentReopened', because: 'person', severity: 'critical', by: 'bob' });

describe('the tally of an incident', () => {
  it('counts pages, and knows when the first reached a person: neither a notification nor a chat is that', () => {
    expect(
      tallyOf(
        sent(1, 'responder:alice', 'notification'),
        sent(2, 'channel:chat', 'page'),
        sent(5, 'responder:alice', 'page'),
        sent(9, 'responder:alice', 'page'),
      ),
    ).toMatchObject({ pages: 3, firstPageAt: minute(5) });
  });

  it('counts a run more each time it is reopened', () => {
    expect(tallyOf(reopened, reopened).runs).toBe(3);
  });

  it('lets a list say how long its runs took together, whatever lay between them', () => {
    const resolved = (at: number): IncidentEvent =>
      fact(minute(at), { type: 'IncidentResolved', stillFiring: 0, counts: firing(0) });
    const entryOf = (...events: readonly IncidentEvent[]): number | undefined =>
      listEntryOf(headOf(...events)).openSeconds;
    expect(entryOf()).toBeUndefined();
    expect(entryOf(resolved(20))).toBe(20 * 60);
    expect(entryOf(resolved(20), reopened)).toBeUndefined();
    expect(entryOf(resolved(20), reopened, resolved(35))).toBe(25 * 60);
    const again = { ...reopened, at: minute(60) };
    expect(entryOf(resolved(20), reopened, resolved(35), again, resolved(61))).toBe(26 * 60);
  });

  it('knows whoever was paged or acted, each once', () => {
    const { people } = tallyOf(sent(1, 'responder:alice', 'page'), note('looking'), reopened, reopened);
    expect(people).toEqual(['alice', 'bob'].map(personMark));
  });

  it('knows no more people than a head has room for', () => {
    const notes = Array.from({ length: 50 }, (_, index) =>
      fact(minute(1), { type: 'NoteAdded', by: `p${String(index)}`, text: '' }),
    );
    expect(tallyOf(...notes).people).toHaveLength(MOST_PEOPLE);
  });

  it('knows who acknowledged it first, also when another has it or it is over', () => {
    const takes = (at: number, by: string): IncidentEvent =>
      fact(minute(at), { type: 'IncidentAcknowledged', by, severity: 'critical', until: minute(at + 30) });
    const events = [takes(1, 'alice'), takes(9, 'bob')];
    expect(listEntryOf(headOf(...events, reopened))).toMatchObject({
      acknowledgedAt: minute(1),
      acknowledgedBy: 'alice',
    });
  });

  it('keeps the worst alarm that fired, of those the first', () => {
    const joins = (name: string, severity: 'warning' | 'critical', silenced = false): IncidentEvent =>
      fact(minute(1), {
        type: 'AlarmJoined',
        alarm: { ...headAlarm(name), name, severity, silenced },
        counts: firing(1),
      });
    const events = [joins('muted', 'critical', true), joins('slow', 'warning'), joins('down', 'critical')];
    expect(tallyOf(...events, joins('worse', 'critical')).worst).toEqual({ name: 'down', severity: 'critical' });
    expect(listEntryOf(headOf(...events)).alarm).toBe('down');
  });
});
