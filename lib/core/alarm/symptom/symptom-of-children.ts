import { alarmNameOf } from '../alarm-reference.ts';
import type { ChildAlarm } from '../change.ts';
import { safeText } from '../../safe-text.ts';
import { listed } from '../../words.ts';
import { briefNameOfOurs, ownerOfOurs } from './ours.ts';
import { withoutWindow } from './shorten-symptom.ts';
import { symptomText } from './symptom-text.ts';

/** Names of more children say less than how many there are. */
const NAMED = 3;

/** What is no ARN of an alarm is called by its end. */
const nameOf = ({ arn }: ChildAlarm): string => alarmNameOf(arn).replace(/^arn:.*:/su, '');

/** Whose an alarm of ours is, where the children of one are of several: `prod-search`. */
const ownerIn = (children: readonly ChildAlarm[]): ((child: ChildAlarm) => string) => {
  const owners = new Map(children.map((child) => [child.arn, ownerOfOurs(nameOf(child))]));
  const areSeveral = new Set([...owners.values()].filter((owner) => owner !== undefined)).size > 1;
  return ({ arn }) => (areSeveral ? `${owners.get(arn) ?? ''} `.trimStart() : '');
};

const byName = (children: readonly ChildAlarm[], owner: (child: ChildAlarm) => string): string => {
  const names = children.slice(0, NAMED).map((child) => owner(child) + safeText(briefNameOfOurs(nameOf(child)), 60));
  const more = children.length - names.length;
  return `${listed(more > 0 ? [...names, `${String(more)} more`] : names, 'and')} ${children.length > 1 ? 'fire' : 'fires'}`;
};

/**
 * What a composite alarm says: what is wrong with its children that fire, as far as it is known, the others by name;
 * never an ARN. Empty where none is known to fire.
 *
 * @param symptomOfChild undefined: nothing is known of it, or by the last word it does not fire
 */
export const symptomOfChildren = (
  children: readonly ChildAlarm[],
  symptomOfChild: (child: ChildAlarm) => string | undefined,
): string => {
  const told = children.map((child) => ({ child, symptom: symptomOfChild(child) }));
  const firing = told.filter(({ child, symptom }) => child.fires || symptom !== undefined);
  const owner = ownerIn(firing.map(({ child }) => child));
  const known = firing.flatMap(({ child, symptom }) => (symptom === undefined ? [] : owner(child) + symptom));
  const unknown = firing.flatMap(({ child, symptom }) => (symptom === undefined ? child : []));
  if (known.length === 1 && unknown.length === 0) return symptomText(known[0] ?? '');
  const rest = unknown.length === 0 ? [] : [byName(unknown, owner)];
  return symptomText([...new Set(known.map(withoutWindow)), ...rest].join('; '));
};
