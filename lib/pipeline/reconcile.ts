import { type Instant, later, SECOND } from '../core/time.ts';
import { tickIncident } from './clock.ts';
import type { Pipeline } from './pipeline.ts';

/** An incident is late when the clock should have ticked it this long ago. */
const LATE_MS = 30 * SECOND;
const MOST_A_RUN = 200;

/** Incidents that wait for the clock when a process begins: of more the oldest are looked at, the others when they are due. */
const MOST_AFTER_A_DEPLOY = 2_000;
const AFTER_ALL: Instant = '9999-12-31T23:59:59.999Z';

interface Ticked {
  readonly ticked: readonly string[];
  readonly failed: readonly { readonly incidentId: string; readonly error: unknown }[];
}

export interface Reconciled extends Ticked {
  /** Looked at because of a deploy: they were not late. */
  readonly lookedAt: readonly string[];
}

/**
 * Ticks whatever is late, oldest first: with every message of the clock lost, escalation still goes on. Before that it
 * looks once at every incident that waits for the clock, because whom it pages, and when, is what today's configuration
 * says, and a wait that became shorter would else end when the longer one does.
 *
 * That it has looked is remembered by the process alone. A deploy replaces every process, one that goes back to an
 * earlier configuration too, which a record of what was once applied would take for done; a process replaced for any
 * other reason looks again, at the price of a read for each open incident.
 */
export class Reconciliation {
  private readonly pipeline: Pipeline;
  /** Not looked at yet; undefined: not asked for yet. */
  private waiting: readonly string[] | undefined;

  constructor(pipeline: Pipeline) {
    this.pipeline = pipeline;
  }

  /** One run, once a minute. What failed in it is tried again by the next one. */
  async run(): Promise<Reconciled> {
    const { clock, index } = this.pipeline;
    const late = await this.tick(await index.due(later(clock(), -LATE_MS), MOST_A_RUN));
    const tried = new Set([...late.ticked, ...late.failed.map(({ incidentId }) => incidentId)]);
    const { ticked, failed } = await this.lookAt(tried);
    return { ticked: late.ticked, lookedAt: ticked, failed: [...late.failed, ...failed] };
  }

  /** What was late was looked at by that, or is late in the next run too. */
  private async lookAt(tried: ReadonlySet<string>): Promise<Ticked> {
    const waiting = this.waiting ?? (await this.pipeline.index.due(AFTER_ALL, MOST_AFTER_A_DEPLOY));
    const left = waiting.filter((incidentId) => !tried.has(incidentId));
    const now = await this.tick(left.slice(0, MOST_A_RUN));
    this.waiting = [...left.slice(MOST_A_RUN), ...now.failed.map(({ incidentId }) => incidentId)];
    return now;
  }

  private async tick(incidentIds: readonly string[]): Promise<Ticked> {
    const ticked: string[] = [];
    const failed: { incidentId: string; error: unknown }[] = [];
    for (const incidentId of incidentIds) {
      try {
        await tickIncident(this.pipeline, incidentId);
        ticked.push(incidentId);
      } catch (error) {
        failed.push({ incidentId, error });
      }
    }
    return { ticked, failed };
  }
}
