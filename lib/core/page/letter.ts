import { byWeight } from './by-weight.ts';
import { howToRespond, howToRespondToAll, type HowToRespond } from './how-to-respond.ts';
import type { AlarmFacts, IncidentFacts, PageFacts } from './page-facts.ts';
import { oneLine, wrapped } from './plain-text.ts';
import { ownerLine } from './person-words.ts';
import { linkedLines, safeLink } from './links.ts';
import { causeOf, evidenceFor, notKnown, refutedIn, upstreamSaid } from './cause-words.ts';
import { serviceName } from './service-name.ts';
import { wrongIn } from './topic.ts';
import { alarmsAtHand } from './what-is-wrong.ts';
import { whySaid } from './why.ts';
import {
  firingWords,
  headlineOf,
  placeLineOf,
  reasonOf,
  recoveryOf,
  runbookOf,
  shortName,
  tagOf,
  timeIn,
} from './wording.ts';
import { untaggedSaid } from '../alarm/untagged-words.ts';
import { capitalised, counted } from '../words.ts';

/** Lines of a letter about one incident. */
const MOST_LINES = 25;
/** Alarms named in it; the screen behind the link has them all. */
const ALARMS_NAMED = 4;
const WIDTH = 76;
const MOST_REASON = 3;
const MOST_DESCRIPTION = 5;
/** Incidents listed in a bundle. */
const INCIDENTS_LISTED = 50;

const respondLines = ({ verb, how, isLink }: HowToRespond, what = ''): readonly string[] =>
  isLink ? [`${verb}${what}:`, how] : [`${verb}${what}, in a shell:`, `  ${how}`];

/** What gives way where all of it would be too long: the highest rank first. */
interface Section {
  readonly rank: number;
  readonly lines: readonly string[];
}

const fullName = (facts: IncidentFacts, alarm: AlarmFacts): readonly string[] => {
  const { name, severity, silenced, state, since } = alarm;
  const named = `Alarm: ${oneLine(name, 120)}`;
  const stands = `${silenced ? 'muted' : severity}, ${state} since ${timeIn(facts)(since)}`;
  const line = `${named}, ${stands}`;
  return line.length <= WIDTH ? [line] : [named, `  ${stands}`];
};

const STATES = { ALARM: '', OK: ', OK again', INSUFFICIENT_DATA: ', without data' } as const;

const otherLine = ({ name, symptom, severity, silenced, state }: AlarmFacts): string => {
  const what = symptom === undefined ? oneLine(name, 80) : oneLine(symptom, 100);
  return `Also: ${what}, ${silenced ? 'muted' : severity}${symptom === undefined ? STATES[state] : ''}`;
};

const addressLine = (what: string, address: string | undefined): readonly string[] =>
  address === undefined ? [] : [`${what}: ${address}`];

const alarmSections = (facts: IncidentFacts): readonly Section[] => {
  const [first] = alarmsAtHand(facts);
  if (first === undefined) return [];
  const others = byWeight(facts.alarms)
    .filter((alarm) => alarm !== first)
    .slice(0, ALARMS_NAMED - 1);
  const unnamed = facts.joined - others.length - 1;
  const reason = reasonOf(first);
  const untagged = untaggedSaid(first);
  return [
    ...others.map((alarm, index): Section => ({ rank: 5 + index, lines: [otherLine(alarm)] })),
    {
      rank: 4,
      lines: unnamed > 0 ? [`and ${counted(unnamed, 'alarm')} more; ${firingWords(facts)} in all`] : [],
    },
    { rank: 1, lines: fullName(facts, first) },
    { rank: 4, lines: untagged === undefined ? [] : wrapped(`${capitalised(untagged)}.`, 2, 74) },
    { rank: 8, lines: reason === '' ? [] : wrapped(reason, MOST_REASON, 74).map((line) => `  ${line}`) },
    { rank: 3, lines: addressLine('Console', safeLink(facts.console?.alarm)) },
    { rank: 4, lines: addressLine('Logs', safeLink(facts.console?.logs)) },
  ];
};

const adviceSections = (facts: IncidentFacts): readonly Section[] => {
  const { alarmDescription = '' } = facts;
  return [
    // What is over needs no first step.
    {
      rank: 2,
      lines: facts.status === 'resolved' ? [] : linkedLines('Description', alarmDescription, MOST_DESCRIPTION),
    },
    { rank: 1, lines: addressLine('Runbook', runbookOf(facts)) },
  ];
};

