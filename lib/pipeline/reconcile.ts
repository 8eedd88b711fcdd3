import { later, SECOND } from '../core/time.ts';
import { tickIncident } from './clock.ts';
import type { Pipeline } from './pipeline.ts';

/** An incident is late when the clock should have ticked it this long ago. */
const LATE_MS = 30 * SECOND;
const MOST_A_RUN = 200;

export interface Reconciled {
  readonly ticked: readonly string[];
  readonly failed: readonly { readonly incidentId: string; readonly error: unknown }[];
}

/** Ticks whatever is late, oldest first: with every message of the clock lost, escalation still goes on. */
export const reconcile = async (pipeline: Pipeline): Promise<Reconciled> => {
  const ticked: string[] = [];
  const failed: { incidentId: string; error: unknown }[] = [];
  for (const incidentId of await pipeline.index.due(later(pipeline.clock(), -LATE_MS), MOST_A_RUN)) {
    try {
      await tickIncident(pipeline, incidentId);
      ticked.push(incidentId);
    } catch (error) {
      failed.push({ incidentId, error });
    }
  }
  return { ticked, failed };
};
