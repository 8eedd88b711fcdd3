import type { Configuration, Target } from '../../../lib/core/configuration.ts';
import { eventOf } from '../../../lib/core/incident/chain.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import type { Incident } from '../../../lib/core/incident/incident.ts';
import type { PageFacts } from '../../../lib/core/page/page-facts.ts';
import { spokenTime } from '../../../lib/core/page/spoken-time.ts';
import { localClock } from '../../../lib/core/report/local-clock.ts';
import { homeTimeZone, type Voice, voiceOf } from '../../../lib/core/report/voice.ts';
import { DAY, type Instant, later } from '../../../lib/core/time.ts';
import { pageFactsOf } from '../../../lib/core/page/page-facts-of.ts';
import type { Pipeline } from '../../../lib/pipeline/pipeline.ts';

/** A link works until so long after the resolution. */
const WORKS_ON_MS = DAY;

/** Who reads a page, and when. */
export interface Reader {
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
  readonly reader: Reader;
}

/** Somebody whom the configuration no longer knows is asked who they are, like a channel. */
export const readerOf = ({ configuration, clock }: Pipeline, linkedTo: string | undefined): Reader => {
  const { responders } = configuration;
  const known = linkedTo !== undefined && Object.hasOwn(responders, linkedTo) ? responders[linkedTo] : undefined;
  const timeZone = known?.timeZone ?? homeTimeZone(configuration);
  const now = clock();
  return {
    configuration,
    now,
    responder: known === undefined ? undefined : linkedTo,
    timeZone,
    voice: voiceOf(configuration, localClock(timeZone)),
    time: (at) => spokenTime(at, timeZone, now),
  };
};

/** A page about how it stands now is made of the same facts as a message is. */
export const factsFor = (incident: Incident, { configuration, now, responder }: Reader): PageFacts => {
  const target: Target = responder === undefined ? 'channel:' : `responder:${responder}`;
  const reading = { kind: 'page', pageId: '', target, reason: 'escalation', requestedAt: now, overdue: false } as const;
  const { level, round } = incident;
  return pageFactsOf(
    incident,
    { ...reading, level, round },
    { configuration, now, link: undefined, answerWith: undefined },
  );
};

export const viewOf = async (
  { store }: Pick<Pipeline, 'store'>,
  incident: Incident,
  reader: Reader,
): Promise<IncidentView> => ({
  incident,
  facts: factsFor(incident, reader),
  timeline: (await store.timeline(incident.incidentId)).map(eventOf),
  reader,
});

/** Links stop working a day after the resolution. */
export const isOver = ({ phase }: Incident, now: Instant): boolean =>
  phase.status === 'resolved' && later(phase.at, WORKS_ON_MS) < now;
