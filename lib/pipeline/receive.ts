import type { GroupRecord } from '../core/group/records.ts';
import { parseAlarmEvent } from '../core/alarm/parse-alarm-event.ts';
import { formerGroups, groupChanges, type GroupedChanges } from '../core/group/group-changes.ts';
import type { Instant } from '../core/time.ts';
import { tickIncident } from './clock.ts';
import { handleCommand } from './handle-command.ts';
import { errorText } from '../ports/telemetry.ts';
import type { Pipeline } from './pipeline.ts';
import { type GroupReceipt, receiveGroup } from './receive-group.ts';
import { type RoutedChange, routedChange } from '../core/group/routed-change.ts';

/** A message of the alarms queue. */
export interface AlarmMessage {
  readonly messageId: string;
  /** JSON text, or the value it says. */
  readonly body: unknown;
  /** When the queue took it in, so that an event without a time of its own is the same event each time; now, when unknown. */
  readonly receivedAt?: Instant | undefined;
}

export interface Received {
  /** Messages to be delivered again: nothing of them is written, or not all. */
  readonly failed: readonly { readonly messageId: string; readonly error: unknown }[];
  readonly setAside: readonly { readonly messageId: string; readonly reason: string }[];
  readonly ignored: readonly { readonly messageId: string; readonly reason: string }[];
  /** Incidents that changed. */
  readonly incidentIds: readonly string[];
}

interface Sorted {
  readonly changes: RoutedChange[];
  readonly malformed: { readonly message: AlarmMessage; readonly reason: string }[];
  readonly ignored: { readonly messageId: string; readonly reason: string }[];
}

const sortIn = (sorted: Sorted, pipeline: Pipeline, message: AlarmMessage): void => {
  const { messageId } = message;
  const parsed = parseAlarmEvent(message.body, message.receivedAt ?? pipeline.clock());
  if (parsed.outcome === 'malformed') sorted.malformed.push({ message, reason: parsed.reason });
  else if (parsed.outcome === 'ignored') sorted.ignored.push({ messageId, reason: parsed.reason });
  else sorted.changes.push(routedChange(messageId, parsed.change, pipeline.route(parsed.change)));
};

/** What nobody foresaw fails alone: it is set aside for a person to look at. */
const sortOut = (pipeline: Pipeline, messages: readonly AlarmMessage[]): Sorted => {
  const sorted: Sorted = { changes: [], malformed: [], ignored: [] };
  for (const message of messages) {
    try {
      sortIn(sorted, pipeline, message);
    } catch (error) {
      sorted.malformed.push({ message, reason: `it cannot be read: ${errorText(error)}` });
    }
  }
  return sorted;
};

const grouped = async (
  { register, clock }: Pipeline,
  changes: readonly RoutedChange[],
): Promise<readonly GroupedChanges[]> => {
  const entries = await register.entries([...new Set(changes.map(({ alarmKey }) => alarmKey))]);
  const former = formerGroups(changes, entries);
  const records = former.length === 0 ? new Map<string, GroupRecord>() : await register.groups(former);
  return groupChanges(changes, { entries, records, at: clock() });
};

interface Progress {
  readonly receipts: GroupReceipt[];
  readonly failed: { readonly messageId: string; readonly error: unknown }[];
}

/** One group that cannot be written never holds up another; one that fails as a whole is tried change by change. */
const recordGroup = async (pipeline: Pipeline, group: GroupedChanges, progress: Progress): Promise<void> => {
  try {
    progress.receipts.push(...(await receiveGroup(pipeline, group)));
  } catch (error) {
    if (group.changes.length > 1) {
      for (const change of group.changes) await recordGroup(pipeline, { ...group, changes: [change] }, progress);
    } else progress.failed.push(...group.changes.map(({ messageId }) => ({ messageId, error })));
  }
};

const recordAll = async (pipeline: Pipeline, changes: readonly RoutedChange[], progress: Progress): Promise<void> => {
  try {
    for (const group of await grouped(pipeline, changes)) await recordGroup(pipeline, group, progress);
  } catch (error) {
    progress.failed.push(...changes.map(({ messageId }) => ({ messageId, error })));
  }
};

const setAside = async ({ aside }: Pipeline, { malformed }: Sorted, progress: Progress): Promise<void> => {
  for (const { message, reason } of malformed) {
    try {
      await aside.put(message.body, reason);
    } catch (error) {
      progress.failed.push({ messageId: message.messageId, error });
    }
  }
};

/** What was recorded for the first time gets its pages; what only repeats gets a tick, which does what is left to do. */
const requestPages = async (pipeline: Pipeline, incidentId: string, isNew: boolean): Promise<void> => {
  const command = { type: 'RecordContext', at: pipeline.clock(), facts: [] } as const;
  if (isNew) await handleCommand(pipeline, { incidentId, command });
  else await tickIncident(pipeline, incidentId);
};

const requestAllPages = async (pipeline: Pipeline, { receipts, failed }: Progress): Promise<readonly string[]> => {
  const incidents = Map.groupBy(
    receipts.filter(({ incidentId }) => incidentId !== undefined),
    ({ incidentId }) => incidentId ?? '',
  );
  for (const [incidentId, concerned] of incidents) {
    try {
      const isNew = concerned.some(({ isDuplicate }) => !isDuplicate);
      await requestPages(pipeline, incidentId, isNew);
    } catch (error) {
      failed.push(...concerned.map(({ messageId }) => ({ messageId, error })));
    }
  }
  return [...incidents.keys()];
};

/**
 * Takes in a batch of alarm events: first every group is recorded, then every incident that changed, or that a
 * duplicate concerns, requests its pages. What fails is named, to be delivered again; the rest goes on.
 */
export const receive = async (pipeline: Pipeline, messages: readonly AlarmMessage[]): Promise<Received> => {
  const sorted = sortOut(pipeline, messages);
  const progress: Progress = { receipts: [], failed: [] };
  await setAside(pipeline, sorted, progress);
  await recordAll(pipeline, sorted.changes, progress);
  const incidentIds = await requestAllPages(pipeline, progress);
  const setAsideNow = sorted.malformed.map(({ message: { messageId }, reason }) => ({ messageId, reason }));
  return { failed: progress.failed, setAside: setAsideNow, ignored: sorted.ignored, incidentIds };
};
