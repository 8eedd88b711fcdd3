import type { PageFacts } from './page-facts.ts';
import { whoHas, whose } from './person-words.ts';
import { DELETED } from '../alarm/symptom/shorten-symptom.ts';
import { briefName } from './brief-names.ts';
import { isFiring } from './by-weight.ts';
import { alarmsAtHand } from './what-is-wrong.ts';
import { shortName } from './wording.ts';
import { listed } from '../words.ts';

/** Names that take more than this, beside the first, are only counted: what they do must not be cut off behind them. */
const NAMES_WIDTH = 64;

/** `latency and user-impact`, `a-long-name and 2 more`. */
const nameList = (facts: PageFacts, names: readonly string[]): string => {
  const all = names.map((name) => shortName(briefName(facts, name)));
  const named = all.filter((_, index) => index === 0 || all.slice(0, index + 1).join(', ').length <= NAMES_WIDTH);
  const rest = all.length - named.length;
  return listed(rest === 0 ? named : [...named, `${String(rest)} more`], 'and');
};

/** The alarms that the message names; undefined: it names none. */
export const namedAlarms = (facts: PageFacts): string | undefined => {
  const { names = [] } = facts;
  return names.length === 0 ? undefined : nameList(facts, names);
};

/**
 * `errors has joined`, `latency fires again`: of the named alarms what each did. Of those that nobody looked up it is
 * believed that they did what the message is about. Undefined: it names none.
 */
export const newsOf = (facts: PageFacts, about: 'joined' | 'again'): string | undefined => {
  const known = new Map(facts.alarms.map(({ name, isNew }) => [name, isNew]));
  const names = Map.groupBy(facts.names ?? [], (name) => known.get(name) ?? about === 'joined');
  const said = ([isNew, some]: readonly [boolean, readonly string[]]): string => {
    const [joined, fires] = some.length > 1 ? ['have joined', 'fire again'] : ['has joined', 'fires again'];
    return `${nameList(facts, some)} ${isNew ? joined : fires}`;
  };
  return names.size === 0 ? undefined : [...names].map(said).join('; ');
};

/** What the named alarms do: one `fires`, several `fire`. */
export const firing = ({ names = [] }: PageFacts): string => (names.length > 1 ? 'fire' : 'fires');

/** `latency fires on`, `it fires on`: of what was resolved. */
const firesOn = (facts: PageFacts): string => `${namedAlarms(facts) ?? 'it'} ${firing(facts)} on`;

/** It was resolved, and that is believed no longer: by whom, and what fires on. */
export const leftFiring = (facts: PageFacts): string => {
  const { actor } = facts;
  const resolved = actor === undefined ? 'It was resolved' : `${whoHas(actor)} resolved it`;
  return `${resolved}, but ${firesOn(facts)}`;
};

/** `user-impact, which fires now`: what a snooze did not cover. It holds what its author was shown, and nothing else that is critical. */
export const beyondSnooze = (facts: PageFacts): string => {
  const names = namedAlarms(facts);
  return names === undefined ? 'what fires now' : `${names}, which ${firing(facts)} now`;
};

export const notSnoozed = (facts: PageFacts): string =>
  `${whose(facts.actor)} snooze did not cover ${beyondSnooze(facts)}.`;

/** What counts may have no data: that is said only of what is known to fire. */
export const stillThere = (facts: PageFacts): string => {
  const isKnown = facts.alarms.length >= facts.joined;
  const fires = facts.alarms.some(isFiring);
  return isKnown && !fires ? 'it still has no data' : 'it still fires';
};

export const worse = (facts: PageFacts): string => {
  const names = namedAlarms(facts);
  return `It has become ${facts.severity}${names === undefined ? '' : `: ${names} ${firing(facts)}`}.`;
};

/** Whether the alarms at hand are no more. */
export const isOfDeleted = (facts: PageFacts): boolean => {
  const alarms = alarmsAtHand(facts);
  return alarms.length > 0 && alarms.every(({ symptom = '' }) => symptom.endsWith(DELETED));
};
