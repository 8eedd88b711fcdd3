import { CAUSE_NAMES } from '../cause.ts';
import type { IncidentEvent } from '../incident/events.ts';
import { chartMarks, type ChartMark } from '../report/chart-marks.ts';
import { chartSpan } from '../report/chart-span.ts';
import type { ToldChart } from '../diagnosis/told-finding.ts';
import type { Instant } from '../time.ts';
import { localDate } from './facts/local-day.ts';
import { type Material, materialOf, type PostmortemReader, type StoredIncident } from './facts/material.ts';
import type { SectionPart, Section } from './facts/statement.ts';
import { measuresAndTasks } from './measures/measures.ts';
import { durationSection } from './sections/duration.ts';
import { impact } from './sections/impact.ts';
import { resolution } from './sections/resolution.ts';
import { rootCause } from './sections/root-cause.ts';
import { timeline } from './sections/timeline.ts';

/** An event that a statement rests on. */
export interface CitedEvent {
  readonly version: number;
  readonly at: Instant;
  readonly type: IncidentEvent['type'];
}

/** The series that decided, with what happened meanwhile. */
export interface PostmortemChart {
  readonly chart: ToldChart;
  readonly marks: readonly ChartMark[];
}

/** An incident told afterwards: nothing in it but questions is without its events. */
export interface Postmortem {
  readonly schema: 'postmortem/1';
  readonly incidentId: string;
  readonly service: string;
  readonly environment: string;
  readonly title: string;
  readonly timeZone: string;
  /** As a command names the place of the incident: `--local`, `--stack Tocsin`. */
  readonly option: string;
  readonly sections: readonly Section[];
  readonly events: readonly CitedEvent[];
  /** How many its timeline has. */
  readonly of: number;
  readonly chart?: PostmortemChart;
}

/** What no person has confirmed is said to be a diagnosis. */
const titleOf = ({ service, opened: { event }, found: { cause, confirmed }, clock }: Material): string => {
  const sure = confirmed === undefined ? ' (diagnosed)' : '';
  const what = cause === undefined ? '' : `, ${CAUSE_NAMES[cause]}${sure}`;
  return `Postmortem of ${localDate(event.at, clock.timeZone)}: ${service} in ${event.environment}${what}`;
};

/** Each event once, in the order of the timeline. */
const inOrder = <P extends SectionPart>(part: P): P =>
  part.kind === 'question' ? part : { ...part, events: [...new Set(part.events)].sort((one, other) => one - other) };

const citedIn = (sections: readonly Section[], { events }: Material): readonly CitedEvent[] => {
  const cited = new Set(
    sections.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'question' ? [] : part.events))),
  );
  return events
    .filter(({ version }) => cited.has(version))
    .map(({ version, event: { at, type } }) => ({ version, at, type }));
};

/** Of the last diagnosis that has one: it shows the most. */
const chartOf = ({ events, findings }: Material): PostmortemChart | undefined => {
  const chart = [...findings.values()].map((finding) => finding.chart).findLast(({ series }) => series.length > 0);
  if (chart === undefined) return undefined;
  const marks = chartMarks(
    { ...chartSpan(chart), marks: chart.marks },
    events.map(({ event }) => event),
  );
  return { chart, marks };
};

/** Of the same stored facts always the same; undefined: they do not begin as an incident does. */
export const postmortemOf = (stored: StoredIncident, reader: PostmortemReader): Postmortem | undefined => {
  const material = materialOf(stored, reader);
  if (material === undefined) return undefined;
  const { incidentId, service, opened, clock, option, events } = material;
  const sections: readonly Section[] = [
    durationSection(material),
    impact(material),
    rootCause(material),
    timeline(material),
    resolution(material),
    ...measuresAndTasks(material),
  ].map((section) => ({ ...section, parts: section.parts.map(inOrder) }));
  const chart = chartOf(material);
  return {
    schema: 'postmortem/1',
    incidentId,
    service,
    environment: opened.event.environment,
    title: titleOf(material),
    timeZone: clock.timeZone,
    option,
    sections,
    events: citedIn(sections, material),
    of: events.length,
    ...(chart && { chart }),
  };
};
