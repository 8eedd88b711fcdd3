import { alarmKeyOf } from '../core/alarm/alarm-identity.ts';
import type { GroupRecord, RegisterEntry } from '../core/group/records.ts';
import { parseAlarmEvent } from '../core/alarm/parse-alarm-event.ts';
import type { MetricUnit } from '../core/configuration.ts';
import { unitOfAlarm } from '../core/service/route-alarm.ts';
import { withSymptomsOfChildren } from '../core/group/children.ts';
import { formerGroups, groupChanges, type GroupedChanges } from '../core/group/group-changes.ts';
import type { Instant } from '../core/time.ts';
import { tickIncident } from './clock.ts';
import { recordFirstDiagnosis } from './diagnose.ts';
import { inTurn } from './in-turn.ts';
import { errorText } from '../ports/telemetry.ts';
import type { Pipeline } from './pipeline.ts';
import { type GroupReceipt, receiveGroup } from './receive-group.ts';
import type { RoutedChange } from '../core/group/routed-change.ts';
import { routeChanges, type ToldChange } from './route-changes.ts';

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

interface Malformed {
  readonly message: AlarmMessage;
  readonly reason: string;
}

interface Sorted {
  readonly told: ToldChange[];
  readonly malformed: Malformed[];
  readonly ignored: { readonly messageId: string; readonly reason: string }[];
}

const sortIn = (sorted: Sorted, pipeline: Pipeline, message: AlarmMessage): void => {
  const { messageId } = message;
  const unitOf = (alarmName: string): MetricUnit | undefined => unitOfAlarm(alarmName, pipeline.configuration);
  const parsed = parseAlarmEvent(message.body, message.receivedAt ?? pipeline.clock(), unitOf);
  if (parsed.outcome === 'malformed') sorted.malformed.push({ message, reason: parsed.reason });
  else if (parsed.outcome === 'ignored') sorted.ignored.push({ messageId, reason: parsed.reason });
  else sorted.told.push({ messageId, change: parsed.change });
};

const unreadable = (message: AlarmMessage, error: unknown): Malformed => ({
  message,
  reason: `it cannot be read: ${errorText(error)}`,
});

/** What nobody foresaw fails alone: it is set aside for a person to look at. */
const sortOut = (pipeline: Pipeline, messages: readonly AlarmMessage[]): Sorted => {
  const sorted: Sorted = { told: [], malformed: [], ignored: [] };
  for (const message of messages) {
    try {
      sortIn(sorted, pipeline, message);
    } catch (error) {
      sorted.malformed.push(unreadable(message, error));
    }
  }
  return sorted;
};

type Entries = ReadonlyMap<string, RegisterEntry>;

const grouped = async (
  { register, clock }: Pipeline,
  changes: readonly RoutedChange[],
  entries: Entries,
): Promise<readonly GroupedChanges[]> => {
  const former = formerGroups(changes, entries);
  const records = former.length === 0 ? new Map<string, GroupRecord>() : await register.groups(former);
  return groupChanges(changes, { entries, records, at: clock() });
};

type Failed = Received['failed'];

interface Recorded {
  readonly receipts: readonly GroupReceipt[];
  readonly failed: Failed;
}

const failing = (messages: readonly { readonly messageId: string }[], error: unknown): Failed =>
  messages.map(({ messageId }) => ({ messageId, error }));

const together = (all: readonly Recorded[]): Recorded => ({
  receipts: all.flatMap(({ receipts }) => receipts),
  failed: all.flatMap(({ failed }) => failed),
});

/** One group that cannot be written never holds up another; one that fails as a whole is tried change by change. */
const recordGroup = async (pipeline: Pipeline, group: GroupedChanges): Promise<Recorded> => {
  try {
    return { receipts: await receiveGroup(pipeline, group), failed: [] };
  } catch (error) {
    if (group.changes.length === 1) return { receipts: [], failed: failing(group.changes, error) };
    const alone: Recorded[] = [];
    for (const change of group.changes) alone.push(await recordGroup(pipeline, { ...group, changes: [change] }));
    return together(alone);
  }
};

