import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acknowledges,
  fires,
  IncidentStory,
  minute,
  notes,
  pagesSent,
  recovers,
  resolves,
} from '../../support/incident-spec.ts';
import type { IncidentCommand } from '../../../lib/core/incident/commands.ts';

/** What happens in the world, at a minute: an alarm changes, or somebody does something. */
interface Happening {
  readonly after: number;
  readonly what: 'fires' | 'recovers' | 'acknowledges' | 'resolves' | 'notes';
  readonly whose: string;
}

const ALARMS = ['latency', 'errors', 'cpu'] as const;
const isCritical = (name: string): boolean => name !== 'cpu';

const happenings = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        after: fc.integer({ min: 0, max: 40 }),
        what: fc.constantFrom('fires', 'recovers'),
        whose: fc.constantFrom(...ALARMS),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        after: fc.integer({ min: 0, max: 40 }),
        what: fc.constantFrom('acknowledges', 'resolves', 'notes'),
        whose: fc.constantFrom('alice', 'bob'),
      }),
    },
  ),
  { maxLength: 25 },
) as fc.Arbitrary<readonly Happening[]>;

const commandOf = ({ what, whose }: Happening, at: number): IncidentCommand => {
  if (what === 'fires') return fires(whose, at, { severity: isCritical(whose) ? 'critical' : 'warning' });
  if (what === 'recovers') return recovers(whose, at);
  if (what === 'notes') return notes(whose, at);
  return what === 'resolves' ? resolves(whose, at) : acknowledges(whose, at);
};

/** A stretch of minutes in which the same critical alarms fire and nobody does anything. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly presses: boolean;
  /** When somebody last did something: their word covers for half an hour at most. */
  readonly actedAt: number;
}

interface Lived {
  readonly stretches: readonly Stretch[];
  readonly pages: readonly number[];
  readonly unansweredAt: number;
}

/** Lives through it with the clock, every page sent at once, six hours on; looks only at alarms, people and pages. */
const live = (all: readonly Happening[]): Lived => {
  const story = new IncidentStory();
  const firing = new Set<string>();
  const stretches: Stretch[] = [];
  let [now, actedAt] = [0, Number.NEGATIVE_INFINITY];
  const pass = (until: number): void => {
    if (story.incident !== undefined) story.runUntil(until);
    stretches.push({ from: now, to: until, presses: [...firing].some(isCritical), actedAt });
    now = until;
  };
  for (const happening of all) {
    pass(now + happening.after);
    story.take(commandOf(happening, now), { type: 'RecordContext', at: minute(now), facts: [] }, pagesSent(now));
    if (happening.what === 'fires') firing.add(happening.whose);
    else if (happening.what === 'recovers') firing.delete(happening.whose);
    else actedAt = now;
  }
  pass(now + 360);
  const unanswered = story.events.find(({ type }) => type === 'IncidentUnanswered');
  return {
    stretches,
    pages: story.pages.map((page) => Number(page.split(' ')[0])),
    unansweredAt: unanswered === undefined ? Infinity : minutesOf(unanswered.at),
  };
};

const minutesOf = (at: string): number => (Date.parse(at) - Date.parse(minute(0))) / 60_000;

/** Seconds of the hold, and of the tick after it. */
const SOON = 0.5;

describe('whatever alarms and people do', () => {
  it('somebody is paged within the wait of a level while something critical fires and nobody has it', () => {
    fc.assert(
      fc.property(happenings, (all) => {
        const { stretches, pages, unansweredAt } = live(all);
        let since = Infinity;
        for (const { from, to, presses, actedAt } of stretches) {
          since = presses ? Math.min(since, from) : Infinity;
          // An acknowledgement ends after half an hour, what a resolution covers after ten minutes.
          const begin = Math.max(since, actedAt + 30);
          for (let at = begin; at < to; at += 1) {
            const wait = at > unansweredAt ? 60 : 20;
            if (at - wait - SOON < begin) continue;
            expect(pages.some((page) => page > at - wait - SOON && page <= at)).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('nobody is paged while nothing critical fires', () => {
    fc.assert(
      fc.property(happenings, (all) => {
        const { stretches, pages } = live(all);
        for (const page of pages) {
          const around = stretches.filter(({ from, to }) => from - SOON <= page && page <= to + SOON);
          expect(around.some(({ presses }) => presses)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('nobody is paged for what they have: for half an hour after an acknowledgement of something critical', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 14 }), happenings, (at, all) => {
        const alarmsOnly = all.filter(({ what }) => what === 'fires' || what === 'recovers');
        const story = new IncidentStory();
        story.take(fires('latency', 0), { type: 'RecordContext', at: minute(0), facts: [] }, pagesSent(0));
        story.runUntil(at).take(acknowledges('alice', at));
        let now = at;
        for (const happening of alarmsOnly) {
          now += happening.after;
          if (now >= at + 30 || story.incident?.phase.status !== 'acknowledged') break;
          story.runUntil(now).take(commandOf(happening, now));
        }
        const owned = story.incident?.phase.status === 'acknowledged';
        if (owned) story.runUntil(at + 29.9);
        if (story.incident?.phase.status !== 'acknowledged') return;
        expect(story.pages).toEqual(['0 alice']);
      }),
      { numRuns: 300 },
    );
  });
});
