import type { PageReason, Passed } from '../incident/incident.ts';
import type { PagedFacts } from './page-facts.ts';
import { leftFiring, notSnoozed, worse } from './alarm-words.ts';
import { whoHas, whose } from './person-words.ts';

type Say = (facts: PagedFacts) => string;

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

const asLevel: Say = ({ level, levels, round, rounds, isUnanswered }) => {
  if (isUnanswered === true) return 'No level is left, so you are paged';
  if (level === 0) return 'You are paged';
  return `You are paged as level ${of(level, levels)}${round > 1 ? `, round ${of(round, rounds)}` : ''}`;
};

const paged: Say = (facts) => {
  const passed = passedOver(facts);
  return `${asLevel(facts)}${passed === undefined ? '' : `: ${passed}`}.`;
};

const unheardSoFar: Say = ({ acknowledgedBefore = false }) =>
  acknowledgedBefore ? 'nobody has it now' : 'nobody has acknowledged yet';

/** A later level is asked because the time of the one before is over, or because there is nobody to ask there. */
const inTurn: Say = (facts) => {
  const { level, round, passed } = facts;
  const isFirst = level <= 1 && round <= 1;
  return isFirst || passed !== undefined ? paged(facts) : `${asLevel(facts)}: ${unheardSoFar(facts)}.`;
};

const TAKE_IT = 'Take it, or find somebody who can.';

const unanswered: Say = (facts) => {
  const nobody = facts.acknowledgedBefore === true ? 'nobody has it now' : 'nobody has answered';
  return `No level is left, and ${passedOver(facts) ?? nobody}. ${TAKE_IT}`;
};

/** It came back after it had ended, or what had recovered is critical again while it is still open. */
const cameBack: Say = ({ flaps }) => {
  if (flaps === 0) return 'It is critical again after it had recovered.';
  return `It came back after it had ended${flaps > 1 ? `, ${String(flaps)} times by now` : ''}.`;
};

const reopened: Say = ({ actor }) =>
  actor === undefined ? 'It is open again.' : `It is open again: ${whoHas(actor)} reopened it.`;

const WHY: Readonly<Record<PageReason, Say>> = {
  escalation: inTurn,
  severity: (facts) => `${worse(facts)} ${paged(facts)}`,
  muteEnded: (facts) => `Its mute has ended and it still fires. ${paged(facts)}`,
  returned: (facts) => `${cameBack(facts)} ${paged(facts)}`,
  unacknowledged: (facts) => `${whose(facts.actor)} acknowledgement has ended. ${paged(facts)}`,
  snoozeEnded: (facts) => `${whose(facts.actor)} snooze has ended and it still fires. ${paged(facts)}`,
  uncovered: (facts) => `${notSnoozed(facts)} ${paged(facts)}`,
  leftFiring: (facts) => `${leftFiring(facts)} ${paged(facts)}`,
  requested: (facts) => `${whoHas(facts.actor)} escalated it to you. ${paged(facts)}`,
  reassigned: (facts) => `${whoHas(facts.actor)} handed it over to you.`,
  reopened: (facts) => `${reopened(facts)} ${paged(facts)}`,
  unanswered,
  nobodyReached: () => `No page of a whole pass through the levels could be sent. ${TAKE_IT}`,
};

/** Why somebody is paged, in a sentence or two. */
export const whyPaged = (facts: PagedFacts): string => WHY[facts.reason](facts);
