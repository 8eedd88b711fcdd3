import { partsOf } from '../page/links.ts';
import { oneLine } from '../page/plain-text.ts';

/** Longer than the longest note. */
const LONGEST = 4_090;

/** What Markdown, or GitHub on top of it, reads as something else than a character. */
const MARKUP = /[\\`*_[\]<>|~$&]/gu;
/** What is a heading, a list, a quotation or a rule where a line begins. */
const AT_BEGINNING = /^(?=[#+=\-])/u;
const NUMBERED = /^(\d{1,9})([.)])/u;
/** A mention, an address of mail, or the number of an issue: the comment keeps it from being one. */
const MENTION = /(@(?=[\w-])|#(?=\d))/gu;

/** A line of text that stays text, wherever in a line of Markdown it stands. */
const escapedMarkdown = (line: string): string =>
  line.replace(MARKUP, '\\$&').replace(NUMBERED, '$1\\$2').replace(AT_BEGINNING, '\\').replace(MENTION, '$1<!-- -->');

/** A text of unknown origin. */
export const plainMarkdown = (text: string): string => escapedMarkdown(oneLine(text, LONGEST));

/** The same of what colleagues wrote: its plain addresses are links. */
export const writtenMarkdown = (text: string): string =>
  partsOf(text, LONGEST)
    .map((part) => ('link' in part ? `<${part.link}>` : escapedMarkdown(part.text)))
    .join('');
