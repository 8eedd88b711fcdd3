import { howToRespond, howToRespondToAll, type HowToRespond } from './how-to-respond.ts';
import type { PageFacts } from './page-facts.ts';
import { oneLine } from './plain-text.ts';
import { ownerLine } from './person-words.ts';
import { whyOf } from './why.ts';
import { byWeight } from './by-weight.ts';
import { causeOf, headlineOf, reasonOf, recoveryOf, runbookOf, tagOf, timeIn } from './wording.ts';
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

const said = (text: string, max: number): string => cut(escaped(oneLine(text, max)), max);

const respondLine = ({ verb, how }: HowToRespond): string => `${verb}: ${how}`;

const linesOfOne = (facts: PageFacts): readonly string[] => {
  const known = [recoveryOf(facts) ?? ownerLine(facts), causeOf(facts)].filter((line) => line !== undefined);
  return [
    escaped(headlineOf(facts)),
    escaped(whyOf(facts)),
    respondLine(howToRespond(facts)),
    ...known.map(escaped),
    ...byWeight(facts.alarms)
      .slice(0, ALARMS_NAMED)
      .map((alarm) => `• ${said(alarm.name, 120)} (${alarm.state}): ${escaped(reasonOf(alarm))}`),
    ...(facts.note === undefined ? [] : [`Note: ${said(facts.note, 500)}`]),
  ];
};

const linesOfMany = (bundle: readonly PageFacts[]): readonly string[] => {
  const rest = bundle.length - INCIDENTS_LISTED;
  return [
    respondLine(howToRespondToAll(bundle)),
    ...bundle
      .slice(0, INCIDENTS_LISTED)
      .map((facts) => `• *${tagOf(facts)}* ${said(facts.service, 60)} since ${timeIn(facts)(facts.openedAt)}`),
    ...(rest > 0 ? [`and ${counted(rest, 'incident')} more`] : []),
  ];
};

const nextSteps = (facts: PageFacts): readonly string[] => {
  const runbook = runbookOf(facts);
  return [
    ...(runbook === undefined ? [] : [`Runbook: ${escaped(runbook)}`]),
    ...(facts.next === undefined ? [] : [`Next: ${said(facts.next.who, 100)} at ${timeIn(facts)(facts.next.at)}`]),
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
    keywords: [first.severity, first.service, first.environment].map((word) => said(word, LONGEST.keyword)),
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
