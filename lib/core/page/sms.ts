import type { About } from '../incident/incident.ts';
import { howToRespond, howToRespondToAll, type HowToRespond } from './how-to-respond.ts';
import { worstOf } from './bundle.ts';
import { cutSeptets, gsm7Of, septetsOf } from './gsm-7.ts';
import type { PageFacts, PersonFacts, ToldFacts } from './page-facts.ts';
import { oneLine } from './plain-text.ts';
import { whoHasIt } from './person-words.ts';
import { shortenSymptom } from '../alarm/symptom/shorten-symptom.ts';
import { serviceName } from './service-name.ts';
import { localTime } from './spoken-time.ts';
import { actOf, topicOf } from './topic.ts';
import { tagOf } from './wording.ts';

/** One part of GSM-7: https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html; more parts arrive apart and cost more. */
const LONGEST = 160;
/** A link longer than this leaves no room to say what it is for. */
const LONGEST_HOW = 130;
const LONGEST_SERVICE = 20;

const said = (text: string): string => gsm7Of(oneLine(text, LONGEST * 2));

const short = (text: string, max: number): string => cutSeptets(said(text), max);

const VERBS: Readonly<Record<HowToRespond['verb'], string>> = { Acknowledge: 'Ack', Look: 'See' };

interface Parts {
  /** `CRITICAL web: `: stands whole. */
  readonly start: string;
  /** What is wrong; cut by words where nothing else is left to give way. */
  readonly topic: string;
  /** What gives way, the first to go last. */
  readonly extras: readonly string[];
}

/** A link says by itself what it is for; a command does not. */
const answers = ({ verb, how, isLink }: HowToRespond): readonly string[] => {
  const answer = septetsOf(how) > LONGEST_HOW ? 'tocsin incidents list' : how;
  const asked = `. ${VERBS[verb]}: ${answer}`;
  return isLink ? [asked, ` ${answer}`] : [asked];
};

/** The answer stands whole at the end; before it the longest of what can be said, what is wrong before all else. */
const composed = ({ start, topic, extras }: Parts, how: HowToRespond): string => {
  const fuller = extras.map((_, index) => topic + extras.slice(0, extras.length - index).join(''));
  const [asked = '', bare = asked] = answers(how);
  const all = [...fuller.map((text) => text + asked), topic + asked, topic + bare].map((text) => start + text);
  const whole = all.find((text) => septetsOf(text) <= LONGEST);
  return whole ?? start + shortenSymptom(topic, LONGEST - septetsOf(start) - septetsOf(bare), septetsOf) + bare;
};

/** Until when somebody has it, or a resolution is believed: of what an act says. */
const untilOf = (facts: ToldFacts): string => {
  const { owner, resolution, recipientTimeZone } = facts;
  if (facts.about === 'resolved') {
    const { reopensAt } = resolution ?? {};
    return reopensAt === undefined ? '' : ` (reopens ${localTime(reopensAt, recipientTimeZone)})`;
  }
  return owner === undefined ? '' : ` until ${localTime(owner.until, recipientTimeZone)}`;
};

/** It was resolved, and that is believed no longer: first, so that no cut makes it read as resolved. */
const leftFiring = (actor: PersonFacts): string => `fires on after ${whoHasIt(actor)} resolved it`;

const TIMED: ReadonlySet<About> = new Set(['acknowledged', 'offered', 'resolved']);

const topicFor = (facts: PageFacts): string => {
  const parts = topicOf(facts);
  if (facts.kind === 'page') return parts.join(': ');
  const act = actOf(facts);
  if (act !== undefined && TIMED.has(facts.about)) return [act + untilOf(facts), ...parts.slice(1)].join(': ');
  return facts.about === 'again' && facts.actor !== undefined
    ? [leftFiring(facts.actor), ...parts.slice(-1)].join(': ')
    : parts.join(': ');
};

/** Since when: of lost data since it was lost. */
const sinceOf = (facts: PageFacts): string => {
  const isOfData = facts.kind === 'notification' && facts.about === 'noData';
  return `, since ${said(localTime((isOfData ? facts.noDataSince : undefined) ?? facts.openedAt, facts.recipientTimeZone))}`;
};

const smsOfMany = (bundle: readonly PageFacts[], first: PageFacts): string => {
  const services = [...new Set(bundle.map(serviceName))].slice(0, 10).join(', ');
  return composed(
    {
      start: `${worstOf(bundle).toUpperCase()} ${String(bundle.length)} incidents: `,
      topic: said(services),
      extras: [sinceOf(first)],
    },
    howToRespondToAll(bundle),
  );
};

/** At most 160 GSM-7 characters with the link whole: `CRITICAL web: p99 latency 3.7 s (limit 1 s), 3 of 5 min https://…`. */
export const smsOf = (bundle: readonly PageFacts[]): string => {
  const [first, ...others] = bundle;
  if (first === undefined) return 'Tocsin: nothing to tell';
  if (others.length > 0) return smsOfMany(bundle, first);
  const since = actOf(first) === undefined ? [sinceOf(first)] : [];
  return composed(
    {
      start: `${tagOf(first)} ${short(serviceName(first), LONGEST_SERVICE)}: `,
      topic: said(topicFor(first)),
      extras: [...since, ` in ${short(first.environment, 20)}`],
    },
    howToRespond(first),
  );
};
