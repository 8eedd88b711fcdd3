import { beforeEach, describe, expect, it } from 'vitest';
import { InMemoryIncidents } from '../../../lib/adapters/memory/in-memory-incidents.ts';
import { eventOf } from '../../../lib/core/incident/chain.ts';
import { phaseOf } from '../../../lib/core/incident/phase.ts';
import { later, SECOND } from '../../../lib/core/time.ts';
import { tickIncident } from '../../../lib/pipeline/clock.ts';
import type { Pipeline } from '../../../lib/pipeline/pipeline.ts';
import { receive } from '../../../lib/pipeline/receive.ts';
import { respond } from '../../../lib/pipeline/respond.ts';
import { LostRaceError } from '../../../lib/ports/incident-store.ts';
import { alarmEvent } from '../../support/alarm-events.ts';
import { threeLevels } from '../../support/configurations.ts';
import { pipelineOn } from '../../support/pipeline-on.ts';

const start = '2026-03-01T03:00:00.000Z';

let incidents: InMemoryIncidents;
let pipeline: Pipeline;
let winsTaken: number;

/** A store that writes the next append and then says that its race was lost, as a repeated request may. */
beforeEach(() => {
  incidents = new InMemoryIncidents();
  winsTaken = 0;
  const honest = pipelineOn(incidents, { configuration: threeLevels, now: start });
  const append: Pipeline['store']['append'] = async (one) => {
    await incidents.append(one);
    winsTaken += 1;
    if (winsTaken === 1) throw new LostRaceError('its own writing');
  };
  pipeline = {
    ...honest,
    store: {
      head: (id) => incidents.head(id),
      members: (id, which) => incidents.members(id, which),
      diagnoses: (id, which) => incidents.diagnoses(id, which),
      timeline: (id) => incidents.timeline(id),
      append,
    },
  };
});

const alarm = { messageId: 'm', body: alarmEvent({ state: 'ALARM', at: start }) };

const onlyId = async (): Promise<string> => {
  const entries = await Array.fromAsync(incidents.list({}));
  expect(entries).toHaveLength(1);
  return entries[0]?.incidentId ?? '';
};

const typesOf = async (incidentId: string): Promise<readonly string[]> =>
  (await incidents.timeline(incidentId)).map((sealed) => eventOf(sealed).type);

describe('a race that was lost to its own writing', () => {
  it('of an alarm leaves one incident, and its page goes out once', async () => {
    expect(await receive(pipeline, [alarm])).toMatchObject({ failed: [] });
    const incidentId = await onlyId();
    await tickIncident({ ...pipeline, clock: () => later(start, 6 * SECOND) }, incidentId);
    await tickIncident({ ...pipeline, clock: () => later(start, 6 * SECOND) }, incidentId);
    const types = await typesOf(incidentId);
    expect(types.filter((type) => type === 'AlarmJoined')).toHaveLength(1);
    const events = (await incidents.timeline(incidentId)).map(eventOf);
    const pages = events.filter((event) => event.type === 'PageRequested' && event.kind === 'page');
    expect(pages).toMatchObject([{ target: 'responder:alice' }]);
  });

  it('of an acknowledgement leaves the incident acknowledged by whoever did it', async () => {
    await receive(pipelineOn(incidents, { configuration: threeLevels, now: start }), [alarm]);
    const incidentId = await onlyId();
    const response = { incidentId, by: 'alice', response: { type: 'acknowledge' }, key: 'tap' } as const;
    expect(await respond(pipeline, response)).toMatchObject({ outcome: 'done' });
    const head = await incidents.head(incidentId);
    expect(head && phaseOf(head)).toMatchObject({ status: 'acknowledged', by: 'alice' });
  });
});
