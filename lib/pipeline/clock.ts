import { epochOf } from '../core/time.ts';
import { LONGEST_DELAY_MS, type TickMessage } from '../ports/queues.ts';
import { joinNewerIncident } from './join-newer-incident.ts';
import { type Handled, handleCommand, wakeLater, wakeOf } from './handle-command.ts';
import type { Pipeline } from './pipeline.ts';

/** Does what is due for one incident, and hands over whatever is unsent. */
export const tickIncident = async (pipeline: Pipeline, incidentId: string): Promise<Handled> => {
  await joinNewerIncident(pipeline, incidentId);
  return handleCommand(pipeline, { incidentId, command: { type: 'Tick', at: pipeline.clock() } });
};

/**
 * Takes one message of the clock. One for a `wakeAt` long moved is dropped: whoever moved it sent another; one that is
 * early is sent on; else the incident is ticked, and when that moved nothing, looked at again a little later.
 */
export const escalationClock = async (pipeline: Pipeline, message: TickMessage): Promise<void> => {
  const head = await pipeline.store.head(message.incidentId);
  const wake = wakeOf(pipeline, head);
  if (head === undefined || wake === undefined || wake !== message.wakeAt) return;
  const early = epochOf(wake) - epochOf(pipeline.clock());
  if (early > 0) {
    await pipeline.ticks.send(message, Math.min(early, LONGEST_DELAY_MS));
    return;
  }
  const { incident } = await tickIncident(pipeline, message.incidentId);
  if (incident !== undefined && wakeOf(pipeline, incident) === wake) await wakeLater(pipeline, incident);
};
