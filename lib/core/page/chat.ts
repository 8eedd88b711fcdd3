import { untaggedSaid } from '../alarm/untagged-words.ts';
import { howToRespond, howToRespondToAll, type HowToRespond } from './how-to-respond.ts';
import type { PageFacts } from './page-facts.ts';
import { oneLine } from './plain-text.ts';
import { ownerLine, people } from './person-words.ts';
import { partsOf, safeLink } from './links.ts';
import { serviceName } from './service-name.ts';
import { wrongIn } from './topic.ts';
import { alarmsAtHand } from './what-is-wrong.ts';
import { nextByName, pagedByName } from './whom-paged.ts';
import { whyOf } from './why.ts';
import { byWeight } from './by-weight.ts';
import { causeOf, evidenceFor, notKnown, refutedIn, upstreamSaid } from './cause-words.ts';
import { headlineOf, placeLineOf, reasonOf, recoveryOf, tagOf, timeIn } from './wording.ts';
import { counted, cutAtWord } from '../words.ts';

/** Limits of https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html; a document that breaks them is not shown at all. */
const LONGEST = { title: 250, description: 8_000, nextStep: 350, keyword: 75 } as const;
const ALARMS_NAMED = 5;
const INCIDENTS_LISTED = 20;

/**
 * A cleaned text without meaning to Slack's mrkdwn and Teams' Markdown: no mentions, links, code or quotes.
 * https://api.slack.com/reference/surfaces/formatting#escaping
 */
const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '(at)')
    .replaceAll('`', "'")
    .replaceAll('](', '] (');

/** Cuts without leaving half an entity. */
const cut = (text: string, max: number): string => {
  const kept = cutAtWord(text, max);
  return kept === text ? text : kept.replace(/&[a-z]{0,3}\.\.\.$/, '...');
};

/** A text of unknown origin as one harmless line of a chat. */
export const saidInChat = (text: string, max: number): string => cut(escaped(oneLine(text, max)), max);

/** Words of an alarm's maker, or of a colleague: what they link to stays a link, all else is text. */
const withLinks = (text: string, max: number): string =>
  partsOf(text, max)
    .map((part) => ('link' in part ? linked(part.link) : escaped(part.text)))
    .join('');

/** An address that is a link already, or becomes one in every chat. */
const linked = (address: string): string => address.replaceAll('&', '&amp;');

const respondLine = ({ verb, how }: HowToRespond): string => `${verb}: ${how}`;

const levelOf = ({ level, levels, isUnanswered }: PageFacts): string =>
  level === 0 || isUnanswered === true ? '' : `, level ${String(level)} of ${String(levels)}`;

/** `Alice Ferreira is being paged`. */
const pagedNow = (facts: PageFacts): string | undefined => {
  const names = pagedByName(facts);
  return names.length === 0 ? undefined : `${people(names)} ${names.length === 1 ? 'is' : 'are'} being paged`;
};

const pagedLine = (facts: PageFacts): string | undefined => {
  const paged = pagedNow(facts);
  return paged && `${paged}${levelOf(facts)}.`;
};

const wrong = (facts: PageFacts, max: number): string =>
  saidInChat(wrongIn(facts, (text) => oneLine(text, max))(max), max);

/** Of the alarms that the first line tells of with their symptom nothing is left to say. */
const alarmLines = (facts: PageFacts): readonly string[] => {
  const told = new Set(alarmsAtHand(facts).filter(({ symptom }) => symptom !== undefined));
  return byWeight(facts.alarms)
    .filter((alarm) => !told.has(alarm))
    .slice(0, ALARMS_NAMED)
    .map((alarm) => {
      const what = alarm.symptom === undefined ? escaped(reasonOf(alarm)) : saidInChat(alarm.symptom, 200);
      return `• ${saidInChat(alarm.name, 120)} (${alarm.state}): ${what}`;
    });
};

const known = (lines: readonly (string | undefined)[]): readonly string[] =>
  lines.filter((line) => line !== undefined && line !== '').map(String);

/** What the first line tells of by its symptom, by name, and where the console shows it. */
const atHand = (facts: PageFacts): string | undefined => {
  const named = alarmsAtHand(facts).filter(({ symptom }) => symptom !== undefined);
  const address = safeLink(facts.console?.alarm);
  const parts = [
    named.map(({ name }) => saidInChat(name, 120)).join(', '),
    address === undefined ? '' : linked(address),
  ];
  return parts.every((part) => part === '') ? undefined : `Alarm: ${parts.join(' ').trim()}`;
};

const logsLine = (facts: PageFacts): string | undefined => {
  const address = safeLink(facts.console?.logs);
  return address === undefined ? undefined : `Logs: ${linked(address)}`;
};

