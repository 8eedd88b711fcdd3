import type { About } from '../incident/incident.ts';
import { howToRespond, howToRespondToAll, type HowToRespond } from './how-to-respond.ts';
import { worstOf } from './bundle.ts';
import { causeClauses } from './cause-words.ts';
import { cutSeptets, gsm7Of, septetsOf } from './gsm-7.ts';
import type { PageFacts, PersonFacts, ToldFacts } from './page-facts.ts';
import { oneLine } from './plain-text.ts';
import { whoHasIt } from './person-words.ts';
import { shortenSymptom } from '../alarm/symptom/shorten-symptom.ts';
import { serviceName } from './service-name.ts';
import { localTime } from './spoken-time.ts';
import { actOf, beforeOf, subjectsOf, wrongIn, type WrongWithin } from './topic.ts';
import { alarmsAtHand } from './what-is-wrong.ts';
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
  /** Who acted or what happened, the fullest first; the last may be empty. */
  readonly acts: readonly string[];
  /** What is wrong, in so much room: shortened where nothing else is left to give way. */
  readonly wrong: WrongWithin;
  /** What gives way, the first to go last. */
  readonly extras: readonly string[];
}

/** A link says by itself what it is for; a command does not. */
const answers = ({ verb, how, isLink }: HowToRespond): readonly string[] => {
  const answer = septetsOf(how) > LONGEST_HOW ? 'npx tocsin incidents list' : how;
  const asked = `. ${VERBS[verb]}: ${answer}`;
  return isLink ? [asked, ` ${answer}`] : [asked];
};

/** Less of what is wrong says nothing. */
const LEAST_WRONG = 12;

const after = (act: string, wrong: string): string => [act, wrong].filter((part) => part !== '').join(': ');

/** What is wrong in what the act leaves of the room; undefined: it says too little there. */
const beside = (act: string, wrong: WrongWithin, room: number): string | undefined => {
  const left = room - septetsOf(act) - (act === '' ? 0 : 2);
  return left < LEAST_WRONG ? undefined : after(act, wrong(left, septetsOf));
};

/** The answer stands whole at the end; before it the longest of what can be said, what is wrong before all else. */
const composed = ({ start, acts, wrong, extras }: Parts, how: HowToRespond): string => {
  const [asked = '', bare = asked] = answers(how);
  const [fullest = ''] = acts;
  const topic = after(fullest, wrong(Infinity, septetsOf));
  const fuller = extras.map((_, index) => topic + extras.slice(0, extras.length - index).join('') + asked);
  const whole = [...fuller, topic + asked, topic + bare].find((text) => septetsOf(start + text) <= LONGEST);
  if (whole !== undefined) return start + whole;
  const room = LONGEST - septetsOf(start) - septetsOf(bare);
  const shorter = acts.map((act) => beside(act, wrong, room));
  const said = shorter.find((text) => text?.endsWith('...') === false) ?? shorter.at(-1);
  return start + (said ?? cutSeptets(fullest, room)) + bare;
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

const actsOf = (facts: PageFacts): readonly string[] => {
  const act = beforeOf(facts);
  if (facts.kind === 'page') return [act ?? ''];
  if (facts.about === 'again' && facts.actor !== undefined) return [leftFiring(facts.actor)];
  return act !== undefined && TIMED.has(facts.about) ? [act + untilOf(facts), act] : [act ?? ''];
};

/** Since when that is so; of lost data since it was lost. */
const sinceOf = (facts: PageFacts): string => {
  const isOfData = facts.kind === 'notification' && facts.about === 'noData';
  return `, since ${said(localTime((isOfData ? facts.noDataSince : undefined) ?? alarmsAtHand(facts)[0]?.since ?? facts.openedAt, facts.recipientTimeZone))}`;
};

const symptomsWithin =
  (symptoms: string): WrongWithin =>
  (room, weigh) =>
    shortenSymptom(symptoms, room, weigh);

const smsOfMany = (bundle: readonly PageFacts[], first: PageFacts): string =>
  composed(
    {
      start: `${worstOf(bundle).toUpperCase()} ${String(bundle.length)} incidents: `,
      acts: [''],
      wrong: symptomsWithin(said(subjectsOf(bundle))),
      extras: [`, since ${said(localTime(first.openedAt, first.recipientTimeZone))}`],
    },
    howToRespondToAll(bundle),
  );

/** At most 160 GSM-7 characters with the link whole: `CRITICAL web: p99 latency 3.7 s (limit 1 s), 3 of 5 min https://…`. */
export const smsOf = (bundle: readonly PageFacts[]): string => {
  const [first, ...others] = bundle;
  if (first === undefined) return 'Tocsin: nothing to tell';
  if (others.length > 0) return smsOfMany(bundle, first);
  const since = actOf(first) === undefined ? [sinceOf(first)] : [];
  const isBare = causeClauses(first) !== undefined || first.isDrill === true;
  return composed(
    {
      start: `${tagOf(first)} ${short(serviceName(first), LONGEST_SERVICE)}: `,
      acts: actsOf(first).map(said),
      wrong: wrongIn(first, said),
      // Behind what it is not, neither a time nor a place reads as meant.
      extras: isBare ? [] : [...since, ` in ${short(first.environment, 20)}`],
    },
    howToRespond(first),
  );
};
