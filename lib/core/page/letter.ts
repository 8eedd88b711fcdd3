import { howToRespond, howToRespondToAll, type HowToRespond } from './how-to-respond.ts';
import type { AlarmFacts, IncidentFacts, PageFacts } from './page-facts.ts';
import { oneLine, wrapped } from './plain-text.ts';
import { ownerLine } from './person-words.ts';
import { whySaid } from './why.ts';
import {
  byWeight,
  causeOf,
  firingWords,
  headlineOf,
  shortName,
  reasonOf,
  recoveryOf,
  runbookOf,
  timeIn,
} from './wording.ts';
import { counted } from '../words.ts';

/** Alarms named in the letter of one incident; the screen behind the link has them all. */
const ALARMS_NAMED = 3;
/** Lines of CloudWatch's reason; they give way to what Tocsin says where that takes more than so many. */
const MOST_REASONS = 3;
const SHORT_START = 7;
/** Incidents listed in a bundle. */
const INCIDENTS_LISTED = 50;

const respondLines = ({ verb, how, isLink }: HowToRespond, what = ''): readonly string[] =>
  isLink ? [`${verb}${what}:`, how] : [`${verb}${what}, in a shell:`, `  ${how}`];

const alarmLine = (facts: IncidentFacts, { name, severity, silenced, state, since }: AlarmFacts): string =>
  `${shortName(name)}, ${silenced ? 'muted' : severity}, ${state} since ${timeIn(facts)(since)}`;

const alarmLines = (facts: IncidentFacts, mostReasons: number): readonly string[] => {
  const [first, ...others] = byWeight(facts.alarms).slice(0, ALARMS_NAMED);
  if (first === undefined) return [];
  const unnamed = facts.joined - others.length - 1;
  return [
    `Alarm: ${alarmLine(facts, first)}`,
    ...wrapped(reasonOf(first), mostReasons, 74).map((line) => `  ${line}`),
    ...others.map((alarm) => `Alarm: ${alarmLine(facts, alarm)}`),
    ...(unnamed > 0 ? [`and ${counted(unnamed, 'alarm')} more; ${firingWords(facts)} in all`] : []),
  ];
};

const lastLines = (facts: IncidentFacts): readonly string[] => {
  const { description, note, next, account, region, incidentId } = facts;
  const runbook = runbookOf(facts);
  const lines: string[] = [];
  if (note !== undefined) lines.push(...wrapped(`Note: ${oneLine(note, 300)}`, 2));
  if (runbook !== undefined) lines.push(`Runbook: ${runbook}`);
  if (description !== undefined) lines.push(...wrapped(`Service: ${oneLine(description, 200)}`, 1));
  if (next !== undefined)
    lines.push(...wrapped(`Next: ${shortName(next.who)} at ${timeIn(facts)(next.at)}, unless acknowledged.`, 2));
  lines.push(`Incident ${oneLine(incidentId, 40)}, account ${oneLine(account, 20)}, ${oneLine(region, 20)}`);
  return lines;
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

const letterOfOne = (facts: PageFacts): readonly string[] => {
  // Where it is about to end, who has it matters less.
  const known = [recoveryOf(facts) ?? ownerLine(facts), causeOf(facts)].filter((line) => line !== undefined);
  const start = [...wrapped(headlineOf(facts), 2), ...whyLines(facts), ...known.flatMap((line) => wrapped(line, 2))];
  return [
    ...start,
    '',
    ...respondLines(howToRespond(facts)),
    '',
    ...alarmLines(facts, Math.max(1, MOST_REASONS - Math.max(0, start.length - SHORT_START))),
    ...lastLines(facts),
  ];
};

const listed = (facts: PageFacts, index: number): string => {
  const alarm = byWeight(facts.alarms)[0];
  const what = alarm === undefined ? '' : `, ${shortName(alarm.name)}`;
  const news = facts.kind === 'page' ? '' : `, ${facts.status}`;
  return `${String(index + 1)}. ${headlineOf(facts).slice(0, -1)}${what}${news} [${oneLine(facts.incidentId, 40)}]`;
};

const letterOfMany = (bundle: readonly PageFacts[]): readonly string[] => {
  const pages = bundle.filter(({ kind }) => kind === 'page').length;
  const rest = bundle.length - INCIDENTS_LISTED;
  return [
    `${counted(bundle.length, 'incident')}: ${pages === 0 ? 'for information' : `${counted(pages, 'page')} for you`}, oldest first.`,
    '',
    ...respondLines(howToRespondToAll(bundle), ', all on one screen'),
    '',
    ...bundle.slice(0, INCIDENTS_LISTED).map(listed),
    ...(rest > 0 ? [`and ${counted(rest, 'incident')} more`] : []),
  ];
};

/** The body of the e-mail: at most 25 short lines for one incident; Tocsin's own words and the answer stand before what others wrote. */
export const letterOf = (bundle: readonly PageFacts[]): string => {
  const [first, ...others] = bundle;
  if (first === undefined) return 'Tocsin: nothing to tell';
  return (others.length === 0 ? letterOfOne(first) : letterOfMany(bundle)).join('\n');
};
