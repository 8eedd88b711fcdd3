import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wakeAt } from '../../../lib/core/escalation/wake.ts';
import type { IncidentCommand } from '../../../lib/core/incident/commands.ts';
import { decide } from '../../../lib/core/rules/decide.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { evolve } from '../../../lib/core/incident/evolve.ts';
import {
  HEAD_ALARMS,
  HEAD_REQUESTED,
  HEAD_WITHDRAWN,
  type Incident,
  isHigher,
  isOpen,
} from '../../../lib/core/incident/incident.ts';
import { isCounted } from '../../../lib/core/incident/member.ts';
import { hasNeed } from '../../../lib/core/incident/need.ts';
import { MINUTE, later } from '../../../lib/core/time.ts';
import type { IncidentStory } from '../../support/incident-spec.ts';
import { circumstances, happenings, walk } from '../../support/random-commands.ts';

/** One decision of a random history, with what was before and after it. */
interface Decided {
  readonly before: Incident | undefined;
  readonly command: IncidentCommand;
  readonly events: readonly IncidentEvent[];
  readonly after: Incident | undefined;
}

const everyDecision = (check: (decided: Decided, story: IncidentStory) => void): void => {
  fc.assert(
    fc.property(circumstances, happenings, (around, all) => {
      walk(around, all, (story, command) => {
        const before = story.incident;
        const decision = decide(command, before, story.lookups);
        if (decision.outcome === 'rejected') return;
        check({ before, command, events: decision.events, after: decision.incident }, story);
      });
    }),
    { numRuns: 200 },
  );
};

const everyIncident = (check: (incident: Incident, story: IncidentStory, at: string) => void): void => {
  fc.assert(
    fc.property(circumstances, happenings, (around, all) => {
      walk(around, all, (story, { at }) => {
        if (story.incident !== undefined) check(story.incident, story, at);
      });
    }),
    { numRuns: 200 },
  );
};

const isPageRequest = (event: IncidentEvent): boolean => event.type === 'PageRequested' && event.kind === 'page';

/** A tick of the copy: the story itself stays as it is. */
const ticked = (incident: Incident, story: IncidentStory, at: string): Incident => {
  const decision = decide({ type: 'Tick', at }, incident, story.lookups);
  return decision.outcome === 'accepted' ? (decision.incident ?? incident) : incident;
};

describe('after any random history', () => {
  it('the events fold to the incident of the decisions', () => {
    fc.assert(
      fc.property(circumstances, happenings, (around, all) => {
        const { events, incident } = walk(around, all, () => undefined);
        expect(events.reduce<Incident | undefined>(evolve, undefined)).toEqual(incident);
      }),
    );
  });

  it('the events fold the same after they were stored as JSON', () => {
    fc.assert(
      fc.property(circumstances, happenings, (around, all) => {
        const { events, incident } = walk(around, all, () => undefined);
        const stored = JSON.parse(JSON.stringify(events)) as IncidentEvent[];
        const folded = stored.reduce<Incident | undefined>(evolve, undefined);
        expect(JSON.stringify(folded)).toBe(JSON.stringify(incident));
        expect(folded && wakeAt(folded)).toBe(incident && wakeAt(incident));
      }),
    );
  });

  it('there is a time to wake while the incident is open, has something requested, or was resolved while firing', () => {
    everyIncident((incident) => {
      const isWaiting = isOpen(incident) || incident.requested.length > 0 || incident.counts.firing > 0;
      expect(wakeAt(incident) !== undefined || !isWaiting).toBe(true);
    });
  });

  it('the head keeps its bounds', () => {
    everyIncident(({ alarms, requested, withdrawn }) => {
      expect(alarms.length).toBeLessThanOrEqual(HEAD_ALARMS);
      expect(requested.length).toBeLessThanOrEqual(HEAD_REQUESTED);
      expect(withdrawn.length).toBeLessThanOrEqual(HEAD_WITHDRAWN);
    });
  });

  it('the counts are those of the members', () => {
    everyIncident(({ counts }, story) => {
      const members = [...story.lookups.members.values()].filter(isCounted);
      if (story.events.some(({ type }) => type === 'AlarmsHandedOver')) return;
      expect(counts.firing).toBe(members.filter(({ silenced }) => !silenced).length);
      expect(counts.silent).toBe(members.filter(({ silenced }) => silenced).length);
      expect(counts.critical).toBe(
        members.filter(({ silenced, severity }) => !silenced && severity === 'critical').length,
      );
    });
  });

  it('an incident that needs somebody has begun its levels or holds a page', () => {
    everyIncident((incident) => {
      const { level, held, unanswered } = incident;
      if (!hasNeed(incident)) return;
      expect(level > 0 || held !== undefined || unanswered !== undefined).toBe(true);
    });
  });

  it('the levels of an incident that needs somebody are never left without a next step', () => {
    everyIncident((incident, story, at) => {
      const { level, round, held, unanswered, escalateAt, requested } = incident;
      if (!hasNeed(incident) || level === 0) return;
      const awaited = requested.some((page) => page.kind === 'page' && page.level === level && page.round === round);
      if (held !== undefined || unanswered !== undefined || escalateAt !== undefined || awaited) return;
      // Its page was withdrawn while nobody was needed: the next tick asks again.
      const { requested: asked, level: now, unanswered: left } = ticked(incident, story, at);
      expect(asked.some(({ kind }) => kind === 'page') || now !== level || left !== undefined).toBe(true);
    });
  });
});

