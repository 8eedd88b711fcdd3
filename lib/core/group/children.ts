import type { AlarmChange, Child } from '../alarm/change.ts';
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

const withSymptom = (child: Child, word: AlarmChange | undefined): Child =>
  word?.state === 'ALARM' && word.symptom !== undefined ? { ...child, symptom: word.symptom } : child;

/**
 * Composite alarms with what is wrong with those of their children whose events came with theirs: these may be of other
 * groups, which are recorded at the same time, and no group waits for another.
 */
export const withSymptomsOfChildren = (changes: readonly RoutedChange[]): RoutedChange[] => {
  if (changes.every(({ change }) => change.children === undefined)) return [...changes];
  const words = lastWords(changes);
  return changes.map((routed) => {
    const { children } = routed.change;
    if (children === undefined) return routed;
    const told = children.map((child) => withSymptom(child, words.get(child.arn)));
    return { ...routed, change: { ...routed.change, children: told } };
  });
};
