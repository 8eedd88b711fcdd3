import { InMemoryIncidents } from '../../lib/adapters/memory/in-memory-incidents.ts';
import type { AlarmState } from '../../lib/core/alarm/definition.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import { eventOf } from '../../lib/core/incident/chain.ts';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import type { Incident } from '../../lib/core/incident/incident.ts';
import { verifyTimeline } from '../../lib/core/incident/verify.ts';
import { epochOf, type Instant, later, MINUTE } from '../../lib/core/time.ts';
import { handleCommand } from '../../lib/pipeline/handle-command.ts';
import { pipelineOf } from '../../lib/pipeline/pipeline-of.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { receive } from '../../lib/pipeline/receive.ts';
import { type Reconciled, Reconciliation } from '../../lib/pipeline/reconcile.ts';
import { respond } from '../../lib/pipeline/respond.ts';
import type { Append } from '../../lib/ports/incident-store.ts';
import { alarmEvent } from './alarm-events.ts';
import type { Response } from '../../lib/core/incident/response.ts';

const nothing = (): Promise<void> => Promise.resolve();

export const WORLD_START: Instant = '2026-03-01T03:00:00.000Z';

/** `minute target why`. */
type Sent = string;

/**
 * One table and whatever is deployed on it. Every message of the clock is lost: only the reconciler, once a minute,
 * ticks. Pages go out at once.
 */
export class MinuteWorld {
  readonly incidents = new InMemoryIncidents();
  readonly pages: Sent[] = [];
  readonly notifications: Sent[] = [];
  /** Runs of the reconciler since the last deploy. */
  readonly runs: Reconciled[] = [];
  now: Instant = WORLD_START;
  pipeline: Pipeline;
  private reconciler: Reconciliation;

  constructor(configuration: Configuration) {
    this.pipeline = this.piped(configuration);
    this.reconciler = new Reconciliation(this.pipeline);
  }

  /** What another version left in the table. */
  async load(append: Append): Promise<void> {
    await this.incidents.append(append);
  }

  /** Every process begins anew, with this configuration. */
  deploy(configuration: Configuration): void {
    this.pipeline = this.piped(configuration);
    this.reconciler = new Reconciliation(this.pipeline);
    this.runs.length = 0;
  }

  /** A word of CloudWatch's now; the ids of the incidents that it changed. */
  async alarm(name: string, state: AlarmState, tags?: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const body = alarmEvent({ name, state, at: this.now, ...(tags === undefined ? {} : { tags }) });
    const { failed, incidentIds } = await receive(this.pipeline, [{ messageId: `${name} ${this.now}`, body }]);
    if (failed[0] !== undefined) throw failed[0].error as Error;
    await this.deliver();
    return incidentIds;
  }

  async act(incidentId: string, by: string, response: Response): Promise<string> {
    const { outcome } = await respond(this.pipeline, { incidentId, by, response });
    await this.deliver();
    return outcome;
  }

  /** To so many minutes after the start: the reconciler runs at each of them. */
  async runTo(minute: number): Promise<void> {
    while (this.minute < minute) {
      this.now = later(this.now, MINUTE);
      this.runs.push(await this.reconciler.run());
      await this.deliver();
    }
  }

  async head(incidentId: string): Promise<Incident> {
    const head = await this.incidents.head(incidentId);
    if (head === undefined) throw new Error(`no incident ${incidentId}`);
    return head;
  }

  async timeline(incidentId: string): Promise<readonly IncidentEvent[]> {
    return (await this.incidents.timeline(incidentId)).map(eventOf);
  }

  async verified(incidentId: string): Promise<ReturnType<typeof verifyTimeline>> {
    return verifyTimeline(await this.incidents.timeline(incidentId), await this.head(incidentId));
  }

  private get minute(): number {
    return (epochOf(this.now) - epochOf(WORLD_START)) / MINUTE;
  }

  private piped(configuration: Configuration): Pipeline {
    return pipelineOf({
      incidents: this.incidents,
      pages: { send: nothing },
      ticks: { send: nothing },
      clock: () => this.now,
      jitter: nothing,
      configuration,
    });
  }

  private async deliver(): Promise<void> {
    for (const incidentId of await this.incidents.due('9999', 1_000)) {
      for (;;) {
        const [first] = (await this.head(incidentId)).requested;
        if (first === undefined) break;
        const { pageId, target } = first;
        const to = target.replace(/^\w+:/u, '');
        if (first.kind === 'page') this.pages.push(`${String(this.minute)} ${to} ${first.reason}`);
        else this.notifications.push(`${String(this.minute)} ${to} ${first.about}`);
        const result = { outcome: 'sent', subject: 'page', text: 'page' } as const;
        await handleCommand(this.pipeline, {
          incidentId,
          command: { type: 'RecordPage', at: this.now, pageId, result },
        });
      }
    }
  }
}
