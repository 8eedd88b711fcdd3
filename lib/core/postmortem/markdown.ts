import { plainMarkdown, writtenMarkdown } from './escape-markdown.ts';
import type { SectionPart, Section, Versions } from './facts/statement.ts';
import type { CitedEvent, Postmortem } from './postmortem.ts';

/** Each a link by its definition below: text stays readable where nothing makes links of them. */
const references = (events: Versions): string => events.map((version) => `[#${String(version)}]`).join(' ');

/** It belongs to the list item above it. */
const indented = (text: string): string => text.replaceAll(/^/gmu, '  ');

const fenced = (commands: readonly string[]): string =>
  commands.length === 0 ? '' : `\n\n  \`\`\`\n${indented(commands.join('\n'))}\n  \`\`\``;

const itemOf = (part: SectionPart): string => {
  switch (part.kind) {
    case 'question':
      return `- **To answer:** ${plainMarkdown(part.text)}`;
    case 'entry':
      return `- **${part.time}** ${(part.isWritten ? writtenMarkdown : plainMarkdown)(part.text)} ${references(part.events)}`;
    case 'statement':
      return `- ${(part.isWritten ? writtenMarkdown : plainMarkdown)(part.text)} ${references(part.events)}`;
    case 'measure':
      return `- ${plainMarkdown(part.text)} ${references(part.events)}${fenced(part.commands)}`;
    case 'task':
      return `- [ ] ${plainMarkdown(part.text)} ${references(part.events)}`;
  }
};

/** A list is apart from the day above it, and what holds a command from what follows. */
const isApart = (before: string, item: string): boolean => before.endsWith('```') || !item.startsWith('- ');

/** Days stand above their first line. */
const itemsOf = ({ parts }: Section): string => {
  let day = '';
  let text = '';
  for (const part of parts) {
    const isNewDay = part.kind === 'entry' && part.day !== day;
    if (isNewDay) day = part.day;
    const item = `${isNewDay ? `${day}:\n\n` : ''}${itemOf(part)}`;
    text += `${isApart(text, item) ? '\n\n' : '\n'}${item}`;
  }
  return text.trim();
};

const eventLine = ({ version, at, type }: CitedEvent): string =>
  `- <a id="event-${String(version)}"></a>${String(version)}: ${at} ${type}`;

const eventsPart = ({ events, of, incidentId, option }: Postmortem): string =>
  [
    '## Events',
    `What is said above rests on these of the ${String(of)} events in the timeline of incident ${incidentId}. \`npx tocsin incidents show ${incidentId} ${option} --json\` has each whole, \`npx tocsin incidents verify ${incidentId} ${option}\` says whether any was altered.`,
    events.map(eventLine).join('\n'),
    events.map(({ version }) => `[#${String(version)}]: #event-${String(version)}`).join('\n'),
  ].join('\n\n');

/** The whole as Markdown; everything that others named or wrote stays text. */
export const postmortemMarkdown = (postmortem: Postmortem): string =>
  `${[
    `# ${plainMarkdown(postmortem.title)}`,
    `Times are those of ${postmortem.timeZone}. Filled in from recorded facts: each statement names its event, and what nobody recorded is marked **To answer**.`,
    ...postmortem.sections.map((section) => `## ${section.heading}\n\n${itemsOf(section)}`),
    eventsPart(postmortem),
  ].join('\n\n')}\n`;
