import type { About } from '../incident/incident.ts';
import { howToRespond, howToRespondToAll, type HowToRespond } from './how-to-respond.ts';
import { worstOf } from './bundle.ts';
import { cutSeptets, gsm7Of, septetsOf } from './gsm-7.ts';
import { namedAlarms } from './alarm-words.ts';
import type { PageFacts, ToldFacts } from './page-facts.ts';
import { oneLine } from './plain-text.ts';
import { whatFollows } from './person-words.ts';
import { localTime } from './spoken-time.ts';
import { actOf } from './topic.ts';
import { whyOf } from './why.ts';
import { byWeight, causeOf, tagOf } from './wording.ts';
import { counted } from '../words.ts';

/** One part of GSM-7: https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html; more parts arrive apart and cost more. */
const LONGEST = 160;
/** A link longer than this leaves no room to say what it is for. */
const LONGEST_HOW = 130;

const short = (text: string, max: number): string => cutSeptets(gsm7Of(oneLine(text, max)), max);

const VERBS: Readonly<Record<HowToRespond['verb'], string>> = { Acknowledge: 'Ack', Look: 'See' };

/** The answer stands whole between what Tocsin says and what others wrote; each side gives way to it. */
const around = (head: string, { verb, how, isLink }: HowToRespond, detail: string): string => {
  const answer = septetsOf(how) > LONGEST_HOW ? 'tocsin incidents list' : how;
  const middle = `. ${VERBS[verb]}: ${answer}`;
  const start = `${cutSeptets(head, LONGEST - septetsOf(middle))}${middle}`;
  const gap = isLink ? ' ' : ' - ';
  const rest = short(detail, LONGEST - septetsOf(start) - gap.length);
  return rest === '' ? start : `${start}${gap}${rest}`;
};

const worstAlarm = ({ alarms }: PageFacts): string => byWeight(alarms)[0]?.name ?? '';

/** Until when somebody has it, and who is paged then. */
const ownerDetail = (facts: ToldFacts): string => {
  const { owner, recipientTimeZone } = facts;
  if (owner === undefined) return whyOf(facts);
  return `until ${localTime(owner.until, recipientTimeZone)}; then ${whatFollows(owner)}`;
};

const resolutionDetail = (facts: ToldFacts): string => {
  const { stillFiring = 0 } = facts.resolution ?? {};
  return stillFiring > 0 ? `${counted(stillFiring, 'alarm')} still firing` : worstAlarm(facts);
};

/** What says more than the alarms by name. */
const DETAILS: Readonly<Partial<Record<About, (facts: ToldFacts) => string>>> = {
  acknowledged: ownerDetail,
  offered: ownerDetail,
  resolved: resolutionDetail,
  joined: whyOf,
  again: whyOf,
};

/** What stands behind the answer, the most important first: the end may be cut. */
const detailOf = (facts: PageFacts): string => {
  if (facts.kind === 'notification') return DETAILS[facts.about]?.(facts) ?? namedAlarms(facts) ?? whyOf(facts);
  return namedAlarms(facts) ?? (facts.diagnosis === undefined ? worstAlarm(facts) : (causeOf(facts) ?? ''));
};

/** At most 160 GSM-7 characters with the link whole: `CRITICAL web prod since 10:15 EDT. Ack: https://… web-latency`. */
export const smsOf = (bundle: readonly PageFacts[]): string => {
  const [first] = bundle;
  if (first === undefined) return 'Tocsin: nothing to tell';
  const since = `since ${localTime(first.openedAt, first.recipientTimeZone)}`;
  if (bundle.length > 1) {
    const services = [...new Set(bundle.map(({ service }) => service))].slice(0, 10).join(', ');
    const head = `${worstOf(bundle).toUpperCase()} ${String(bundle.length)} incidents ${since}`;
    return around(head, howToRespondToAll(bundle), services);
  }
  const head = `${tagOf(first)} ${short(first.service, 20)} ${short(first.environment, 10)} ${short(actOf(first) ?? since, 24)}`;
  return around(head, howToRespond(first), detailOf(first));
};
