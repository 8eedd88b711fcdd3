import type { About, IncidentSeverity } from '../incident/incident.ts';
import { epochOf, type Instant, spokenDuration } from '../time.ts';
import { capitalised, counted } from '../words.ts';
import {
  beyondSnooze,
  firing,
  leftFiring,
  namedAlarms,
  isOfDeleted,
  newsOf,
  stillThere,
  worse,
} from './alarm-words.ts';
import type { ToldFacts } from './page-facts.ts';
import { ownerSentence, people, whoHas, whoHasIt, whose } from './person-words.ts';
import { oneLine } from './plain-text.ts';
import { whatIsWrong } from './what-is-wrong.ts';
import { shortName, timeIn } from './wording.ts';

type Say = (facts: ToldFacts) => string;

/** Who is asked now, by name; as which level, where one is asked. */
const beingPaged: Say = ({ paging = [], level, levels, isUnanswered }) => {
  if (paging.length === 0) return 'Responders are being paged.';
  const place = level === 0 || isUnanswered === true ? '' : `, level ${String(level)} of ${String(levels)}`;
  const are = paging.length > 1 || paging[0] === 'you' ? 'are' : 'is';
  return `${capitalised(people(paging))} ${are} being paged${place}.`;
};

const OPENED: Readonly<Record<IncidentSeverity, string>> = {
  critical: 'Nobody is paged for it now.',
  warning: 'For information: nobody is paged.',
  silent: 'It is muted: nobody is paged.',
};

const hasNoData = ({ alarms }: ToldFacts): boolean =>
  alarms.length > 0 && alarms.every(({ state }) => state === 'INSUFFICIENT_DATA');

/** A person may have asked for people although nothing is critical. */
const opened: Say = (facts) => {
  const { severity, hasNeed } = facts;
  if (hasNeed) return beingPaged(facts);
  if (severity === 'warning' && hasNoData(facts)) return 'No data any more: is the service alive? Nobody is paged.';
  return OPENED[severity];
};

/** The names are the first: more may have joined. */
const joined: Say = (facts) => {
  const byNow = `${counted(facts.joined, 'alarm')} by now`;
  const news = newsOf(facts, 'joined');
  return news === undefined ? `Another alarm has joined: ${byNow}.` : `${news}, ${byNow}.`;
};

/** What follows now that somebody's word holds no more. */
const now: Say = ({ hasNeed, level, isUnanswered }) => {
  if (!hasNeed) return 'nobody is paged';
  if (isUnanswered === true) return 'everybody named for unanswered incidents is paged';
  return level === 0 ? 'the levels begin again' : `level ${String(level)} is paged`;
};

const again: Say = (facts) =>
  facts.actor === undefined ? `${newsOf(facts, 'again') ?? 'It fires again'}.` : `${leftFiring(facts)}: ${now(facts)}.`;

const LOWERED: Readonly<Record<IncidentSeverity, (time: string) => string>> = {
  critical: () => 'It is critical again.',
  warning: (time) => `It is a warning now: nothing critical has fired for ${time}.`,
  silent: (time) => `It is muted now: nothing else has fired for ${time}.`,
};

const acknowledged: Say = (facts) =>
  facts.owner === undefined ? `${whoHas(facts.actor)} acknowledged it.` : ownerSentence(facts.owner, facts);

const offered: Say = (facts) => {
  const { actor, owner } = facts;
  const too = actor?.isReader === true ? 'Your acknowledgement is noted.' : `${whoHas(actor)} acknowledged it too.`;
  return owner === undefined ? too : `${too} ${ownerSentence(owner, facts)}`;
};

const snoozeEnded: Say = (facts) => {
  const ended = `${whose(facts.actor)} snooze has ended`;
  if (facts.names !== undefined && facts.names.length > 0)
    return `${ended}: it did not cover ${beyondSnooze(facts)}; ${now(facts)}.`;
  return `${ended}${facts.firing > 0 ? ` and ${stillThere(facts)}` : ''}: ${now(facts)}.`;
};

const resolved: Say = (facts) => {
  if (facts.resolution === undefined) return 'It is resolved.';
  const { at, by, stillFiring, reopensAt, isPaging = false } = facts.resolution;
  const time = timeIn(facts);
  const how = by === undefined ? 'Recovered' : `Resolved by ${shortName(by)}`;
  const after = spokenDuration(epochOf(at) - epochOf(facts.openedAt));
  const told = `${how} at ${time(at)}, after ${after}.`;
  if (stillFiring === 0) return told;
  const rest = `${told} ${counted(stillFiring, 'alarm')} still firing`;
  if (reopensAt === undefined) return `${rest}.`;
  return `${rest}: if that lasts until ${time(reopensAt)} it reopens${isPaging ? ' and pages again' : ''}.`;
};

/** Of one alarm since its own last change, of several since the first lost its data. */
const lostSince = ({ names = [], alarms, noDataSince }: ToldFacts): Instant | undefined =>
  (names.length === 1 ? alarms.find(({ name }) => name === names[0])?.since : undefined) ?? noDataSince;

const noData: Say = (facts) => {
  const named = namedAlarms(facts);
  if (isOfDeleted(facts))
    return `${named ?? 'Its alarm'} was deleted: that is no recovery, it stays open. Is it watched otherwise?`;
  const at = lostSince(facts);
  const since = at === undefined ? '' : ` since ${timeIn(facts)(at)}`;
  const has = (facts.names ?? []).length > 1 ? 'have' : 'has';
  const lost = named === undefined ? 'No data' : `${named} ${has} had no data`;
  return `${lost}${since}: that is no recovery, it stays open. Is the service alive?`;
};

/** By a person, after a resolution that was not believed any longer, or because an alarm fires again. */
const reopened: Say = (facts) => {
  const { actor, flaps } = facts;
  const names = namedAlarms(facts);
  if (actor !== undefined)
    return names === undefined
      ? `It is open again: ${whoHasIt(actor)} reopened it.`
      : `It is open again. ${leftFiring(facts)}: ${now(facts)}.`;
  const what = names === undefined ? '' : `: ${names} ${firing(facts)}`;
  return `It is open again${what}.${flaps > 1 ? ` It came back ${String(flaps)} times by now.` : ''}`;
};

/** To whoever had it. */
const takenAway =
  (done: string): Say =>
  ({ actor }) =>
    `${whoHas(actor)} ${done}: you do not have it any more.`;

const TOLD: Readonly<Record<About, Say>> = {
  opened,
  joined,
  again,
  severityRaised: worse,
  severityLowered: ({ severity, recoverAfterMs }) => LOWERED[severity](spokenDuration(recoverAfterMs)),
  acknowledged,
  offered,
  acknowledgementEnded: (facts) => `${whose(facts.actor)} acknowledgement has ended: ${now(facts)}.`,
  escalated: takenAway('escalated it'),
  reassigned: takenAway('handed it over'),
  snoozeEnded,
  resolved,
  noData,
  reminder: ({ openedAt, now: at }) => `Still open after ${spokenDuration(epochOf(at) - epochOf(openedAt))}.`,
  reopened,
  // What is news stands before it.
  causeRevised: (facts) =>
    `What is wrong: ${whatIsWrong(facts)
      .map((symptom) => oneLine(symptom, 120))
      .join('; ')}.`,
};

/** What somebody is told, in a sentence or two. */
export const whyTold = (facts: ToldFacts): string => TOLD[facts.about](facts);
