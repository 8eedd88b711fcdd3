import { REMEMBERED_TARGETS } from '../../../lib/core/incident/folds/fold.ts';
import { isHigher } from '../../../lib/core/severity.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wakeAt } from '../../../lib/core/escalation/wake.ts';
import type { IncidentCommand } from '../../../lib/core/incident/commands.ts';
import { isHeldBy } from '../../../lib/core/incident/cover.ts';
import { decide } from '../../../lib/core/rules/decide.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { evolve } from '../../../lib/core/incident/evolve.ts';
import {
  type Counts,
  type Cover,
  HEAD_ALARMS,
  HEAD_REQUESTED,
  type Incident,
  isOpen,
  type Member,
  NAMED_ALARMS,
} from '../../../lib/core/incident/incident.ts';
import { HEAD_WITHDRAWN } from '../../../lib/core/incident/folds/messages.ts';
import { counts as countsNow, isCounted } from '../../../lib/core/incident/member.ts';
import { hasNeed } from '../../../lib/core/incident/need.ts';
import {
  fires,
  type IncidentStory,
  Outcome,
  recovers,
  reopens,
  resolves,
  snoozes,
  story,
} from '../../support/incident-spec.ts';
import { circumstances, happenings, largest, walk } from '../../support/random-commands.ts';

/** Histories that each property looks at. */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 200);

/** Ticks at one instant that anything is done in, at most. */
const MOST_TICKS = 40;

/** One decision of a random history, with what was before and after it. */
interface Decided {
  readonly before: Incident | undefined;
  readonly command: IncidentCommand;
  readonly events: readonly IncidentEvent[];
  readonly after: Incident | undefined;
  /** Members that it changed. */
  readonly members: readonly Member[];
}

const everyDecision = (check: (decided: Decided, story: IncidentStory) => void): void => {
  fc.assert(
    fc.property(circumstances, happenings, (around, all) => {
      walk(around, all, (story, command) => {
        const before = story.incident;
        const decision = decide(command, before, story.lookups);
        if (decision.outcome === 'rejected') return;
        const { events, incident: after, members } = decision;
        check({ before, command, events, after, members }, story);
      });
    }),
    { numRuns: RUNS },
  );
};

const everyIncident = (check: (incident: Incident, story: IncidentStory, at: string) => void): void => {
  fc.assert(
    fc.property(circumstances, happenings, (around, all) => {
      walk(around, all, (story, { at }) => {
        if (story.incident !== undefined) check(story.incident, story, at);
      });
    }),
    { numRuns: RUNS },
  );
};

const isPageRequest = (event: IncidentEvent): boolean => event.type === 'PageRequested' && event.kind === 'page';

/** Ticks of a copy at one instant, until nothing is done any more: the story itself stays as it is. */
const tickedAt = (incident: Incident, story: IncidentStory, at: string): { incident: Incident; ticks: number } => {
  const members = new Map(story.lookups.members);
  let last = incident;
  for (let ticks = 0; ticks < MOST_TICKS; ticks += 1) {
    const decision = decide({ type: 'Tick', at }, last, { ...story.lookups, members });
    if (decision.outcome === 'rejected' || decision.incident === last) return { incident: last, ticks };
    for (const member of decision.members) members.set(member.alarmId, member);
    last = decision.incident ?? last;
  }
  return { incident: last, ticks: MOST_TICKS };
};

