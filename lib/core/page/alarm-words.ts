import type { PageFacts } from './page-facts.ts';
import { whoHas, whose } from './person-words.ts';
import { shortName } from './wording.ts';
import { listed } from '../words.ts';

/** `latency and user-impact`; undefined: the message names none. */
export const namedAlarms = ({ names = [] }: PageFacts): string | undefined =>
  names.length === 0 ? undefined : listed(names.map(shortName), 'and');

/** What the named alarms do: one `fires`, several `fire`. */
export const firing = ({ names = [] }: PageFacts): string => (names.length > 1 ? 'fire' : 'fires');

/** It was resolved, and that is believed no longer: by whom, and what fires on. */
export const leftFiring = (facts: PageFacts): string => {
  const { actor } = facts;
  const resolved = actor === undefined ? 'It was resolved' : `${whoHas(actor)} resolved it`;
  return `${resolved}, but ${namedAlarms(facts) ?? 'it'} ${firing(facts)} on.`;
};

/** A snooze holds what its author was shown, and nothing else that is critical. */
export const notSnoozed = (facts: PageFacts): string => {
  const names = namedAlarms(facts);
  const what = names === undefined ? 'what fires now' : `${names}, which ${firing(facts)} now`;
  return `${whose(facts.actor)} snooze did not cover ${what}.`;
};

export const worse = (facts: PageFacts): string => {
  const names = namedAlarms(facts);
  return `It has become ${facts.severity}${names === undefined ? '' : `: ${names} ${firing(facts)}`}.`;
};
