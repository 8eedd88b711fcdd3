import type { Facts } from '../facts/facts.ts';
import { instantAt } from '../facts/observed.ts';
import type { Diagnosis } from '../verdict/diagnosis.ts';
import { nameOf, spokenPace, times } from '../verdict/role-words.ts';
import { failedWords, isSlow } from '../verdict/trouble-evidence.ts';

interface Happened {
  readonly step: number;
  readonly series: string;
  readonly what: string;
}

const MOST_EVENTS = 6;

const ofTraffic = ({ surge }: Facts): readonly Happened[] =>
  surge === undefined ? [] : [{ step: surge.from, series: 'traffic', what: times(surge.factor) }];

const ofMemory = (facts: Facts): readonly Happened[] => {
  const { leak } = facts;
  if (leak === undefined) return [];
  return [{ step: Math.round(leak.from), series: nameOf(leak.role, facts), what: spokenPace(leak.pace, facts) }];
};

const ofTrouble = (facts: Facts): readonly Happened[] => {
  const { trouble } = facts;
  if (trouble === undefined) return [];
  const { role } = trouble;
  const slow = isSlow(trouble)
    ? [{ step: trouble.from, series: nameOf(role, facts), what: times(trouble.latencyRatio) }]
    : [];
  const { failingFrom } = trouble;
  return failingFrom === undefined
    ? slow
    : [...slow, { step: failingFrom, series: 'errors', what: failedWords(trouble) }];
};

const ofDependency = (facts: Facts): readonly Happened[] => {
  const { rise } = facts;
  if (rise?.risen === undefined || rise.isNormal) return [];
  return [{ step: rise.risen.from, series: nameOf(rise.role, facts), what: times(rise.ratio) }];
};

const ofDeploys = ({ implicated }: Facts): readonly Happened[] =>
  implicated === undefined ? [] : [{ step: implicated.start, series: 'deploy', what: implicated.id }];

/** What began when, the earliest first: at most six. */
export const orderOfEvents = (facts: Facts): Diagnosis['timeline'] =>
  [...ofDeploys(facts), ...ofTraffic(facts), ...ofMemory(facts), ...ofDependency(facts), ...ofTrouble(facts)]
    .sort((one, other) => one.step - other.step)
    .slice(0, MOST_EVENTS)
    .map(({ step, series, what }) => ({ at: instantAt(facts.window, step), series, what }));
