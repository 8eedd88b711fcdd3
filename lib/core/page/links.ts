import { cutAtWord } from '../words.ts';
import { defanged, printableLine, wrapped } from './plain-text.ts';

/** A piece of a text: harmless words, or an address that may be followed. */
export type Part = { readonly text: string } | { readonly link: string };

/** An address somebody wrote: up to what ends it in a sentence, in HTML or in the markup of a chat. */
const WRITTEN = /https?:\/\/[^\s<>"|`]+/gi;

/** Marks behind an address that belong to the sentence around it. */
const BEHIND = /[.,;:!?'*\]]$/;

const LONGEST_LINK = 1_024;

/** Room for the longest note, with the name of who wrote it. */
const LONGEST_LINE = 4_090;

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** A host of ASCII letters without a user in front, a port, and characters that RFC 3986 knows. */
const SAFE = new RegExp(
  `^https?://${LABEL}(?:\\.${LABEL}){0,10}\\.?(?::\\d{1,5})?(?:[/?#][\\w.~:/?#[\\]@!$&'()*+,;=%-]*)?$`,
  'i',
);

const count = (text: string, character: string): number => text.split(character).length - 1;

const isOfSentence = (address: string): boolean =>
  BEHIND.test(address) || (address.endsWith(')') && count(address, ')') > count(address, '('));

const withoutMarks = (written: string): string => {
  let address = written;
  while (isOfSentence(address)) address = address.slice(0, -1);
  return address;
};

/** What ends in `...` was cut: it leads elsewhere. No chat takes `%40` for a mention. */
const linkIn = (written: string): string | undefined => {
  if (written.length > LONGEST_LINK) return undefined;
  const address = withoutMarks(written);
  const isWhole = !written.slice(address.length).startsWith('...');
  return isWhole && SAFE.test(address) ? address : undefined;
};

const isEmpty = (part: Part): boolean => 'text' in part && part.text === '';

/**
 * One line of what colleagues wrote (a note, a description, a runbook) with its links alive; whatever is no plain address
 * is defanged. What alarms say of themselves gets no links at all: `oneLine`. Of a longer text than `max` (UTF-16 units)
 * the beginning.
 */
export const partsOf = (text: string, max = LONGEST_LINE): readonly Part[] => {
  const line = cutAtWord(printableLine(text), Math.min(max, LONGEST_LINE));
  const parts: Part[] = [];
  let end = 0;
  for (const { 0: written, index } of line.matchAll(WRITTEN)) {
    const link = linkIn(written);
    if (link === undefined) continue;
    parts.push({ text: defanged(line.slice(end, index)) }, { link: link.replaceAll('@', '%40') });
    end = index + link.length;
  }
  return [...parts, { text: defanged(line.slice(end)) }].filter((part) => !isEmpty(part));
};

/** The same as text. */
export const linkedLine = (text: string, max: number): string =>
  partsOf(text, max)
    .map((part) => ('link' in part ? part.link : part.text))
    .join('');

/** Longer than any description of an alarm. */
const LONGEST_WRITTEN = 1_200;

/**
 * The same in lines of about 76 characters, after `what: `; none where nothing was written. Where there are too many, the
 * last says so and keeps the links of the rest: a runbook stands at the end, and half an address leads elsewhere.
 */
export const linkedLines = (what: string, text: string, most: number): readonly string[] => {
  const written = linkedLine(text, LONGEST_WRITTEN);
  if (written === '') return [];
  const lines = wrapped(`${what}: ${written}`, Infinity);
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most - 1);
  const rest = partsOf(lines.slice(most - 1).join(' ')).flatMap((part) => ('link' in part ? [part.link] : []));
  return [...kept, ['...', ...rest.slice(0, LINKS_KEPT)].join(' ')];
};

/** In one line, however long they are. */
const LINKS_KEPT = 3;

/** The address that all of the text is; undefined: there is something else, or nothing. */
export const onlyLink = (text: string): string | undefined => {
  const [part, ...others] = partsOf(text);
  return part !== undefined && others.length === 0 && 'link' in part ? part.link : undefined;
};

/** The address, where all of it may stay a link as it is, and is one of https. */
export const safeLink = (address: string | undefined): string | undefined => {
  const link = onlyLink(address ?? '');
  return link === address && link?.startsWith('https://') === true ? link : undefined;
};
