import type { Configuration } from '../core/configuration.ts';
import type { IncidentEvent } from '../core/incident/events.ts';
import { type Incident, isOpen, type Member } from '../core/incident/incident.ts';
import { type ToldFinding, toldFinding } from '../core/diagnosis/told-finding.ts';
import type { PageFacts } from '../core/page/page-facts.ts';
import { spokenTime } from '../core/page/spoken-time.ts';
import { localClock } from '../core/report/local-clock.ts';
import { homeTimeZone, type Voice, voiceOf } from '../core/report/voice.ts';
import { downstreamOf, upstreamOf } from '../core/service/neighbours.ts';
import { DAY, type Instant, later } from '../core/time.ts';
import { factsNow } from '../core/report/facts-now.ts';
import { LINK_SITE, type Site } from './site.ts';

/** A link works until so long after the resolution. */
const WORKS_ON_MS = DAY;

/** Who reads a screen, when and where. */
export interface Reader {
  readonly site: Site;
  readonly configuration: Configuration;
  readonly now: Instant;
  /** Undefined: whoever reads the channel. */
  readonly responder: string | undefined;
  readonly timeZone: string;
  readonly voice: Voice;
  /** `10:15 EDT (14:15 UTC)`, with its date where that is another day. */
  time(at: Instant): string;
}

/** An incident as one reader sees it. */
export interface IncidentView {
  readonly incident: Incident;
  readonly facts: PageFacts;
  readonly timeline: readonly IncidentEvent[];
  /** Of its last diagnosis; undefined: there is none, or none that can be shown. */
  readonly finding?: ToldFinding | undefined;
  /** Open incidents of services that its own depends on, and of those that depend on it. */
  readonly upstream: readonly Incident[];
  readonly downstream: readonly Incident[];
  readonly reader: Reader;
}

/** Somebody whom the configuration no longer knows is asked who they are, like a channel. */
export const readerOf = (configuration: Configuration, linkedTo: string | undefined, now: Instant): Reader => {
  const { responders } = configuration;
  const known = linkedTo !== undefined && Object.hasOwn(responders, linkedTo) ? responders[linkedTo] : undefined;
  const timeZone = known?.timeZone ?? homeTimeZone(configuration);
  return {
    site: LINK_SITE,
    configuration,
    now,
    responder: known === undefined ? undefined : linkedTo,
    timeZone,
    voice: voiceOf(configuration, localClock(timeZone)),
    time: (at) => spokenTime(at, timeZone, now),
  };
};

/** A screen about how it stands now is made of the same facts as a message is. */
export const factsFor = (incident: Incident, reader: Reader, members?: readonly Member[]): PageFacts =>
  factsNow(incident, { ...reader, members });

/** What was read of an incident beside its head. */
interface Read {
  readonly timeline: readonly IncidentEvent[];
  /** Of the alarms at hand; none: what only they hold is not shown. */
  readonly members?: readonly Member[] | undefined;
  /** The body of its last diagnosis. */
  readonly diagnosis?: string | undefined;
  /** Incidents that can be opened from here. */
  readonly around?: readonly Incident[] | undefined;
}

const openOf = (services: readonly string[], around: readonly Incident[]): readonly Incident[] =>
  around.filter((incident) => isOpen(incident) && services.includes(incident.service));

export const viewOf = (
  incident: Incident,
  { timeline, members, diagnosis, around = [] }: Read,
  reader: Reader,
): IncidentView => ({
  incident,
  upstream: openOf(upstreamOf(reader.configuration, incident.service), around),
  downstream: openOf(downstreamOf(reader.configuration, incident.service), around),
  facts: factsFor(incident, reader, members),
  timeline,
  finding: diagnosis === undefined ? undefined : toldFinding(diagnosis, (at, near) => reader.voice.time(at, near)),
  reader,
});

/** Links stop working a day after the resolution. */
export const isOver = ({ resolution }: Incident, now: Instant): boolean =>
  resolution !== undefined && later(resolution.at, WORKS_ON_MS) < now;
