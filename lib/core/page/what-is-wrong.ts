import type { AlarmFacts, IncidentFacts } from './page-facts.ts';
import { byWeight } from './by-weight.ts';

interface WithAlarms<A extends AlarmFacts> {
  readonly alarms: readonly A[];
  readonly names?: readonly string[] | undefined;
}

/** The alarms that a message is about: those that are news, else the worst that fires. */
export const alarmsAtHand = <A extends AlarmFacts>({ alarms, names = [] }: WithAlarms<A>): readonly A[] => {
  const news = names.flatMap((name) => alarms.filter((alarm) => alarm.name === name).slice(0, 1));
  return news.length > 0 ? news : byWeight(alarms).slice(0, 1);
};

/** What is wrong, the first alarm at hand first: its symptom, else its name. May be hostile. */
export const whatIsWrong = (facts: IncidentFacts): readonly string[] =>
  alarmsAtHand(facts).map(({ symptom, name }) => symptom ?? name);
