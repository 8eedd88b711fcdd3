import type { Section, SectionPart, Versions } from '../../core/postmortem/facts/statement.ts';
import type { Postmortem } from '../../core/postmortem/postmortem.ts';

/** How much of a postmortem is shown: characters of a text, parts of a section, events that one part names. */
export interface Extent {
  readonly longest: number;
  readonly parts: number;
  readonly named: number;
}

/** Longer than the longest note, with its author. */
export const WHOLE: Extent = { longest: 4_090, parts: Infinity, named: Infinity };

/** For a screen that is too large, each of fewer bytes than the one before. */
export const SHORTER: readonly Extent[] = [
  { longest: 600, parts: Infinity, named: Infinity },
  { longest: 300, parts: 60, named: 20 },
  { longest: 160, parts: 20, named: 6 },
  { longest: 100, parts: 8, named: 3 },
];

/** How it began and how it ended say more than what lies between. */
const ends = <T>(all: readonly T[], most: number): readonly T[] =>
  all.length <= most ? all : [...all.slice(0, Math.ceil(most / 2)), ...all.slice(all.length - Math.floor(most / 2))];

const ofPart = (part: SectionPart, { named }: Extent): SectionPart => {
  if (part.kind === 'question') return part;
  const [first, ...others] = part.events;
  const events: Versions = [first, ...ends(others, named - 1)];
  return { ...part, events };
};

const ofSection = ({ heading, parts }: Section, extent: Extent): Section => ({
  heading,
  parts: ends(parts, extent.parts).map((part) => ofPart(part, extent)),
});

/** What remains of a postmortem, with the events that it still names. Its texts are cut by whoever shows them. */
export const shortened = (postmortem: Postmortem, extent: Extent): Postmortem => {
  const sections = postmortem.sections.map((section) => ofSection(section, extent));
  const named = new Set(
    sections.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'question' ? [] : part.events))),
  );
  return { ...postmortem, sections, events: postmortem.events.filter(({ version }) => named.has(version)) };
};