/**
 * All groups at once. Those that share an alarm, whose tags changed within the batch, go one after another: they would
 * race for its register item. Two that meet in one incident (an alarm was moved) race as two functions do: the one that
 * loses decides again.
 */
const recordAll = async (
  pipeline: Pipeline,
  { told, malformed }: Sorted,
  messages: readonly AlarmMessage[],
): Promise<Recorded> => {
  const turn = inTurn();
  const setApart = (messageId: string, error: unknown): void => {
    malformed.push(...messages.filter((one) => one.messageId === messageId).map((one) => unreadable(one, error)));
  };
  try {
    const keys = told.map(({ change }) => alarmKeyOf(change));
    const entries =
      keys.length === 0 ? new Map<string, RegisterEntry>() : await pipeline.register.entries([...new Set(keys)]);
    const routed = await routeChanges(pipeline, told, { entries, failing: setApart });
    const recording = (await grouped(pipeline, withSymptomsOfChildren(routed), entries)).map((group) => {
      const alarms = group.changes.map(({ alarmKey }) => alarmKey);
      return turn(alarms, () => recordGroup(pipeline, group));
    });
    return together(await Promise.all(recording));
  } catch (error) {
    return { receipts: [], failed: failing(told, error) };
  }
};

const setAside = async ({ aside }: Pipeline, { malformed }: Sorted): Promise<Failed> => {
  const putting = malformed.map(async ({ message, reason }): Promise<Failed> => {
    try {
      await aside.put(message.body, reason);
      return [];
    } catch (error) {
      return failing([message], error);
    }
  });
  return (await Promise.all(putting)).flat();
};

/** What was recorded for the first time gets its pages; what only repeats gets a tick, which does what is left to do. */
const requestPages = async (
  pipeline: Pipeline,
  incidentId: string,
  concerned: readonly GroupReceipt[],
): Promise<void> => {
  if (concerned.every(({ isDuplicate }) => isDuplicate)) await tickIncident(pipeline, incidentId);
  else
    await recordFirstDiagnosis(
      pipeline,
      incidentId,
      concerned.some(({ isHolding }) => isHolding),
    );
};

interface Requested {
  readonly incidentIds: readonly string[];
  readonly failed: Failed;
}

const requestAllPages = async (pipeline: Pipeline, receipts: readonly GroupReceipt[]): Promise<Requested> => {
  const incidents = Map.groupBy(
    receipts.filter(({ incidentId }) => incidentId !== undefined),
    ({ incidentId }) => incidentId ?? '',
  );
  const requesting = [...incidents].map(async ([incidentId, concerned]): Promise<Failed> => {
    try {
      await requestPages(pipeline, incidentId, concerned);
      return [];
    } catch (error) {
      return failing(concerned, error);
    }
  });
  return { incidentIds: [...incidents.keys()], failed: (await Promise.all(requesting)).flat() };
};

/**
 * Takes in a batch of alarm events: first all groups are recorded, then all incidents that changed, or that a duplicate
 * concerns, request their pages. What fails is named, to be delivered again; the rest goes on.
 */
export const receive = async (pipeline: Pipeline, messages: readonly AlarmMessage[]): Promise<Received> => {
  const sorted = sortOut(pipeline, messages);
  const recorded = await recordAll(pipeline, sorted, messages);
  const [notSetAside, requested] = await Promise.all([
    setAside(pipeline, sorted),
    requestAllPages(pipeline, recorded.receipts),
  ]);
  return {
    failed: [...notSetAside, ...recorded.failed, ...requested.failed],
    setAside: sorted.malformed.map(({ message: { messageId }, reason }) => ({ messageId, reason })),
    ignored: sorted.ignored,
    incidentIds: requested.incidentIds,
  };
};
