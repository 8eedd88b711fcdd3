import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventOf, seal, type SealedEvent } from '../../../lib/core/incident/chain.ts';
import { sha256Hex } from '../../../lib/core/hash.ts';
import type { Target } from '../../../lib/core/configuration.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import type { Incident } from '../../../lib/core/incident/incident.ts';
import { verifyTimeline } from '../../../lib/core/incident/verify.ts';
import { appendTo, fact, firing, headAlarm, minute, note, opening } from '../../support/incident-story.ts';

const incidentId = '01H72Y3QK0ZZZZZZZZZZZZZZZZ';

const PAGE = { kind: 'page', reason: 'escalation', level: 1, round: 1 } as const;

const requested = (pageId: string, target: Target): IncidentEvent =>
  fact(minute(1), { type: 'PageRequested', pageId, target, ...PAGE });

const sent = (pageId: string, target: Target): IncidentEvent =>
  fact(minute(2), { type: 'PageSent', pageId, target, subject: 'web', text: 'memory leak', ...PAGE });

/** An incident as it goes: opened, paged, acknowledged, noted, resolved. */
const { head, events: timeline } = appendTo(undefined, [
  opening(incidentId),
  fact(minute(0), { type: 'AlarmJoined', alarm: headAlarm('a'), counts: firing(1) }),
  requested('p-1', 'responder:alice'),
  sent('p-2', 'responder:bob'),
  sent('p-1', 'responder:alice'),
  fact(minute(5), { type: 'IncidentAcknowledged', by: 'alice', until: minute(35), severity: 'critical' }),
  note('the database?', minute(15)),
  note('memory grows', minute(30)),
  fact(minute(90), { type: 'IncidentResolved', by: 'alice', stillFiring: 1, counts: firing(1), until: minute(100) }),
]).incident;

const problemsOf = (sealed: readonly SealedEvent[], of: Incident = head): readonly string[] => {
  const verified = verifyTimeline(sealed, of);
  return verified.ok ? [] : verified.problems;
};

/** The timeline with event `version` as `change` leaves it. */
const altered = (version: number, change: (event: SealedEvent) => SealedEvent): SealedEvent[] =>
  timeline.map((event) => (event.version === version ? change(event) : event));

const resealed = (event: SealedEvent): SealedEvent => ({ ...event, hash: sha256Hex(event.prev + event.body) });

const without = (...versions: readonly number[]): SealedEvent[] =>
  timeline.filter(({ version }) => !versions.includes(version));

const rewritten = (event: SealedEvent): SealedEvent => ({
  ...event,
  body: event.body.replace('the database?', 'the cache!'),
});

describe('a timeline as it was appended', () => {
  it('is in order', () => {
    expect(verifyTimeline(timeline, head)).toEqual({ ok: true });
  });

  it('is in order after its head went through JSON', () => {
    expect(verifyTimeline(timeline, JSON.parse(JSON.stringify(head)) as Incident)).toEqual({ ok: true });
  });
});

describe('an altered event', () => {
  it('is named when what it says no longer has its hash', () => {
    expect(problemsOf(altered(7, rewritten))).toEqual(['event 7 is altered: its hash is not that of what it says']);
  });

  it('is named once when its hash or its link is altered', () => {
    const other = sha256Hex('other');
    const problems = ['event 7 is altered: its hash is not that of what it says'];
    expect(problemsOf(altered(7, (event) => ({ ...event, hash: other })))).toEqual(problems);
    expect(problemsOf(altered(7, (event) => ({ ...event, prev: other })))).toEqual(problems);
  });

  it('is found by the next one when it was given a hash of its own', () => {
    expect(problemsOf(altered(7, (event) => resealed(rewritten(event))))).toEqual([
      'event 8 does not follow event 7: one of the two was replaced',
    ]);
  });

  it('is found by the head when the whole chain was made anew', () => {
    const forged = seal(altered(7, rewritten).map(eventOf), { version: 0, tip: '' });
    expect(problemsOf(forged)).toEqual(['event 9 is not the one that the head ends with']);
  });

  it('is found by the head as well when it is the last', () => {
    const forged = altered(9, (event) => resealed({ ...event, body: event.body.replace('alice', 'bob') }));
    expect(problemsOf(forged)).toEqual([
      'event 9 is not the one that the head ends with',
      'resolution of the head is not what the timeline says',
      'believed of the head is not what the timeline says',
    ]);
  });

  it.each(['', 'null', '{"type":"AlarmJoined"}', '[', '"x"'])('is named when it says %j', (body) => {
    expect(problemsOf(altered(2, (event) => ({ ...event, body }))).join()).toContain('event 2 ');
  });
});

