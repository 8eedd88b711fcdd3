import { alarmKeyOf, dedupKeyOf } from '../core/alarm/alarm-identity.ts';
import type { AlarmChange } from '../core/alarm/change.ts';
import { parseAlarmEvent } from '../core/alarm/parse-alarm-event.ts';
import type { Route } from '../core/alarm/route-alarm.ts';
import { sha256Hex } from '../core/incident/chain.ts';
import type { Pipeline } from './pipeline.ts';
import { type GroupedChanges, receiveGroup } from './receive-group.ts';
import { tick } from './tick.ts';

/** A message of the alarms queue. */
export interface AlarmMessage {
  readonly messageId: string;
  /** JSON text, or the value it says. */
  readonly body: unknown;
}

export interface Received {
  /** Messages to be delivered again: nothing of them is written, or not all. */
  readonly failed: readonly { readonly messageId: string; readonly error: unknown }[];
  readonly setAside: readonly { readonly messageId: string; readonly reason: string }[];
  readonly ignored: readonly { readonly messageId: string; readonly reason: string }[];
  /** Incidents that changed. */
  readonly incidentIds: readonly string[];
}

/** A change with its keys and where it belongs. */
export interface RoutedChange {
  readonly messageId: string;
  readonly change: AlarmChange;
  readonly route: Route;
  readonly alarmKey: string;
  /** First 16 hex digits of the SHA-256 of the key. */
  readonly alarmId: string;
  readonly dedupKey: string;
}

interface Sorted {
  readonly changes: RoutedChange[];
  readonly hopeless: { readonly message: AlarmMessage; readonly reason: string }[];
  readonly ignored: { readonly messageId: string; readonly reason: string }[];
}

const sortOut = (pipeline: Pipeline, messages: readonly AlarmMessage[]): Sorted => {
  const sorted: Sorted = { changes: [], hopeless: [], ignored: [] };
  for (const message of messages) {
    const { messageId } = message;
    const parsed = parseAlarmEvent(message.body, pipeline.clock());
    if (parsed.outcome === 'hopeless') sorted.hopeless.push({ message, reason: parsed.reason });
    else if (parsed.outcome === 'ignored') sorted.ignored.push({ messageId, reason: parsed.reason });
    else {
      const { change } = parsed;
      const alarmKey = alarmKeyOf(change);
      const alarmId = sha256Hex(alarmKey).slice(0, 16);
      sorted.changes.push({ messageId, change, route: pipeline.route(change), alarmKey, alarmId, dedupKey: dedupKeyOf(change) });
    }
  }
  return sorted;
};

/** An alarm stays in its group while that group's incident is open, whatever tags or configuration say by now. */
const stayingGroups = async ({ register }: Pipeline, changes: readonly RoutedChange[]): Promise<ReadonlyMap<string, string>> => {
  const entries = await register.entries([...new Set(changes.map(({ alarmKey }) => alarmKey))]);
  const moved = changes.filter(({ alarmKey, route }) => {
    const known = entries.get(alarmKey)?.group;
    return known !== undefined && known !== route.group;
  });
  if (moved.length === 0) return new Map();
  const known = moved.map(({ alarmKey }) => entries.get(alarmKey)?.group ?? '');
  const groups = await register.groups([...new Set(known)]);
  return new Map(
    moved.flatMap(({ alarmKey }) => {
      const group = entries.get(alarmKey)?.group ?? '';
      return groups.get(group)?.status === 'open' ? [[alarmKey, group] as const] : [];
    }),
  );
};

const grouped = async (pipeline: Pipeline, changes: readonly RoutedChange[]): Promise<readonly GroupedChanges[]> => {
  const staying = await stayingGroups(pipeline, changes);
  const groups = new Map<string, RoutedChange[]>();
  for (const routed of changes) {
    const group = staying.get(routed.alarmKey) ?? routed.route.group;
    const same = groups.get(group);
    if (same === undefined) groups.set(group, [routed]);
    else same.push(routed);
  }
  return [...groups].map(([group, all]) => ({ group, changes: all }));
};

interface Recording {
  readonly failed: { readonly messageId: string; readonly error: unknown }[];
  readonly incidentIds: Set<string>;
}

/** One group that cannot be written never holds up another; one that fails as a whole is tried change by change. */
const recordGroup = async (pipeline: Pipeline, group: GroupedChanges, recording: Recording): Promise<void> => {
  try {
    for (const id of await receiveGroup(pipeline, group)) recording.incidentIds.add(id);
  } catch (error) {
    if (group.changes.length === 1) {
      recording.failed.push(...group.changes.map(({ messageId }) => ({ messageId, error })));
      return;
    }
    for (const change of group.changes) await recordGroup(pipeline, { ...group, changes: [change] }, recording);
  }
};

const setAside = async ({ aside }: Pipeline, { hopeless }: Sorted): Promise<Recording['failed']> => {
  const failed: Recording['failed'] = [];
  for (const { message, reason } of hopeless) {
    try {
      await aside.put(message.body, reason);
    } catch (error) {
      failed.push({ messageId: message.messageId, error });
    }
  }
  return failed;
};

/** Groups that a failure to read the register leaves unsorted are taken as routed. */
const groupsOf = async (pipeline: Pipeline, sorted: Sorted, failed: Recording['failed']): Promise<readonly GroupedChanges[]> => {
  try {
    return await grouped(pipeline, sorted.changes);
  } catch (error) {
    failed.push(...sorted.changes.map(({ messageId }) => ({ messageId, error })));
    return [];
  }
};

/**
 * Takes in a batch of alarm events: first every group is recorded, then every incident that changed, or that a
 * duplicate concerns, requests its pages. What fails is named, to be delivered again; the rest goes on.
 */
export const receive = async (pipeline: Pipeline, messages: readonly AlarmMessage[]): Promise<Received> => {
  const sorted = sortOut(pipeline, messages);
  const failed = await setAside(pipeline, sorted);
  const recording: Recording = { failed, incidentIds: new Set() };
  for (const group of await groupsOf(pipeline, sorted, failed)) await recordGroup(pipeline, group, recording);
  const all = sorted.changes.map(({ messageId }) => messageId);
  for (const incidentId of recording.incidentIds) {
    try {
      await requestPages(pipeline, incidentId);
    } catch (error) {
      const missing = all.filter((messageId) => !failed.some((one) => one.messageId === messageId));
      failed.push(...missing.map((messageId) => ({ messageId, error })));
    }
  }
  return {
    failed,
    setAside: sorted.hopeless.map(({ message: { messageId }, reason }) => ({ messageId, reason })),
    ignored: sorted.ignored,
    incidentIds: [...recording.incidentIds],
  };
};
