import type { About } from '../incident/incident.ts';
import { howToRespond, howToRespondToAll, type HowToRespond } from './how-to-respond.ts';
import { withBriefNames } from './brief-names.ts';
import { worstOf } from './bundle.ts';
import { cutSeptets, gsm7Of, septetsOf } from './gsm-7.ts';
import { firesOn, namedAlarms } from './alarm-words.ts';
import type { PageFacts, ToldFacts } from './page-facts.ts';
import { oneLine } from './plain-text.ts';
import { whatFollows, whoHasIt } from './person-words.ts';
import { localTime } from './spoken-time.ts';
import { actOf } from './topic.ts';
import { whyOf } from './why.ts';
import { byWeight, causeOf, tagOf } from './wording.ts';

/** One part of GSM-7: https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html; more parts arrive apart and cost more. */
const LONGEST = 160;
/** A link longer than this leaves no room to say what it is for. */
const LONGEST_HOW = 130;

const short = (text: string, max: number): string => cutSeptets(gsm7Of(oneLine(text, max)), max);

const VERBS: Readonly<Record<HowToRespond['verb'], string>> = { Acknowledge: 'Ack', Look: 'See' };

/** The first that fits whole; else the last, cut. */
const fitting = (details: readonly string[], room: number): string => {
  const all = details.map((detail) => gsm7Of(oneLine(detail, LONGEST * 2)));
  return all.find((detail) => septetsOf(detail) <= room) ?? cutSeptets(all.at(-1) ?? '', room);
};

/** The answer stands whole between what Tocsin says and what others wrote; each side gives way to it. */
const around = (head: string, { verb, how, isLink }: HowToRespond, details: readonly string[]): string => {
  const answer = septetsOf(how) > LONGEST_HOW ? 'tocsin incidents list' : how;
  const middle = ` ${VERBS[verb]}: ${answer}`;
  const said = cutSeptets(head, LONGEST - septetsOf(middle) - 1);
  const start = `${said}${said.endsWith('.') ? '' : '.'}${middle}`;
  const gap = isLink ? ' ' : ' - ';
  const rest = fitting(details, LONGEST - septetsOf(start) - gap.length);
  return rest === '' ? start : `${start}${gap}${rest}`;
};

const worstAlarm = ({ alarms }: PageFacts): string => byWeight(alarms)[0]?.name ?? '';

/** Until when somebody has it, and who is paged then. */
const ownerDetail = (facts: ToldFacts): string => {
  const { owner, recipientTimeZone } = facts;
  if (owner === undefined) return whyOf(facts);
  return `until ${localTime(owner.until, recipientTimeZone)}; then ${whatFollows(owner)}`;
};

/** That something fires on, and until when that is believed to be over. */
const resolutionDetails = (facts: ToldFacts): readonly string[] => {
  const { stillFiring = 0, reopensAt, isPaging } = facts.resolution ?? {};
  if (stillFiring === 0) return [worstAlarm(facts)];
  const rest = `${String(stillFiring)} still firing`;
  if (reopensAt === undefined) return [rest];
  const reopens = `${rest}: if that lasts until ${localTime(reopensAt, facts.recipientTimeZone)} it reopens`;
  return [...(isPaging === true ? [`${reopens} and pages again`] : []), reopens, rest];
};

/** After a resolution what fires on is the first, so that no cut makes it read as resolved. */
const againDetail = (facts: ToldFacts): string =>
  facts.actor === undefined ? whyOf(facts) : `${firesOn(facts)} after ${whoHasIt(facts.actor)} resolved it`;

/** What says more than the alarms by name. */
const DETAILS: Readonly<Partial<Record<About, (facts: ToldFacts) => readonly string[]>>> = {
  acknowledged: (facts) => [ownerDetail(facts)],
  offered: (facts) => [ownerDetail(facts)],
  resolved: resolutionDetails,
  joined: (facts) => [whyOf(facts)],
  again: (facts) => [againDetail(facts)],
};

/** What stands behind the answer, the most important first: the end may be cut. */
const detailsOf = (facts: PageFacts): readonly string[] => {
  if (facts.kind === 'notification') return DETAILS[facts.about]?.(facts) ?? [namedAlarms(facts) ?? whyOf(facts)];
  return [namedAlarms(facts) ?? (facts.diagnosis === undefined ? worstAlarm(facts) : (causeOf(facts) ?? ''))];
};

/** Since when: of lost data since it was lost. */
const sinceOf = (facts: PageFacts): string => {
  const isOfData = facts.kind === 'notification' && facts.about === 'noData';
  return `since ${localTime((isOfData ? facts.noDataSince : undefined) ?? facts.openedAt, facts.recipientTimeZone)}`;
};

const smsOfMany = (bundle: readonly PageFacts[], first: PageFacts): string => {
  const services = [...new Set(bundle.map(({ service }) => service))].slice(0, 10).join(', ');
  const head = `${worstOf(bundle).toUpperCase()} ${String(bundle.length)} incidents since ${localTime(first.openedAt, first.recipientTimeZone)}`;
  return around(head, howToRespondToAll(bundle), [services]);
};

/** At most 160 GSM-7 characters with the link whole: `CRITICAL web prod since 10:15 EDT. Ack: https://… web-latency`. */
export const smsOf = (bundle: readonly PageFacts[]): string => {
  const [first] = bundle;
  if (first === undefined) return 'Tocsin: nothing to tell';
  if (bundle.length > 1) return smsOfMany(bundle, first);
  const act = short(actOf(first) ?? sinceOf(first), 32);
  const head = `${tagOf(first)} ${short(first.service, 20)} ${short(first.environment, 10)} ${act}`;
  return around(head, howToRespond(first), detailsOf(withBriefNames(first)));
};
