import { seal } from '../../lib/core/incident/chain.ts';
import type { ReceivedChange } from '../../lib/core/incident/commands.ts';
import type { IncidentEvent, NewEvent } from '../../lib/core/incident/events.ts';
import { evolve } from '../../lib/core/incident/evolve.ts';
import {
  HEAD_ALARMS,
  HEAD_REQUESTED,
  HEAD_WITHDRAWN,
  type Incident,
  type PolicyCopy,
} from '../../lib/core/incident/incident.ts';
import { headAlarmOf } from '../../lib/core/incident/member.ts';
import { canonicalJson } from '../../lib/core/canonical-json.ts';
import type { TargetName } from '../../lib/core/configuration.ts';
import { DAY } from '../../lib/core/time.ts';
import { minute, opening } from './incident-story.ts';

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** The longest name that a configuration may give. */
const longName = (index: number): string => `${String(index).padStart(3, '0')}-${'n'.repeat(59)}`;

/** More people than the head remembers. */
const PEOPLE = 80;

const targets = Array.from({ length: PEOPLE }, (_, index) => `responder:${longName(index)}` as const);

/** What tocsin.yaml lets a policy take, as canonical JSON without its name. */
const MOST_POLICY_BYTES = 6 * 1_024;

const fullestPolicy = (): PolicyCopy => {
  const policyOf = (count: number): Omit<PolicyCopy, 'name'> => {
    const page = targets.slice(0, count) as readonly TargetName[];
    return {
      levels: Array.from({ length: 10 }, (_, level) => ({
        page: page.filter((_target, index) => index % 10 === level),
        escalateAfterMs: DAY,
      })),
      repeat: 9,
      acknowledgementTimeoutMs: DAY,
      notify: targets.slice(0, count),
      unanswered: page,
      unansweredEveryMs: DAY,
    };
  };
  let count = 0;
  while (bytesOf(canonicalJson(policyOf(count + 1))) <= MOST_POLICY_BYTES) count += 1;
  return { ...policyOf(count), name: longName(0) };
};

/** An ARN of 400 characters, four bytes each where they are free. */
const longArn = (index: number): string => {
  const start = `arn:aws-us-gov:cloudwatch:ap-northeast-1:123456789012:alarm:${String(index).padStart(6, '0')}`;
  return start + '🔥'.repeat(400 - start.length);
};

/** In JSON a quotation mark takes two bytes where it counts as one. */
const received = (index: number): ReceivedChange => ({
  change: {
    kind: 'state',
    alarmArn: longArn(index),
    alarmName: '"'.repeat(255),
    account: '123456789012',
    region: 'ap-northeast-1',
    state: 'INSUFFICIENT_DATA',
    at: minute(0),
    reason: '"'.repeat(1_023),
    onRealData: false,
    tags: {},
  },
  alarmId: String(index).padStart(16, '0'),
  alarmKey: JSON.stringify([longArn(index)]),
  severity: 'critical',
  insufficientData: 'page',
  stale: false,
  missedTransition: false,
});

const facts = (): readonly NewEvent[] => {
  const page = (index: number): NewEvent => ({
    type: 'PageRequested',
    kind: 'page',
    pageId: `01H72Y3QK0ZZZZZZZZZZZZZZZZ-${String(1_000_000 + index)}`,
    target: targets[index % PEOPLE] ?? 'responder:alice',
    reason: 'unacknowledged',
    level: 10,
    round: 10,
  });
  const withdrawn = Array.from({ length: HEAD_WITHDRAWN }, (_, index) => page(index));
  const unsent = Array.from({ length: HEAD_REQUESTED }, (_, index) => page(HEAD_WITHDRAWN + index));
  const idsOf = (pages: readonly NewEvent[]): string[] =>
    pages.flatMap((one) => (one.type === 'PageRequested' ? [one.pageId] : []));
  const counts = { joined: 1_000_000, firing: 1_000_000, silent: 1_000_000 };
  return [
    ...Array.from({ length: HEAD_ALARMS + 1 }, (_, index): NewEvent => {
      return { type: 'AlarmJoined', alarm: headAlarmOf(received(index), 'INSUFFICIENT_DATA'), counts };
    }),
    ...withdrawn,
    { type: 'PagesWithdrawn', pageIds: idsOf(withdrawn), because: 'superseded' },
    ...unsent,
  ];
};

/** Every optional field at once, although no rule sets them all together. */
const everyOptionalField = (incident: Incident): Incident => ({
  ...incident,
  phase: { status: 'acknowledged', by: longName(0), at: minute(0), until: minute(30), level: 10 },
  level: 10,
  round: 10,
  escalateAt: minute(1),
  unanswered: { nextAt: minute(60) },
  held: { reason: 'unacknowledged', diagnoseUntil: minute(1) },
  flaps: 1_000_000,
  recoverAt: minute(5),
  mutedUntil: minute(60),
  noDataSince: minute(0),
  joinsToldAt: minute(0),
  joinsUntold: 1_000_000,
  acknowledgedAt: minute(1),
  resolvedAt: minute(2),
  version: 10_000_000,
});

/**
 * A head filled to its bounds by the rules' own folds: 20 alarms, everything requested and withdrawn that it may hold,
 * everybody it remembers as paged, the largest policy, and the longest texts that parsing and configuration let in.
 */
export const fullestIncident = (incidentId: string): Incident => {
  const open = opening(incidentId, {
    group: longArn(0),
    region: 'ap-northeast-1',
    service: longName(1),
    environment: longName(2),
    policy: fullestPolicy(),
    runbook: `https://${'火'.repeat(330)}`,
    recoverAfterMs: DAY,
    cooldownMs: DAY,
  });
  const events: readonly IncidentEvent[] = [
    open,
    ...facts().map((event): IncidentEvent => ({ v: 1, at: minute(0), ...event })),
  ];
  const folded = events.reduce<Incident | undefined>(evolve, undefined);
  if (folded === undefined) throw new Error('the first fact opens the incident');
  const { hash: tip = '' } = seal(events, { version: 0, tip: '' }).at(-1) ?? {};
  return everyOptionalField({ ...folded, requested: folded.requested.map((one) => ({ ...one, overdue: false })), tip });
};