describe('any decision', () => {
  it('is the same for the same command on the same incident', () => {
    everyDecision(({ before, command, events }, story) => {
      expect(decide(command, before, story.lookups)).toMatchObject({ outcome: 'accepted', events });
    });
  });

  it('holds at most 40 events and moves the version by their number', () => {
    everyDecision(({ before, events, after }) => {
      expect(events.length).toBeLessThanOrEqual(40);
      expect((after?.version ?? 0) - (before?.version ?? 0)).toBe(events.length);
    });
  });

  it('lowers a severity only by reopening', () => {
    everyDecision(({ before, events, after }) => {
      if (before === undefined || after === undefined) return;
      if (isHigher(before.severity, after.severity))
        expect(events.map(({ type }) => type)).toContain('IncidentReopened');
    });
  });

  it('names each page once for ever', () => {
    fc.assert(
      fc.property(circumstances, happenings, (around, all) => {
        const { events } = walk(around, all, () => undefined);
        const ids = events.flatMap((event) => (event.type === 'PageRequested' ? [event.pageId] : []));
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});

describe('any tick', () => {
  it('does nothing when nothing is due', () => {
    everyIncident((incident, story, at) => {
      const wake = wakeAt(incident);
      if (wake === undefined || wake > at) expect(ticked(incident, story, at)).toBe(incident);
    });
  });

  it('has soon done everything that is due', () => {
    everyIncident((incident, story, at) => {
      let last = incident;
      let ticks = 0;
      for (; ticks < 60; ticks += 1) {
        const next = ticked(last, story, at);
        if (next === last) break;
        last = next;
      }
      const levels = last.policy.levels.length * (last.policy.repeat + 1);
      expect(ticks).toBeLessThanOrEqual(levels + 20);
      const unsentAt = later(at, -MINUTE);
      const due = { ...last, requested: last.requested.filter(({ requestedAt }) => requestedAt > unsentAt) };
      expect(due.escalateAt === undefined || due.escalateAt > at || !hasNeed(due) || due.held !== undefined).toBe(true);
    });
  });

  it('pages nobody while an acknowledgement holds', () => {
    everyDecision(({ before, command, events }) => {
      if (command.type !== 'Tick' || before?.phase.status !== 'acknowledged' || before.phase.until <= command.at)
        return;
      const isWorse = events.some(({ type }) => type === 'SeverityRaised');
      if (!isWorse) expect(events.filter(isPageRequest)).toEqual([]);
    });
  });
});
