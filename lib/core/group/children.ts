import type { AlarmChange, ChildAlarm } from '../alarm/change.ts';
import { symptomOfChildren } from '../alarm/symptom/symptom-of-children.ts';
import type { RoutedChange } from './routed-change.ts';

/** The last word of a batch on each alarm that is not one of many time series, by ARN. */
const lastWords = (changes: readonly RoutedChange[]): ReadonlyMap<string, AlarmChange> => {
  const words = new Map<string, AlarmChange>();
  for (const { change } of changes) {
    const known = words.get(change.alarmArn);
    if (change.contributor === undefined && (known === undefined || known.at <= change.at))
      words.set(change.alarmArn, change);
  }
  return words;
};

const withSymptom = (child: ChildAlarm, word: AlarmChange | undefined): ChildAlarm =>
  word?.state === 'ALARM' && word.symptom !== undefined ? { ...child, symptom: word.symptom } : child;

/** A composite alarm says what its children say: it may itself be the child of another. */
const told = ({ change, ...routed }: RoutedChange, words: ReadonlyMap<string, AlarmChange>): RoutedChange => {
  const { children } = change;
  if (children === undefined) return { ...routed, change };
  const known = children.map((child) => withSymptom(child, words.get(child.arn)));
  const symptom = known.some((child) => child.symptom !== undefined)
    ? symptomOfChildren(known, (child) => child.symptom)
    : change.symptom;
  return { ...routed, change: { ...change, children: known, ...(symptom === undefined ? {} : { symptom }) } };
};

/** Composite alarms of composite alarms: so deep they are looked into. */
const DEEPEST = 3;

/**
 * Composite alarms with what is wrong with those of their children whose events came with theirs: these may be of other
 * groups, which are recorded at the same time, and no group waits for another.
 */
export const withSymptomsOfChildren = (changes: readonly RoutedChange[]): RoutedChange[] => {
  let all = [...changes];
  if (all.every(({ change }) => change.children === undefined)) return all;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const words = lastWords(all);
    all = all.map((routed) => told(routed, words));
  }
  return all;
};