const lastSections = (facts: IncidentFacts): readonly Section[] => {
  const { description, note, next, account, region, incidentId } = facts;
  const time = timeIn(facts);
  return [
    { rank: 7, lines: linkedLines('Note', note ?? '', 3) },
    { rank: 9, lines: description === undefined ? [] : wrapped(`Service: ${oneLine(description, 200)}`, 1) },
    {
      rank: 1,
      lines:
        next === undefined ? [] : wrapped(`Next: ${shortName(next.who)} at ${time(next.at)}, unless acknowledged.`, 2),
    },
    {
      rank: 0,
      lines: [`Incident ${oneLine(incidentId, 40)}, account ${oneLine(account, 20)}, ${oneLine(region, 20)}`],
    },
  ];
};

/** The sections in their order, without those that find no room. */
const fitted = (sections: readonly Section[], room: number): readonly string[] => {
  let left = room;
  const kept = new Set<Section>();
  for (const section of sections.toSorted((one, other) => one.rank - other.rank)) {
    if (section.lines.length > left) continue;
    kept.add(section);
    left -= section.lines.length;
  }
  return sections.filter((section) => kept.has(section)).flatMap(({ lines }) => lines);
};

/** Lines that say why. */
const MOST_WHY = 3;

/** Where all of it is too long, what is asked of the reader stands whole. */
const whyLines = (facts: PageFacts): readonly string[] => {
  const [why = '', asked] = whySaid(facts);
  if (asked === undefined || wrapped(`${why} ${asked}`, MOST_WHY + 1).length <= MOST_WHY)
    return wrapped([why, asked].filter((part) => part !== undefined).join(' '), MOST_WHY);
  const askedLines = wrapped(asked, MOST_WHY - 1);
  return [...wrapped(why, MOST_WHY - askedLines.length), ...askedLines];
};

const listLines = (sentences: readonly string[]): readonly string[] =>
  sentences.flatMap((sentence) => wrapped(`- ${sentence}`, 2).map((line, index) => (index === 0 ? line : `  ${line}`)));

/** By what the cause is named, what it is not, and what nobody could look at; of what is over no more than the cause. */
const causeSections = (facts: PageFacts): readonly Section[] => {
  if (facts.status === 'resolved') return [];
  const missing = notKnown(facts);
  const upstream = upstreamSaid(facts);
  return [
    { rank: 1, lines: upstream === undefined ? [] : [`${upstream.says}:`, `  ${upstream.how}`] },
    { rank: 1, lines: listLines(evidenceFor(facts)) },
    { rank: 2, lines: refutedIn(facts).flatMap((line) => wrapped(line, 2)) },
    { rank: 3, lines: missing === undefined ? [] : wrapped(missing, 2) },
  ];
};

const letterOfOne = (facts: PageFacts): readonly string[] => {
  // Where it is about to end, who has it matters less.
  const known = [causeOf(facts), recoveryOf(facts) ?? ownerLine(facts)].filter((line) => line !== undefined);
  const start = [
    ...wrapped(headlineOf(facts), 2),
    ...wrapped(placeLineOf(facts), 2),
    ...whyLines(facts),
    ...known.flatMap((line) => wrapped(line, 3)),
    '',
    ...respondLines(howToRespond(facts)),
    '',
  ];
  const advice = adviceSections(facts);
  const rest = [...causeSections(facts), ...advice, ...alarmSections(facts), ...lastSections(facts)];
  return [...start, ...fitted(rest, MOST_LINES - start.length)];
};

const bundleLine = (facts: PageFacts, index: number): string => {
  const what = wrongIn(facts, (symptom) => oneLine(symptom, 120))(120);
  const news = facts.kind === 'page' ? '' : `, ${facts.status}`;
  const since = `${facts.status === 'resolved' ? 'from' : 'since'} ${timeIn(facts)(facts.openedAt)}`;
  const said = `${what}, ${since}`;
  return `${String(index + 1)}. ${tagOf(facts)} ${shortName(serviceName(facts))}: ${said}${news} [${oneLine(facts.incidentId, 40)}]`;
};

const letterOfMany = (bundle: readonly PageFacts[]): readonly string[] => {
  const pages = bundle.filter(({ kind }) => kind === 'page').length;
  const rest = bundle.length - INCIDENTS_LISTED;
  return [
    `${counted(bundle.length, 'incident')}${pages === 0 ? '' : `: ${counted(pages, 'page')} for you`}, oldest first.`,
    '',
    ...respondLines(howToRespondToAll(bundle), ', all on one screen'),
    '',
    ...bundle.slice(0, INCIDENTS_LISTED).map(bundleLine),
    ...(rest > 0 ? [`and ${counted(rest, 'incident')} more`] : []),
  ];
};

/** The body of the e-mail: at most 25 short lines for one incident; Tocsin's own words and the answer stand before what others wrote. */
export const letterOf = (bundle: readonly PageFacts[]): string => {
  const [first, ...others] = bundle;
  if (first === undefined) return 'Tocsin: nothing to tell';
  return (others.length === 0 ? letterOfOne(first) : letterOfMany(bundle)).join('\n');
};
