import { CONFIRMED_CAUSES, type ConfirmedCause, isCause } from '../cause.ts';
import { responderOf } from '../configuration.ts';
import type { IncidentEvent } from '../incident/events.ts';
import type { Incident, IncidentSeverity } from '../incident/incident.ts';
import { isHigher } from '../severity.ts';
import { type LiveRecord, liveRecordOf } from '../report/live-record.ts';
import { sentPages } from '../report/sent-pages.ts';
import { earliest, epochOf, type Instant, instantOf, MINUTE } from '../time.ts';
import { type Firing, type IncidentRun, runsOf } from '../report/runs.ts';
import { worstAlarmOf } from './worst-alarm.ts';

/** A page that went out to a responder. */
export interface PersonPage {
  readonly at: Instant;
  readonly responder: string;
}

/** What one incident adds to the figures of a period. */
export interface IncidentFigures {
  readonly incidentId: string;
  readonly kind: Incident['kind'];
  readonly service: string;
  readonly environment: string;
  /** The worst that it had. */
  readonly severity: IncidentSeverity;
  readonly openedAt: Instant;
  /** By the last diagnosis of its first run that knew one. */
  readonly onsetAt?: Instant | undefined;
  /** When the first alarm of its first run fired, by CloudWatch's clock. */
  readonly alarmAt?: Instant | undefined;
  readonly worstAlarm?: Firing | undefined;
  /** At least one. */
  readonly runs: readonly IncidentRun[];
  readonly pages: readonly PersonPage[];
  /** What a person says it was, else what it was diagnosed as last; `unknown` too where nobody looked. */
  readonly cause: ConfirmedCause;
  readonly isConfirmed: boolean;
  /** It was a deploy, or began with one. */
  readonly isByDeploy: boolean;
  readonly record: LiveRecord;
}

const lastCause = (timeline: readonly IncidentEvent[]): ConfirmedCause => {
  const last = timeline.findLast((event) => event.type === 'DiagnosisRecorded');
  return last !== undefined && isCause(last.said.cause) ? last.said.cause : 'unknown';
};

/** What a later version of Tocsin lets people say is something else to this one. */
const knownCause = (cause: ConfirmedCause): ConfirmedCause => (CONFIRMED_CAUSES.includes(cause) ? cause : 'other');

/** Estimates become better with more to see; what is found of a later run is of another onset. */
const onsetOf = (timeline: readonly IncidentEvent[]): Instant | undefined => {
  const end = timeline.findIndex(({ type }) => type === 'IncidentResolved');
  const ofFirstRun = end < 0 ? timeline : timeline.slice(0, end);
  const found = ofFirstRun.flatMap((event) => {
    if (event.type !== 'DiagnosisRecorded' || event.said.minutesAfterOnset === null) return [];
    return [instantOf(epochOf(event.said.at) - event.said.minutesAfterOnset * MINUTE)];
  });
  return found.at(-1);
};

const worstSeverity = (opened: IncidentSeverity, timeline: readonly IncidentEvent[]): IncidentSeverity => {
  let worst = opened;
  for (const event of timeline) {
    const said = event.type === 'SeverityRaised' ? event.to : event.type === 'IncidentReopened' && event.severity;
    if (said !== false && isHigher(said, worst)) worst = said;
  }
  return worst;
};

interface Causes {
  readonly cause: ConfirmedCause;
  readonly isConfirmed: boolean;
  readonly isByDeploy: boolean;
}

/** A diagnosis that a person contradicts is no witness for the deploy that it names. */
const causesOf = (timeline: readonly IncidentEvent[], { confirmed }: LiveRecord, implicated: boolean): Causes => {
  const diagnosed = lastCause(timeline);
  const cause = confirmed === undefined ? diagnosed : knownCause(confirmed.cause);
  const isBelieved = cause === diagnosed || cause === 'unknown';
  return {
    cause,
    isConfirmed: confirmed !== undefined && cause !== 'unknown',
    isByDeploy: cause === 'deploy-regression' || (implicated && isBelieved),
  };
};

const pagesOf = (timeline: readonly IncidentEvent[]): readonly PersonPage[] =>
  sentPages(timeline).flatMap(({ at, target }) => {
    const responder = responderOf(target);
    return responder === undefined ? [] : [{ at, responder }];
  });

/** `isDeployImplicated`: by its last diagnosis, which is stored beside the timeline. Undefined: the timeline opens no incident. */
export const incidentFiguresOf = (
  timeline: readonly IncidentEvent[],
  { isDeployImplicated }: { readonly isDeployImplicated: boolean },
): IncidentFigures | undefined => {
  const opened = timeline.find((event) => event.type === 'IncidentOpened');
  if (opened === undefined) return undefined;
  const { incidentId, kind, service, environment, severity, at: openedAt } = opened;
  const [runs, record] = [runsOf(timeline), liveRecordOf(timeline)];
  return {
    incidentId,
    kind,
    service,
    environment,
    severity: worstSeverity(severity, timeline),
    openedAt,
    onsetAt: onsetOf(timeline),
    alarmAt: earliest(runs[0]?.firings.map(({ since }) => since) ?? []),
    worstAlarm: worstAlarmOf(runs),
    runs,
    pages: pagesOf(timeline),
    ...causesOf(timeline, record, isDeployImplicated),
    record,
  };
};