describe('a missing event', () => {
  it('is named', () => {
    expect(problemsOf(without(7))).toEqual(['event 7 is missing']);
    expect(problemsOf(without(7, 8))).toEqual(['events 7 to 8 are missing']);
    expect(problemsOf(without(8, 9))[0]).toBe('events 8 to 9 are missing at the end: the head counts 9');
  });

  it('is named when it is the first', () => {
    expect(problemsOf(without(1))).toEqual(['event 1 is missing', 'event 2 does not open the incident']);
  });

  it('is named when all are', () => {
    expect(problemsOf([])).toEqual(['events 1 to 9 are missing at the end: the head counts 9']);
  });
});

describe('an added event', () => {
  const added = seal([note('never happened')], { version: 9, tip: head.tip });

  it('is named at the end', () => {
    expect(problemsOf([...timeline, ...added])).toEqual(['event 10 is added at the end: the head counts 9']);
  });

  it('is named where it was put', () => {
    const twice = [...timeline.slice(0, 7), ...timeline.slice(6)];
    expect(problemsOf(twice)).toEqual(['an event 7 was added where event 8 belongs']);
  });
});

describe('a head that differs from its timeline', () => {
  it('is told by its fields', () => {
    const tampered: Incident = {
      ...head,
      severity: 'warning',
      flaps: 3,
      paged: { ...head.paged, 'responder:eve': { level: 1, round: 1 } },
    };
    expect(problemsOf(timeline, tampered)).toEqual([
      'severity of the head is not what the timeline says',
      'flaps of the head is not what the timeline says',
      'paged of the head is not what the timeline says',
    ]);
  });

  it('is told when it names those who were paged in another order', () => {
    const paged = Object.fromEntries(Object.entries(head.paged).toReversed());
    expect(problemsOf(timeline, { ...head, paged })).toEqual(['paged of the head is not what the timeline says']);
  });

  it('is told when it has a field that no event gives', () => {
    expect(problemsOf(timeline, { ...head, runbook: 'https://evil.example.com' })).toEqual([
      'runbook of the head is not what the timeline says',
    ]);
  });
});

/** One change of one character, number or truth somewhere in a JSON value, by the how-manieth leaf. */
const mutated = (value: unknown, leaf: { left: number }): unknown => {
  if (Array.isArray(value)) return value.map((item: unknown) => mutated(item, leaf));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mutated(item, leaf)]));
  }
  leaf.left -= 1;
  if (leaf.left !== -1) return value;
  return typeof value === 'string' ? `${value}x` : !value;
};

const leavesOf = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, item: unknown) => sum + leavesOf(item), 0);
};

describe('any single mutation', () => {
  const place = fc.nat({ max: timeline.length - 1 });

  it('of a character of an event is found', () => {
    const where = fc.record({ index: place, key: fc.constantFrom('body', 'prev', 'hash'), at: fc.nat() });
    fc.assert(
      fc.property(where, fc.string({ minLength: 1, maxLength: 1 }), ({ index, key, at }, character) => {
        const text = timeline[index]?.[key] ?? '';
        const start = at % (text.length + 1);
        const changed = text.slice(0, start) + character + text.slice(start + 1);
        fc.pre(changed !== text);
        const problems = problemsOf(altered(index + 1, (event) => ({ ...event, [key]: changed })));
        expect(problems.join()).toContain(`event ${String(index + 1)} is altered`);
      }),
      { numRuns: 500 },
    );
  });

  it('of the order, the number or the count of events is found', () => {
    const whole = JSON.stringify(timeline);
    const change = fc.oneof(
      place.map((index) => timeline.toSpliced(index, 1)),
      fc.tuple(place, place).map(([from, to]) => timeline.toSpliced(to, 0, ...timeline.slice(from, from + 1))),
      fc
        .tuple(place, place)
        .map(([from, to]) => timeline.toSpliced(from, 1).toSpliced(to, 0, ...timeline.slice(from, from + 1))),
      fc
        .tuple(place, fc.integer())
        .map(([index, version]) => timeline.map((event, i) => (i === index ? { ...event, version } : event))),
      place.map((index) =>
        timeline.toSpliced(
          index,
          0,
          ...seal([note('forged')], { version: index, tip: timeline[index - 1]?.hash ?? '' }),
        ),
      ),
    );
    fc.assert(
      fc.property(change, (sealed) => {
        fc.pre(JSON.stringify(sealed) !== whole);
        expect(problemsOf(sealed)).not.toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('of a value anywhere in the head is found', () => {
    for (let leaf = 0; leaf < leavesOf(head); leaf += 1) {
      const changed = mutated(head, { left: leaf }) as Incident;
      expect(changed).not.toEqual(head);
      expect(problemsOf(timeline, changed)).not.toEqual([]);
    }
  });
});

describe('whatever is given', () => {
  it('is judged without an exception', () => {
    const event = fc.record({
      version: fc.integer(),
      body: fc.oneof(fc.json(), fc.string()),
      prev: fc.string(),
      hash: fc.string(),
    });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1 }), (sealed) => {
        expect(verifyTimeline(sealed, head).ok).toBe(false);
      }),
    );
  });
});
