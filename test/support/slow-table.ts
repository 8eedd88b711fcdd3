import type { InMemoryIncidents } from '../../lib/adapters/memory/in-memory-incidents.ts';
import {
  type AlarmRegister,
  type Append,
  type IncidentIndex,
  type IncidentStore,
  LostRaceError,
} from '../../lib/ports/incident-store.ts';
import type { OverlappingTime } from './overlapping-time.ts';

/** What one item of a transaction is called; a name twice in two transactions at once is a conflict. */
const itemsOf = ({ incident, group, register, dedups }: Append): readonly string[] => [
  ...(incident === undefined ? [] : [incident.head.incidentId]),
  ...(group === undefined ? [] : [group.group]),
  ...register.map(({ alarmKey }) => alarmKey),
  ...dedups.map(({ key }) => key),
];

export type SlowIncidents = IncidentStore & AlarmRegister & IncidentIndex;

const READ_MS = 5;
const TRANSACTION_MS = 25;

/**
 * A table whose calls take as long as DynamoDB's, and whose transactions conflict as its do: of two that overlap on one
 * item the later is cancelled, whatever its conditions say.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export class SlowTable {
  conflicts = 0;
  private readonly time: OverlappingTime;
  private readonly underWay = new Set<string>();

  constructor(time: OverlappingTime) {
    this.time = time;
  }

  holding(incidents: InMemoryIncidents): SlowIncidents {
    return {
      append: (append) => this.append(incidents, append),
      list: (range) => incidents.list(range),
      spanning: (since) => incidents.spanning(since),
      head: (id) => this.read(() => incidents.head(id)),
      members: (id, which) => this.read(() => incidents.members(id, which)),
      diagnoses: (id, which) => this.read(() => incidents.diagnoses(id, which)),
      timeline: (id) => this.read(() => incidents.timeline(id)),
      due: (before, limit) => this.read(() => incidents.due(before, limit)),
      entries: (keys) => this.read(() => incidents.entries(keys)),
      seen: (keys) => this.read(() => incidents.seen(keys)),
      groups: (groups) => this.read(() => incidents.groups(groups)),
    };
  }

  private async read<T>(ask: () => Promise<T>): Promise<T> {
    await this.time.wait(READ_MS);
    return ask();
  }

  private async append(incidents: InMemoryIncidents, append: Append): Promise<void> {
    const items = itemsOf(append);
    const other = items.find((item) => this.underWay.has(item));
    if (other !== undefined) {
      this.conflicts += 1;
      await this.time.wait(READ_MS);
      throw new LostRaceError(`TransactionConflict: ${other}`);
    }
    for (const item of items) this.underWay.add(item);
    await this.time.wait(TRANSACTION_MS);
    try {
      await incidents.append(append);
    } finally {
      for (const item of items) this.underWay.delete(item);
    }
  }
}
