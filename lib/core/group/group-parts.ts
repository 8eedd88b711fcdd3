import type { CommandOf, ReceivedChange } from '../incident/commands.ts';
import { incidentIdOf } from '../incident/incident-id.ts';
import type { Member, Opening } from '../incident/incident.ts';
import { opensIncident } from '../rules/receive-alarm.ts';
import type { Instant } from '../time.ts';
import { cutToBytes } from '../words.ts';
import { type InOrder, judgedInOrder } from './alarm-order.ts';
import type { GroupedChanges } from './group-changes.ts';
import { type DedupRecord, type GroupRecord, incidentBehind, type RegisterEntry } from './records.ts';
import type { RoutedChange } from './routed-change.ts';

/** What was known of a group and its alarms when their changes were taken in. */
export interface KnownOfGroup {
  /** By alarm key. */
  readonly entries: ReadonlyMap<string, RegisterEntry>;
  readonly record: GroupRecord | undefined;
  /** Of the record's incident, by alarm id: those of which a late ALARM asks. */
  readonly members: ReadonlyMap<string, Member>;
}

/** What holds whatever the group. */
export interface Circumstances {
  readonly at: Instant;
  /** Hash of the configuration. */
  readonly config: string;
  /** Whether somebody can look for the cause of what is wrong with this service. */
  readonly isDiagnosed: (service: string) => boolean;
}

/** What one incident gets of a group's changes: a command, and what is written with it in one append. */
export interface GroupPart {
  readonly messageIds: readonly string[];
  readonly incidentId: string;
  readonly command: CommandOf<'ReceiveAlarm'>;
  readonly register: readonly RegisterEntry[];
  readonly dedups: readonly DedupRecord[];
}

interface Pair {
  readonly routed: RoutedChange;
  readonly received: ReceivedChange;
}

/** Bytes that a head spends on a runbook's address; a cut one would lead nowhere. */
const RUNBOOK_BYTES = 400;

const fitting = (runbook: string | undefined): string | undefined =>
  runbook !== undefined && cutToBytes(runbook, RUNBOOK_BYTES) === runbook ? runbook : undefined;

const openingFor = (
  { change, route }: RoutedChange,
  { group, incidentId }: Pick<Opening, 'group' | 'incidentId'>,
  { config, isDiagnosed }: Circumstances,
): Opening => ({
  incidentId,
  kind: 'real',
  group,
  account: change.account,
  region: change.region,
  service: route.service,
  environment: route.environment,
  config,
  ...(route.escalation === undefined ? {} : { escalation: route.escalation }),
  recoverAfterMs: route.recoverAfterMs,
  cooldownMs: route.cooldownMs,
  runbook: fitting(route.runbook),
  ...(isDiagnosed(route.service) ? { isDiagnosed: true } : {}),
});

/** An alarm that is muted longer stays with the incident that counts it. */
const goesThroughDoor = (received: ReceivedChange): boolean =>
  opensIncident(received) && !(received.repeated && received.change.silenced !== undefined);

interface Door {
  readonly group: string;
  readonly known: KnownOfGroup;
  readonly at: Instant;
}

/** What loses its data again within a day goes to the incident that it was told of in, not to one each time. */
const incidentOfLoss = (
  { alarmKey }: RoutedChange,
  received: ReceivedChange,
  { entries, record }: KnownOfGroup,
): string | undefined => {
  const incidentId = entries.get(alarmKey)?.incidentId;
  return received.loss?.isAgain === true && incidentId === record?.incidentId ? incidentId : undefined;
};

/**
 * Where changes that open something go: to the incident that they join or reopen, else to a new one. An alarm that
 * belongs to another group by now opens none here: it reopens the one that counts it.
 */
const incidentBehindDoor = ({ routed, received }: Pair, { group, known, at }: Door): string => {
  const { change, dedupKey, alarmKey, route } = routed;
  return (
    incidentBehind(known.record, at) ??
    incidentOfLoss(routed, received, known) ??
    (route.group === group ? undefined : known.entries.get(alarmKey)?.incidentId) ??
    incidentIdOf(change.at, group, dedupKey)
  );
};

/** Where changes that open nothing go: to the incident that counts the alarm, else to the group's newest. */
const incidentOf = (
  { change, dedupKey, alarmKey }: RoutedChange,
  {
    group,
    known,
    behind,
  }: { readonly group: string; readonly known: KnownOfGroup; readonly behind: string | undefined },
): string =>
  known.entries.get(alarmKey)?.incidentId ??
  known.record?.incidentId ??
  behind ??
  incidentIdOf(change.at, group, dedupKey);

const partOf = (
  incidentId: string,
  pairs: readonly Pair[],
  around: {
    readonly group: string;
    readonly olderId: string | undefined;
    readonly register: InOrder['register'];
    readonly circumstances: Circumstances;
  },
): readonly GroupPart[] => {
  const { group, olderId, register, circumstances } = around;
  const changes = pairs.map(({ received }) => received);
  const opener = pairs.find(({ received }) => opensIncident(received)) ?? pairs[0];
  if (opener === undefined) return [];
  const joining = new Set(changes.filter(goesThroughDoor).map(({ alarmKey }) => alarmKey));
  const own = new Set(changes.map(({ alarmKey }) => alarmKey));
  return [
    {
      messageIds: pairs.map(({ routed }) => routed.messageId),
      incidentId,
      command: {
        type: 'ReceiveAlarm',
        at: circumstances.at,
        opening: openingFor(opener.routed, { group, incidentId }, circumstances),
        changes,
        ...(olderId === undefined || olderId === incidentId ? {} : { olderId }),
      },
      register: register
        .filter(({ alarmKey }) => own.has(alarmKey))
        .map((entry) => (joining.has(entry.alarmKey) ? { ...entry, incidentId } : entry)),
      dedups: pairs.map(({ routed }) => ({ key: routed.dedupKey, incidentId })),
    },
  ];
};

/**
 * Which incident each change goes to. An alarm that opens something goes through the door of its group; what opens
 * nothing (an OK of an alarm that a resolution left firing) goes to the incident that counts the alarm.
 *
 * @param changes fresh ones, in CloudWatch's order
 */
export const groupPartsOf = (
  { group, changes }: GroupedChanges,
  known: KnownOfGroup,
  circumstances: Circumstances,
): readonly GroupPart[] => {
  const { received, register } = judgedInOrder(changes, { group, ...known });
  const pairs = changes.flatMap((routed, index): Pair[] => {
    const change = received[index];
    return change === undefined ? [] : [{ routed, received: change }];
  });
  const opening = new Set(received.filter(goesThroughDoor).map(({ alarmId }) => alarmId));
  const opener = pairs.find((pair) => goesThroughDoor(pair.received));
  const { at } = circumstances;
  const behind = opener && incidentBehindDoor(opener, { group, known, at });
  const parts = Map.groupBy(pairs, ({ routed }) =>
    behind !== undefined && opening.has(routed.alarmId) ? behind : incidentOf(routed, { group, known, behind }),
  );
  return [...parts].flatMap(([incidentId, part]) =>
    partOf(incidentId, part, { group, olderId: known.record?.incidentId, register, circumstances }),
  );
};