/** Where it says already who is being paged. */
const saysWho = (facts: PageFacts): boolean => facts.kind === 'notification' && facts.about === 'opened';

/** Of what is over no more than the cause. */
const causeLines = (facts: PageFacts): readonly string[] =>
  facts.status === 'resolved'
    ? []
    : known([...evidenceFor(facts).map((line) => `• ${line}`), ...refutedIn(facts), notKnown(facts)]);

const upstreamLine = (facts: PageFacts): string | undefined => {
  const upstream = upstreamSaid(facts);
  return upstream && `${escaped(upstream.says)}: ${linked(upstream.how)}`;
};

const linesOfOne = (facts: PageFacts): readonly string[] => [
  ...known([headlineOf(facts), placeLineOf(facts), whyOf(facts), saysWho(facts) ? '' : pagedLine(facts)]).map(escaped),
  respondLine(howToRespond(facts)),
  ...known([recoveryOf(facts) ?? ownerLine(facts), causeOf(facts)]).map(escaped),
  ...causeLines(facts).map(escaped),
  ...known([upstreamLine(facts)]),
  // What is over needs no first step.
  ...known([facts.status === 'resolved' ? '' : withLinks(facts.alarmDescription ?? '', 1_000)]),
  ...known([atHand(facts)]),
  ...known(alarmsAtHand(facts).slice(0, 1).map(untaggedSaid)).map((said) => `It is ${said}.`),
  ...alarmLines(facts),
  ...known([logsLine(facts)]),
  ...(facts.note === undefined ? [] : [`Note: ${withLinks(facts.note, 500)}`]),
];

/** `• *CRITICAL* web: p99 latency 3.7 s (limit 1 s), since 10:15 EDT (14:15 UTC); Alice Ferreira is being paged`. */
const bundleLine = (facts: PageFacts): string => {
  const place = `• *${tagOf(facts)}* ${saidInChat(serviceName(facts), 60)}: ${wrong(facts, 120)}`;
  const who = pagedNow(facts) ?? ownerLine(facts)?.replace(/\.$/, '');
  return `${place}, since ${timeIn(facts)(facts.openedAt)}${who === undefined ? '' : `; ${saidInChat(who, 160)}`}`;
};

const linesOfMany = (bundle: readonly PageFacts[]): readonly string[] => {
  const rest = bundle.length - INCIDENTS_LISTED;
  return [
    `${counted(bundle.length, 'incident')}, oldest first.`,
    respondLine(howToRespondToAll(bundle)),
    ...bundle.slice(0, INCIDENTS_LISTED).map(bundleLine),
    ...(rest > 0 ? [`and ${counted(rest, 'incident')} more`] : []),
  ];
};

const nextSteps = (facts: PageFacts): readonly string[] => {
  const { next } = facts;
  const { runbook } = facts;
  const names = nextByName(facts);
  return [
    ...(runbook === undefined ? [] : [`Runbook: ${withLinks(runbook, 300)}`]),
    ...(next === undefined || names === undefined
      ? []
      : [`Next: ${saidInChat(people(names), 200)} at ${timeIn(facts)(next.at)}, unless somebody acknowledges`]),
  ];
};

/** A custom notification of Amazon Q Developer in chat applications; one thread an incident, a bundle in that of its oldest. */
export const chatOf = (bundle: readonly PageFacts[], subject: string): string => {
  const [first, ...others] = bundle;
  const title = cut(escaped(subject), LONGEST.title);
  if (first === undefined) return customNotification({ title, description: title });
  const lines = others.length === 0 ? linesOfOne(first) : linesOfMany(bundle);
  return customNotification({
    title,
    description: cut(lines.join('\n'), LONGEST.description),
    nextSteps: others.length === 0 ? nextSteps(first).map((step) => cut(step, LONGEST.nextStep)) : [],
    keywords: [first.isDrill === true ? 'test' : first.severity, serviceName(first), first.environment].map((word) =>
      saidInChat(word, LONGEST.keyword),
    ),
    threadId: oneLine(first.incidentId, 40),
  });
};

interface CustomNotification {
  readonly title: string;
  readonly description: string;
  readonly nextSteps?: readonly string[];
  readonly keywords?: readonly string[];
  readonly threadId?: string;
}

export const customNotification = (notification: CustomNotification): string => {
  const { threadId, ...content } = notification;
  return JSON.stringify({
    version: '1.0',
    source: 'custom',
    content: { textType: 'client-markdown', ...content },
    ...(threadId === undefined ? {} : { metadata: { threadId } }),
  });
};
