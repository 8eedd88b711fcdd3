import type { Configuration } from '../../lib/core/configuration.ts';
import { seal } from '../../lib/core/incident/chain.ts';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import type { StoredDiagnosis } from '../../lib/core/incident/stored-diagnosis.ts';
import type { PostmortemReader } from '../../lib/core/postmortem/facts/material.ts';
import type { SectionPart } from '../../lib/core/postmortem/facts/statement.ts';
import { type Postmortem, postmortemOf } from '../../lib/core/postmortem/postmortem.ts';
import { localClock } from '../../lib/core/report/local-clock.ts';
import { homeTimeZone, voiceOf } from '../../lib/core/report/voice.ts';

const PEOPLE: Pick<Configuration, 'responders' | 'channels'> = {
  responders: {
    alice: { name: 'Alice Ferreira', timeZone: 'America/New_York' },
    bob: { name: 'Bob Osei', timeZone: 'Europe/London' },
  },
  channels: { ops: { name: '#ops', kind: 'chat' } },
};

const readingIn = (timeZone: string, people = PEOPLE): PostmortemReader => {
  const clock = localClock(timeZone);
  return { clock, voice: voiceOf(people, clock), option: '--local' };
};

/** As the team of a configuration reads. */
export const readingOf = (configuration: Configuration): PostmortemReader =>
  readingIn(homeTimeZone(configuration), configuration);

interface Told {
  readonly timeZone?: string;
  readonly diagnoses?: readonly StoredDiagnosis[];
  readonly people?: typeof PEOPLE;
}

/** The postmortem of these events, the first of which opens the incident. */
export const toldOf = (
  events: readonly IncidentEvent[],
  { timeZone = 'America/New_York', diagnoses = [], people = PEOPLE }: Told = {},
): Postmortem => {
  const timeline = seal(events, { version: 0, tip: '' });
  const told = postmortemOf({ incidentId: 'I1', timeline, diagnoses }, readingIn(timeZone, people));
  if (told === undefined) throw new Error('it does not begin as an incident does');
  return told;
};

export const partsOf = ({ sections }: Postmortem, heading: string): readonly SectionPart[] =>
  sections.find((section) => section.heading === heading)?.parts ?? [];

const lineOf = (part: SectionPart): string => {
  if (part.kind === 'question') return `To answer: ${part.text}`;
  const time = part.kind === 'entry' ? `${part.time} ` : '';
  return `${time}${part.text} ${part.events.map((version) => `#${String(version)}`).join(' ')}`;
};

/** A section in lines, as its reader sees it. */
export const linesOf = (postmortem: Postmortem, heading: string): readonly string[] =>
  partsOf(postmortem, heading).map(lineOf);

/** Statements that rest on nothing, or on what is not there. */
export const unfounded = ({ sections, events, of }: Postmortem): readonly SectionPart[] => {
  const listed = new Set(events.map(({ version }) => version));
  const isFounded = (version: number): boolean => listed.has(version) && version >= 1 && version <= of;
  return sections
    .flatMap(({ parts }) => parts)
    .filter((part) => part.kind !== 'question' && (part.events.length === 0 || !part.events.every(isFounded)));
};
