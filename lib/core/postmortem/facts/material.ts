import { eventOf, type SealedEvent } from '../../incident/chain.ts';
import type { IncidentOpened } from '../../incident/events.ts';
import { fromVersion1 } from '../../incident/events-v1.ts';
import type { StoredDiagnosis } from '../../incident/stored-diagnosis.ts';
import { type ToldFinding, toldFinding } from '../../diagnosis/told-finding.ts';
import type { LocalClock } from '../../report/local-clock.ts';
import type { Voice } from '../../report/voice.ts';
import { serviceName } from '../../page/service-name.ts';
import type { Instant } from '../../time.ts';
import { withTimes } from '../../time-mark.ts';
import { foundCause, type FoundCause } from './found-cause.ts';
import { isOf, type Placed } from './placed.ts';
import { type PlacedRun, placedRunsOf } from './runs.ts';

/** What is stored of an incident. */
export interface StoredIncident {
  readonly incidentId: string;
  readonly timeline: readonly SealedEvent[];
  readonly diagnoses: readonly StoredDiagnosis[];
}

/** How its reader calls people and times, and where they look further. */
export interface PostmortemReader {
  readonly voice: Voice;
  readonly clock: LocalClock;
  /** As a command names the place of the incident: `--local`, `--stack Tocsin`. */
  readonly option: string;
}

/** What a postmortem is made of, and how it speaks. */
export interface Material extends PostmortemReader {
  readonly incidentId: string;
  readonly service: string;
  readonly opened: Placed<IncidentOpened>;
  readonly events: readonly Placed[];
  readonly runs: readonly PlacedRun[];
  readonly found: FoundCause;
  /** A diagnosis whole, by its number; undefined: it is not there, or cannot be read. */
  readonly findings: ReadonlyMap<number, ToldFinding>;
  /** With its day where that is another than that of the opening. */
  readonly time: (at: Instant) => string;
  /** A sentence of a diagnosis in the reader's times. */
  readonly timed: (sentence: string) => string;
}

/** Undefined: what is stored does not begin as an incident does. */
export const materialOf = (
  { incidentId, timeline, diagnoses }: StoredIncident,
  { voice, clock, option }: PostmortemReader,
): Material | undefined => {
  const stored = timeline.map((sealed) => ({ version: sealed.version, event: eventOf(sealed) }));
  const events: readonly Placed[] = stored.map(({ version, event }) => ({
    version,
    event: event.v === 1 ? fromVersion1(event, undefined) : event,
  }));
  const opened = events.find(isOf('IncidentOpened'));
  if (opened === undefined) return undefined;
  const time = (at: Instant): string => voice.time(at, opened.event.at);
  const findings = diagnoses.flatMap(({ number, body }) => {
    const told = toldFinding(body, time);
    return told === undefined ? [] : [[number, told] as const];
  });
  return {
    incidentId,
    service: serviceName(opened.event),
    opened,
    events,
    runs: placedRunsOf(events),
    found: foundCause(stored),
    findings: new Map(findings),
    voice,
    clock,
    option,
    time,
    timed: (sentence) => withTimes(sentence, time),
  };
};
