import type { CommandOf, ReceivedChange } from '../incident/commands.ts';
import { incidentIdOf } from '../incident/incident-id.ts';
import type { Opening, PolicyCopy } from '../incident/incident.ts';
import { opensIncident } from '../rules/receive-alarm.ts';
import type { Instant } from '../time.ts';
import { cutToBytes } from '../words.ts';
import { receivedChanges, registerEntriesAfter } from './alarm-order.ts';
import type { GroupedChanges } from './group-changes.ts';
import { type DedupRecord, type GroupRecord, incidentBehind, type RegisterEntry } from './records.ts';
import type { RoutedChange } from './routed-change.ts';

/** What was known of a group and its alarms when their changes were taken in. */
export interface KnownOfGroup {
  /** By alarm key. */
  readonly entries: ReadonlyMap<string, RegisterEntry>;
  readonly record: GroupRecord | undefined;
}

/** What holds whatever the group. */
export interface Circumstances {
  readonly at: Instant;
  /** Hash of the configuration. */
  readonly config: string;
  readonly policyOf: (name: string) => PolicyCopy;
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
const RUNBOOK_BYTES = 1_000;

const fitting = (runbook: string | undefined): string | undefined =>
  runbook !== undefined && cutToBytes(runbook, RUNBOOK_BYTES) === runbook ? runbook : undefined;

const openingFor = (
  { change, route }: RoutedChange,
  { group, incidentId }: Pick<Opening, 'group' | 'incidentId'>,
  { config, policyOf }: Circumstances,
): Opening => ({
  incidentId,
  kind: 'real',
  group,
  account: change.account,
  region: change.region,
  service: route.service,
  environment: route.environment,
  config,
  policy: policyOf(route.escalation),
  recoverAfterMs: route.recoverAfterMs,
  cooldownMs: route.cooldownMs,
  runbook: fitting(route.runbook),
});

/** The group's own incident while it may be joined or reopened, or for changes that open nothing, else a new one. */
const incidentFor = (opener: RoutedChange | undefined, first: RoutedChange, { group, record, at }: Door): string => {
  const own = opener === undefined ? record?.incidentId : incidentBehind(record, at);
  return own ?? incidentIdOf((opener ?? first).change.at, group, (opener ?? first).dedupKey);
};

interface Door {
  readonly group: string;
  readonly record: GroupRecord | undefined;
  readonly at: Instant;
}

const partOf = (
  pairs: readonly Pair[],
  { group, known }: { readonly group: string; readonly known: KnownOfGroup },
  circumstances: Circumstances,
): readonly GroupPart[] => {
  const [first] = pairs;
  if (first === undefined) return [];
  const { at } = circumstances;
  const opener = pairs.find(({ received }) => opensIncident(received));
  const incidentId = incidentFor(opener?.routed, first.routed, { group, record: known.record, at });
  const changes = pairs.map(({ received }) => received);
  const opening = openingFor((opener ?? first).routed, { group, incidentId }, circumstances);
  return [
    {
      messageIds: pairs.map(({ routed }) => routed.messageId),
      incidentId,
      command: { type: 'ReceiveAlarm', at, opening, changes },
      register: registerEntriesAfter(group, changes, known.entries),
      dedups: pairs.map(({ routed }) => ({ key: routed.dedupKey, incidentId })),
    },
  ];
};

/**
 * Which incident each change goes to. Of a group whose incident is over for good, changes that open nothing (an OK of an
 * alarm it left firing) still belong to it, and those of alarms that open something to the new one.
 *
 * @param changes fresh ones, in CloudWatch's order
 */
export const groupPartsOf = (
  { group, changes }: GroupedChanges,
  known: KnownOfGroup,
  circumstances: Circumstances,
): readonly GroupPart[] => {
  const received = receivedChanges(changes, known.entries);
  const pairs = changes.flatMap((routed, index): Pair[] => {
    const change = received[index];
    return change === undefined ? [] : [{ routed, received: change }];
  });
  const { record } = known;
  const isOver = record !== undefined && incidentBehind(record, circumstances.at) === undefined;
  const opening = new Set(received.filter(opensIncident).map(({ alarmId }) => alarmId));
  const opens = ({ routed }: Pair): boolean => opening.has(routed.alarmId);
  const parts = isOver ? [pairs.filter((pair) => !opens(pair)), pairs.filter(opens)] : [pairs];
  return parts.flatMap((part) => partOf(part, { group, known }, circumstances));
};
