import { type Instant, later, SECOND } from '../core/time.ts';
import { tickIncident } from './clock.ts';
import type { Pipeline } from './pipeline.ts';

/** An incident is late when the clock should have ticked it this long ago. */
const LATE_MS = 30 * SECOND;

/** Incidents that one run asks for; how many it ticks is for its time to say. */
const MOST_ASKED_FOR = 10_000;
/** Round trips are what a tick waits for. */
const TICKED_AT_ONCE = 20;

const AFTER_ALL: Instant = '9999-12-31T23:59:59.999Z';

interface Ticked {
  readonly ticked: readonly string[];
  readonly failed: readonly { readonly incidentId: string; readonly error: unknown }[];
  /** For want of time. */
  readonly left: readonly string[];
}

export interface Reconciled extends Ticked {
  /** Looked at because of a deploy: they were not late. */
  readonly lookedAt: readonly string[];
}

/**
 * Ticks whatever is late, the longest unticked first: with every message of the clock lost, escalation still goes on, and
 * what stays late whatever is done (its pages cannot be sent) holds up nothing else. After that it looks once at every
 * incident that waits for the clock, because whom it pages, and when, is what today's configuration says, and a wait that
 * became shorter would else end when the longer one does.
 *
 * That it has looked, and what it ticked when, is remembered by the process alone. A deploy replaces every process, one
 * that goes back to an earlier configuration too, which a record of what was once applied would take for done; a process
 * replaced for any other reason looks again, at the price of a read for each open incident.
 */
export class Reconciliation {
  private readonly pipeline: Pipeline;
  /** Not looked at yet; undefined: not asked for yet. */
  private waiting: readonly string[] | undefined;
  /** Of what was late in the last run. */
  private tickedAt: ReadonlyMap<string, Instant> = new Map();

  constructor(pipeline: Pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * One run, once a minute. What failed in it, or was left, is for the next one.
   *
   * @param hasTime once it says no, no more ticks begin
   */
  async run(hasTime: () => boolean = () => true): Promise<Reconciled> {
    const { clock, index } = this.pipeline;
    const late = await index.due(later(clock(), -LATE_MS), MOST_ASKED_FOR);
    const ofLate = await this.tick(this.longestUntickedFirst(late), hasTime);
    this.remember(late, ofLate);
    const { ticked, failed } = await this.lookAt(new Set(late), hasTime);
    return { ...ofLate, lookedAt: ticked, failed: [...ofLate.failed, ...failed] };
  }

  private longestUntickedFirst(late: readonly string[]): readonly string[] {
    const tickedAt = (incidentId: string): string => this.tickedAt.get(incidentId) ?? '';
    return late.toSorted(
      (one, other) => Number(tickedAt(one) > tickedAt(other)) - Number(tickedAt(one) < tickedAt(other)),
    );
  }

  private remember(late: readonly string[], { left }: Ticked): void {
    const unticked = new Set(left);
    const now = this.pipeline.clock();
    this.tickedAt = new Map(
      late.flatMap((incidentId) => {
        const at = unticked.has(incidentId) ? this.tickedAt.get(incidentId) : now;
        return at === undefined ? [] : [[incidentId, at] as const];
      }),
    );
  }

  /** What was late was looked at by that, or is late in the next run too. */
  private async lookAt(late: ReadonlySet<string>, hasTime: () => boolean): Promise<Ticked> {
    const waiting = this.waiting ?? (await this.pipeline.index.due(AFTER_ALL, MOST_ASKED_FOR));
    const now = await this.tick(
      waiting.filter((incidentId) => !late.has(incidentId)),
      hasTime,
    );
    this.waiting = [...now.left, ...now.failed.map(({ incidentId }) => incidentId)];
    return now;
  }

  private async tick(incidentIds: readonly string[], hasTime: () => boolean): Promise<Ticked> {
    const ticked: string[] = [];
    const failed: { incidentId: string; error: unknown }[] = [];
    let next = 0;
    const tickOnAndOn = async (): Promise<void> => {
      while (next < incidentIds.length && hasTime()) {
        const incidentId = incidentIds[next] ?? '';
        next += 1;
        try {
          await tickIncident(this.pipeline, incidentId);
          ticked.push(incidentId);
        } catch (error) {
          failed.push({ incidentId, error });
        }
      }
    };
    await Promise.all(Array.from({ length: TICKED_AT_ONCE }, tickOnAndOn));
    return { ticked, failed, left: incidentIds.slice(next) };
  }
}
