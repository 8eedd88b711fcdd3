import { briefName } from './brief-names.ts';
import { byWeight } from './by-weight.ts';
import type { AlarmFacts, IncidentFacts } from './page-facts.ts';

interface WithAlarms<A extends AlarmFacts> {
  readonly alarms: readonly A[];
  readonly names?: readonly string[] | undefined;
}

const named = <A extends AlarmFacts>(alarms: readonly A[], name: string): A | undefined =>
  alarms.find((alarm) => alarm.name === name);

/** The alarms that a message is about: those that are news, else the worst that fires. */
export const alarmsAtHand = <A extends AlarmFacts>({ alarms, names = [] }: WithAlarms<A>): readonly A[] => {
  const news = names.flatMap((name) => named(alarms, name) ?? []);
  return news.length > 0 ? news : byWeight(alarms).slice(0, 1);
};

/** What is wrong with each of the alarms at hand: its symptom, else its name. May be hostile. */
export const whatIsWrong = (facts: IncidentFacts): readonly string[] => {
  const { alarms, names = [], isDrill, reader } = facts;
  if (isDrill === true)
    return [`test page${reader === undefined || reader === '' ? '' : ` for ${reader}`}, nothing is wrong`];
  const atHand =
    names.length > 0
      ? names
      : byWeight(alarms)
          .slice(0, 1)
          .map(({ name }) => name);
  return atHand.map((name) => named(alarms, name)?.symptom ?? briefName(facts, name));
};
