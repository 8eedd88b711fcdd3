import { alarmNameOf } from '../alarm-reference.ts';
import type { Child } from '../change.ts';
import { safeText } from '../../safe-text.ts';
import { listed } from '../../words.ts';
import { briefNameOfOurs } from './ours.ts';
import { symptomText } from './symptom-text.ts';

/** Names of more children say less than how many there are. */
const NAMED = 3;

/** The window would take the place of the next child. */
const withoutWindow = (symptom: string): string => symptom.replace(/, (?:for \d.*|\d+ of \d+ .*)$/u, '');

/** What is no ARN of an alarm is called by its end. */
const nameOf = (arn: string): string => briefNameOfOurs(alarmNameOf(arn)).replace(/^arn:.*:/su, '');

const byName = (arns: readonly string[]): string => {
  const names = arns.slice(0, NAMED).map((arn) => safeText(nameOf(arn), 60));
  const more = arns.length - names.length;
  return `${listed(more > 0 ? [...names, `${String(more)} more`] : names, 'and')} ${arns.length > 1 ? 'fire' : 'fires'}`;
};

/**
 * What a composite alarm says: what is wrong with its children that fire, as far as it is known, the others by name;
 * never an ARN. Empty where none is known to fire.
 *
 * @param symptomOfChild undefined: nothing is known of it, or by the last word it does not fire
 */
export const symptomOfChildren = (
  children: readonly Child[],
  symptomOfChild: (child: Child) => string | undefined,
): string => {
  const known = children.flatMap((child) => symptomOfChild(child) ?? []);
  const unknown = children.filter((child) => child.fires && symptomOfChild(child) === undefined);
  if (known.length === 1 && unknown.length === 0) return symptomText(known[0] ?? '');
  const rest = unknown.length === 0 ? [] : [byName(unknown.map(({ arn }) => arn))];
  return symptomText([...new Set(known.map(withoutWindow)), ...rest].join('; '));
};