/** What the members say. */
const countsOf = (
  { owner, believed, recoverAfterMs }: Incident,
  members: readonly Member[],
): Omit<Counts, 'joined'> => {
  const under =
    (cover: Cover | undefined) =>
    (member: Member): boolean =>
      cover !== undefined && isHeldBy(cover, member, { severity: member.severity, recoverAfterMs });
  const firing = members.filter(countsNow);
  const critical = firing.filter(({ severity }) => severity === 'critical');
  return {
    firing: firing.length,
    silent: members.filter((member) => isCounted(member) && member.silenced).length,
    critical: critical.length,
    owned: critical.filter(under(owner)).length,
    believed: critical.filter(under(believed)).length,
    uncovered: critical.filter((member) => !under(owner)(member) && !under(believed)(member)).length,
  };
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
        const { events, incident, policy } = walk(around, all, () => undefined);
        const stored = JSON.parse(JSON.stringify(events)) as IncidentEvent[];
        const folded = stored.reduce<Incident | undefined>(evolve, undefined);
        expect(JSON.stringify(folded)).toBe(JSON.stringify(incident));
        expect(folded && wakeAt(folded, policy)).toBe(incident && wakeAt(incident, policy));
      }),
    );
  });

  it('there is a time to wake while the incident is open, has something requested, or was resolved while firing', () => {
    everyIncident((incident, { policy }) => {
      const isWaiting = isOpen(incident) || incident.requested.length > 0 || incident.counts.firing > 0;
      expect(wakeAt(incident, policy) !== undefined || !isWaiting).toBe(true);
    });
  });

  it('the head keeps its bounds', () => {
    everyIncident(({ alarms, requested, withdrawn, paged, told, misled, joins }) => {
      expect(alarms.length).toBeLessThanOrEqual(HEAD_ALARMS);
      expect(requested.length).toBeLessThanOrEqual(HEAD_REQUESTED);
      expect(withdrawn.length).toBeLessThanOrEqual(HEAD_WITHDRAWN);
      for (const { alarmIds = [] } of [...requested, ...withdrawn, joins])
        expect(alarmIds.length).toBeLessThanOrEqual(NAMED_ALARMS);
      for (const targets of [Object.keys(paged), told, misled])
        expect(targets.length).toBeLessThanOrEqual(REMEMBERED_TARGETS);
    });
  });

  it('the counts are those of the members and of what each cover holds', () => {
    everyIncident((incident, story) => {
      const { joined, ...counts } = incident.counts;
      const members = [...story.lookups.members.values()];
      expect(counts).toEqual(countsOf(incident, members));
      expect(joined).toBe(members.length);
    });
  });

  it('the ladder stands at rest or at a place of the policy', () => {
    everyIncident(({ ladder }, { policy: { levels, repeat } }) => {
      for (const place of [ladder.step, ladder.kept]) {
        if (place === undefined) continue;
        expect(place.level).toBeGreaterThanOrEqual(1);
        expect(place.level).toBeLessThanOrEqual(levels.length);
        expect(place.round).toBeGreaterThanOrEqual(1);
        expect(place.round).toBeLessThanOrEqual(repeat + 1);
      }
    });
  });

  it('an incident that needs somebody has begun its ladder, or is about to', () => {
    everyIncident((incident, { policy }, at) => {
      if (!hasNeed(incident)) return;
      const wake = wakeAt(incident, policy);
      const isAbout = incident.held !== undefined || (wake !== undefined && wake <= at);
      expect(incident.ladder.step !== undefined || isAbout).toBe(true);
    });
  });
});

describe('any decision', () => {
  it('is the same for the same command on the same incident', () => {
    everyDecision(({ before, command, events }, story) => {
      expect(decide(command, before, story.lookups)).toMatchObject({ outcome: 'accepted', events });
    });
  });

  it('moves the version by the number of its events, at most 40', () => {
    everyDecision(({ before, events, after }) => {
      expect(events.length).toBeLessThanOrEqual(40);
      expect((after?.version ?? 0) - (before?.version ?? 0)).toBe(events.length);
    });
  });

  it('holds at most 40 events where nine levels are empty, thirty channels are told, and much is unsent', () => {
    const over = story(
      largest,
      fires('latency', 0),
      recovers('latency', 1),
      snoozes('alice', 60, 2),
      resolves('alice', 3),
    );
    const { events } = new Outcome(over.decide(reopens('alice', 4)));
    expect(events.map(({ type }) => type)).toContain('RecoveryAwaited');
    expect(events.length).toBeLessThanOrEqual(40);
  });

  it('is stored in at most 90 items: events, members, head, group, and two for each change', () => {
    everyDecision(({ command, events, members }) => {
      const changes = command.type === 'ReceiveAlarm' ? command.changes.length : 0;
      expect(events.length + members.length + 2 * changes + 2).toBeLessThanOrEqual(90);
    });
  });

  it('lowers a severity only by saying so, or by reopening', () => {
    everyDecision(({ before, events, after }) => {
      if (before === undefined || after === undefined || !isHigher(before.severity, after.severity)) return;
      const types = events.map(({ type }) => type);
      expect(types.includes('SeverityLowered') || types.includes('IncidentReopened')).toBe(true);
    });
  });

  it('that is no person’s pages nobody while nobody is needed', () => {
    everyDecision(({ before, command, events }) => {
      if (command.type === 'Respond') return;
      let incident = before;
      for (const event of events) {
        if (isPageRequest(event)) expect(incident !== undefined && hasNeed(incident)).toBe(true);
        incident = evolve(incident, event);
      }
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
      const wake = wakeAt(incident, story.policy);
      if (wake === undefined || wake > at) expect(tickedAt(incident, story, at).ticks).toBe(0);
    });
  });

  it('has soon done everything that is due: only what is unsent is handed over again', () => {
    everyIncident((incident, story, at) => {
      const { incident: last, ticks } = tickedAt(incident, story, at);
      expect(ticks).toBeLessThan(MOST_TICKS);
      const due = wakeAt({ ...last, requested: [] }, story.policy);
      expect(due === undefined || due > at).toBe(true);
    });
  });
});
