import { listed } from '../words.ts';
import type { OwnerFacts, PageFacts, PersonFacts } from './page-facts.ts';
import { shortName, timeIn } from './wording.ts';

/** People named in one sentence. */
const PEOPLE_NAMED = 3;

/** `Alice Ferreira has`, `You have`; nobody known: `Somebody has`. */
export const whoHas = (person: PersonFacts | undefined): string => {
  if (person === undefined) return 'Somebody has';
  return person.isReader ? 'You have' : `${shortName(person.name)} has`;
};

/** The same within a sentence: `you have`. */
export const whoHasIt = (person: PersonFacts): string => (person.isReader ? 'you have' : whoHas(person));

/** `Alice Ferreira's`, `Your`; nobody known: `The`. */
export const whose = (person: PersonFacts | undefined): string => {
  if (person === undefined) return 'The';
  return person.isReader ? 'Your' : `${shortName(person.name)}'s`;
};

/** `you, Bob Osei and 2 more`. */
export const people = (names: readonly string[]): string => {
  if (names.length <= PEOPLE_NAMED) return listed(names.map(shortName), 'and');
  const named = names.slice(0, PEOPLE_NAMED - 1).map(shortName);
  return `${named.join(', ')} and ${String(names.length - named.length)} more`;
};

type After = NonNullable<OwnerFacts['after']>;

const othersPaged = ({ names, isReader = false }: After): string => {
  if (names.length === 0) return isReader ? 'you are paged' : 'nobody is paged';
  return `${people(isReader ? ['you', ...names] : names)} ${isReader || names.length > 1 ? 'are' : 'is'} paged`;
};

const pagedThen = ({ after, isReader }: OwnerFacts): string => {
  if (after === undefined) return 'nobody is paged';
  if (after.isOwner) return isReader ? 'you are paged again' : 'they are paged again';
  return othersPaged(after);
};

/**
 * What happens at the end of an owner's time, and what they can do about it: nothing but a new snooze moves the end of
 * one.
 */
export const whatFollows = (owner: OwnerFacts, until: string): string => {
  const { kind, after, isReader } = owner;
  if (after === undefined) return `That holds until ${until}; nobody is paged then.`;
  if (kind === 'snooze') return `Escalation starts again at ${until} unless it is over: ${pagedThen(owner)} then.`;
  return `Escalation starts again at ${until} unless ${isReader ? 'you act' : 'they act'}: ${pagedThen(owner)} then.`;
};

const hasIt = (owner: OwnerFacts): string => `${whoHas(owner)} ${owner.kind === 'snooze' ? 'snoozed it' : 'it'}`;

/** Who has it since when, until when, and what happens then. */
export const ownerSentence = (owner: OwnerFacts, facts: PageFacts): string => {
  const time = timeIn(facts);
  const since = owner.kind === 'snooze' ? '' : ` since ${time(owner.at)}`;
  return `${hasIt(owner)}${since}. ${whatFollows(owner, time(owner.until))}`;
};

const IS_ABOUT_OWNER: ReadonlySet<string> = new Set(['acknowledged', 'offered']);

/** Who has it beside what a message is about; undefined: nobody, or the message is about that. */
export const ownerLine = (facts: PageFacts): string | undefined => {
  const { owner, status } = facts;
  const isTold = facts.kind === 'notification' && IS_ABOUT_OWNER.has(facts.about);
  if (owner === undefined || isTold || status === 'resolved') return undefined;
  const gap = status === 'triggered' ? ', but not what is critical now' : '';
  return `${hasIt(owner)} until ${timeIn(facts)(owner.until)}${gap}.`;
};
