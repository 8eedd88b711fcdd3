import type { PageReason, Passed } from '../incident/incident.ts';
import type { PagedFacts } from './page-facts.ts';
import { firing, leftFiring, namedAlarms, notSnoozed, stillThere, worse } from './alarm-words.ts';
import { capitalised } from '../words.ts';
import { whoHas, whoHasIt, whose } from './person-words.ts';

type Say = (facts: PagedFacts) => string;

/** Why, in sentences: the last, which says what is asked of the reader, must not be cut off. */
type Tell = (facts: PagedFacts) => readonly string[];

const of = (part: number, whole: number): string => `${String(part)} of ${String(whole)}`;

const PASSED: Readonly<Record<Passed, (level: string) => string>> = {
  'no-target': (level) => `nobody is on call at ${level}`,
  unreachable: (level) => `${level} cannot be reached`,
  'not-sent': (level) => `the page of ${level} could not be sent`,
};

/** Why the level before is not heard of: never as if somebody had not answered; undefined: it was asked. */
const passedOver: (facts: PagedFacts) => string | undefined = ({ passed, level, levels, isUnanswered }) => {
  if (passed === undefined) return undefined;
  const before = level > 1 ? level - 1 : levels;
  return PASSED[passed](`level ${String(isUnanswered === true ? level : before)}`);
};

/** A channel has readers, and is nobody. */
const youAre: Say = ({ isChannel }) => (isChannel === true ? 'this channel is' : 'you are');

const asLevel: Say = (facts) => {
  const { level, levels, round, rounds, isUnanswered } = facts;
  if (isUnanswered === true) return `No level is left, so ${youAre(facts)} paged`;
  const paged = `${capitalised(youAre(facts))} paged`;
  if (level === 0) return paged;
  return `${paged} as level ${of(level, levels)}${round > 1 ? `, round ${of(round, rounds)}` : ''}`;
};

const paged: Say = (facts) => {
  const passed = passedOver(facts);
  return `${asLevel(facts)}${passed === undefined ? '' : `: ${passed}`}.`;
};

/** Whoever has it does not have all of it: else nobody would be paged. */
const unheardSoFar = ({ owner, acknowledgedBefore }: PagedFacts, verb: string): string => {
  if (owner !== undefined) return 'nobody has what is critical';
  return acknowledgedBefore === true ? 'nobody has it now' : `nobody has ${verb}`;
};

/** A later level is asked because the time of the one before is over, or because there is nobody to ask there. */
const inTurn: Say = (facts) => {
  const { level, round, passed } = facts;
  const isFirst = level <= 1 && round <= 1;
  return isFirst || passed !== undefined
    ? paged(facts)
    : `${asLevel(facts)}: ${unheardSoFar(facts, 'acknowledged yet')}.`;
};

const TAKE_IT = 'Take it, or find somebody who can.';

const unanswered: Tell = (facts) => [
  `No level is left, and ${passedOver(facts) ?? unheardSoFar(facts, 'answered')}.`,
  TAKE_IT,
];

/** `: latency fires`, where the message names alarms. */
const nowFiring: Say = (facts) => {
  const names = namedAlarms(facts);
  return names === undefined ? '' : `: ${names} ${firing(facts)}`;
};

/** It came back after it had ended, or what had recovered is critical again while it is still open. */
const cameBack: Say = (facts) => {
  const { flaps } = facts;
  if (flaps === 0) return `It is critical again after it had recovered${nowFiring(facts)}.`;
  const times = flaps > 1 ? `, ${String(flaps)} times by now` : '';
  return `It came back after it had ended${times}${nowFiring(facts)}.`;
};

const reopened: Say = ({ actor }) =>
  actor === undefined ? 'It is open again.' : `It is open again: ${whoHasIt(actor)} reopened it.`;

const requested: Say = ({ actor, isChannel }) =>
  actor?.isReader === true
    ? 'You have escalated it, and you are next.'
    : `${whoHas(actor)} escalated it to ${isChannel === true ? 'this channel' : 'you'}.`;

const reassigned: Say = ({ actor }) =>
  `${whoHas(actor)} handed it over to ${actor?.isReader === true ? 'yourself' : 'you'}.`;

/** A test page wants no more than to be seen. */
const test: Tell = ({ isChannel }) => [
  `It shows whether pages reach ${isChannel === true ? 'this channel' : 'you'}.`,
  'Acknowledge it, and you are done: nobody else is paged either way.',
];

const and =
  (say: Say): Tell =>
  (facts) => [say(facts), paged(facts)];

const WHY: Readonly<Record<PageReason, Tell>> = {
  escalation: (facts) => [inTurn(facts)],
  severity: and(worse),
  muteEnded: and((facts) => `Its mute has ended and ${stillThere(facts)}.`),
  returned: and(cameBack),
  unacknowledged: and(({ actor }) => `${whose(actor)} acknowledgement has ended.`),
  snoozeEnded: and((facts) => `${whose(facts.actor)} snooze has ended and ${stillThere(facts)}.`),
  uncovered: and(notSnoozed),
  leftFiring: and((facts) => `${leftFiring(facts)}.`),
  requested: and(requested),
  reassigned: (facts) => [reassigned(facts)],
  reopened: and(reopened),
  unanswered,
  nobodyReached: () => ['No page of a whole pass through the levels could be sent.', TAKE_IT],
  test,
};

/** Why somebody is paged, in a sentence or two. */
export const whyPaged = (facts: PagedFacts): readonly string[] => WHY[facts.reason](facts);
