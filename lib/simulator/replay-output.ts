import type { AlarmState } from '../core/alarm/definition.ts';
import { findingIn } from '../core/diagnosis/finding.ts';
import type { Diagnosis } from '../core/diagnosis/verdict/diagnosis.ts';
import { eventOf } from '../core/incident/chain.ts';
import type { IncidentEvent } from '../core/incident/events.ts';
import type { Incident, PageReason, Status } from '../core/incident/incident.ts';
import { statusOf } from '../core/incident/phase.ts';
import type { StoredDiagnosis } from '../core/incident/stored-diagnosis.ts';
import { localClock } from '../core/report/local-clock.ts';
import { type SentPage, sentPages } from '../core/report/sent-pages.ts';
import type { Severity } from '../core/severity.ts';
import type { Instant } from '../core/time.ts';
import { inZoneOf } from '../core/time-mark.ts';
import type { Replayed } from './replay.ts';

const UTC = localClock('UTC');

/** Why a page went out, in the words of the schema: it has fewer than the timeline. */
const REASONS = {
  escalation: 'escalation',
  severity: 'severity',
  muteEnded: 'muteEnded',
  returned: 'reopened',
  unacknowledged: 'unacknowledged',
  snoozeEnded: 'snoozeEnded',
  uncovered: 'snoozeEnded',
  leftFiring: 'reopened',
  requested: 'requested',
  reassigned: 'reassigned',
  reopened: 'reopened',
  unanswered: 'unanswered',
  nobodyReached: 'nobodyReached',
  // No replay opens a drill.
  test: 'requested',
} as const satisfies Readonly<Record<PageReason, PageReason>>;

interface ReplayedPage extends SentPage {
  readonly reason: (typeof REASONS)[PageReason];
}

export interface ReplayedIncident {
  readonly incidentId: string;
  readonly service: string;
  readonly severity: Severity;
  readonly status: Status;
  readonly openedAt: Instant;
  readonly acknowledgedAt: Instant | null;
  readonly resolvedAt: Instant | null;
  readonly alarms: readonly string[];
  readonly pages: readonly ReplayedPage[];
  /** The one that the first page carried. */
  readonly diagnosis: Diagnosis | null;
  readonly timeline: readonly IncidentEvent[];
}

/** schema/replay-output.schema.json. */
export interface ReplayOutput {
  readonly schema: 'replay/1';
  readonly from: Instant;
  readonly to: Instant;
  readonly alarms: readonly {
    readonly at: Instant;
    readonly alarm: string;
    readonly from: AlarmState;
    readonly to: AlarmState;
    readonly reason: string;
  }[];
  readonly incidents: readonly ReplayedIncident[];
}

const alarmNames = (timeline: readonly IncidentEvent[]): readonly string[] => {
  const names = timeline.flatMap((event) => {
    if (event.type === 'AlarmJoined') return [event.alarm.name];
    return event.type === 'AlarmsJoined' ? event.sample.map(({ name }) => name) : [];
  });
  return [...new Set(names)];
};

/** What stood when the first page went out, its times in UTC. */
const carriedIn = (timeline: readonly IncidentEvent[], stored: readonly StoredDiagnosis[]): Diagnosis | null => {
  const firstPage = timeline.findIndex((event) => event.type === 'PageSent' && event.kind === 'page');
  const last = timeline.slice(0, Math.max(0, firstPage)).findLast(({ type }) => type === 'DiagnosisRecorded');
  const number = last?.type === 'DiagnosisRecorded' ? last.number : undefined;
  const finding = findingIn(stored.find((one) => one.number === number)?.body ?? '');
  return finding === undefined ? null : inZoneOf(finding.diagnosis, (at) => UTC.minute(at));
};

interface ReplayedOf {
  readonly head: Incident;
  readonly timeline: readonly IncidentEvent[];
  readonly stored: readonly StoredDiagnosis[];
}

const outputOf = ({ head, timeline, stored }: ReplayedOf): ReplayedIncident => ({
  incidentId: head.incidentId,
  service: head.service,
  severity: head.severity === 'silent' ? 'info' : head.severity,
  status: statusOf(head),
  openedAt: head.openedAt,
  acknowledgedAt: head.acknowledgedAt ?? null,
  resolvedAt: head.resolution?.at ?? null,
  alarms: alarmNames(timeline),
  pages: sentPages(timeline).map((page) => ({ ...page, reason: REASONS[page.reason] })),
  diagnosis: carriedIn(timeline, stored),
  timeline,
});

/** What a replay came to, whole and in order, as `tocsin replay --json` prints it. */
export const replayOutput = async ({ from, to, alarms, incidents }: Replayed): Promise<ReplayOutput> => {
  const found: ReplayedIncident[] = [];
  for await (const { incidentId } of incidents.list({})) {
    const head = await incidents.head(incidentId);
    if (head === undefined) continue;
    const timeline = (await incidents.timeline(incidentId)).map(eventOf);
    found.push(outputOf({ head, timeline, stored: await incidents.diagnoses(incidentId, 'all') }));
  }
  return {
    schema: 'replay/1',
    from,
    to,
    alarms: alarms.map(({ at, alarm, from: before, to: after, reason }) => ({
      at,
      alarm,
      from: before,
      to: after,
      reason,
    })),
    incidents: found.toReversed(),
  };
};
