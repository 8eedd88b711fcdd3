import { dedupKeyOf } from '../../lib/core/alarm/alarm-identity.ts';
import { routeAlarm } from '../../lib/core/service/route-alarm.ts';
import type { ReceivedChange } from '../../lib/core/incident/commands.ts';
import type { Severity } from '../../lib/core/severity.ts';
import { epochOf } from '../../lib/core/time.ts';
import { respond } from '../../lib/pipeline/respond.ts';
import { handleCommand } from '../../lib/pipeline/handle-command.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { receiveGroup } from '../../lib/pipeline/receive-group.ts';
import { simulation, type Simulation } from '../../lib/simulator/simulation.ts';
import { threeLevels } from './configurations.ts';
import { alarm, minute } from './incident-spec.ts';

const nothing = (): Promise<void> => Promise.resolve();

/** A group whose incident ended an hour ago, on the stores in memory; the clock's messages are lost. */
export class LaterWorld {
  private readonly world: Simulation;
  private readonly pipeline: Pipeline;
  private now = minute(0);

  constructor() {
    const ignored = (): void => undefined;
    this.world = simulation({
      configuration: threeLevels,
      startMs: epochOf(minute(0)),
      pager: { publish: nothing },
      onSetAside: ignored,
      onAppend: ignored,
    });
    const quiet = { ticks: { send: nothing }, pages: { send: nothing } };
    this.pipeline = { ...this.world.pipeline, ...quiet, clock: () => this.now };
  }

  /** The latency alarm opened an incident; it recovered, or (left firing) Alice resolved it all the same. */
  async resolvedLongAgo(leftFiring: boolean, severity: Severity): Promise<void> {
    await this.receive(alarm('latency', 0, { severity }));
    const incidentId = (await this.incidents())[0]?.incidentId ?? '';
    this.now = minute(15);
    if (!leftFiring) {
      await this.receive(alarm('latency', 10, { state: 'OK' }));
      this.now = minute(20);
      await handleCommand(this.pipeline, { incidentId, command: { type: 'Tick', at: this.now } });
    } else await respond(this.pipeline, { incidentId, by: 'alice', response: { type: 'resolve' } });
    this.now = minute(60);
  }

  /** What the change opens, and how the old incident stands then. */
  async after(change: ReceivedChange): Promise<{ readonly opens: readonly string[]; readonly old: string }> {
    const before = await this.incidents();
    await this.receive(change);
    const after = await this.incidents();
    const opened = after.filter(({ incidentId }) => before.every((one) => one.incidentId !== incidentId));
    const old = after.find(({ incidentId }) => incidentId === before[0]?.incidentId);
    return { opens: opened.map(({ severity }) => `opens another: ${severity}`), old: old?.status ?? '' };
  }

  private async incidents(): Promise<readonly { incidentId: string; severity: string; status: string }[]> {
    const all = [];
    for await (const entry of this.world.incidents.list({})) all.push(entry);
    return all;
  }

  private async receive({ change, alarmKey, alarmId, severity, insufficientData }: ReceivedChange): Promise<void> {
    const route = { ...routeAlarm(change, threeLevels), group: 'web', severity, insufficientData };
    const dedupKey = dedupKeyOf(change);
    const routed = { messageId: dedupKey, change, route, alarmKey, alarmId, dedupKey };
    await receiveGroup(this.pipeline, { group: 'web', changes: [routed] });
  }
}
