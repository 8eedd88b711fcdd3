import { describe, expect, it } from 'vitest';
import { later, type Instant, MINUTE } from '../../lib/core/time.ts';
import type { Incident } from '../../lib/core/incident/incident.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { threeLevels } from '../support/configurations.ts';
import { UnreliableWorld } from '../support/unreliable-world.ts';

const start: Instant = '2026-03-01T03:00:00.000Z';
const at = (minutes: number): Instant => later(start, minutes * MINUTE);

/** Resolved at minute 5 while a (warning) fires; after the cool-down b opens a newer incident before the older is ticked. */
const story = async (crash?: number): Promise<{ world: UnreliableWorld; heads: readonly Incident[] }> => {
  const world = new UnreliableWorld({
    configuration: threeLevels,
    start,
    losesTicks: true,
    crashes: crash === undefined ? new Map() : new Map([[crash, 'after']]),
  });
  world.deliver(alarmEvent({ name: 'a', state: 'ALARM', at: start }));
  world.time.at(Date.parse(at(5)), 2, async () => {
    for await (const { incidentId } of world.incidents.list({})) {
      world.respond({ incidentId, by: 'alice', response: { type: 'resolve' }, key: 'once' });
    }
  });
  world.deliver(alarmEvent({ name: 'b', state: 'ALARM', at: at(15) }), Date.parse(at(15)) + 1);
  await world.run(at(20));
  const heads: Incident[] = [];
  for await (const { incidentId } of world.incidents.list({})) {
    const head = await world.incidents.head(incidentId);
    if (head !== undefined) heads.push(head);
  }
  return { world, heads };
};

describe('an alarm left firing by a resolution whose group has a newer incident', () => {
  it('joins the newer incident, and the older one lets go of it', async () => {
    const { heads } = await story();
    expect(heads.map(({ phase, counts }) => ({ status: phase.status, firing: counts.firing }))).toEqual([
      { status: 'triggered', firing: 2 },
      { status: 'resolved', firing: 0 },
    ]);
  });

  it('is in the newer incident wherever a process dies', async () => {
    const { world } = await story();
    for (let call = 1; call <= world.calls; call += 1) {
      const { heads } = await story(call);
      const firing = heads.filter(({ phase }) => phase.status !== 'resolved').map(({ counts }) => counts.firing);
      expect(firing, `call ${String(call)}`).toEqual([2]);
    }
  });
});
