import type { AlarmState } from '../../lib/core/alarm/definition.ts';
import type { Reading } from './documented-patterns.ts';
import { type Mark, naiveState } from './naive-alarm.ts';

const isBreaching = (mark: Mark): boolean => mark === 'X';

const breachesOf = (marks: readonly Mark[]): number => marks.filter(isBreaching).length;

const filledUpTo = (n: number, real: readonly Mark[], fill: Mark): Mark[] => [
  ...real,
  ...Array.from({ length: Math.max(0, n - real.length) }, () => fill),
];

/**
 * LocalStack's evaluation (8b9a79f, March 2026) by its known differences, otherwise as the page says, so that what it
 * gets wrong here is the least it can: every real datapoint of the range counts, not the newest N; the premature rule
 * comes first, and takes a datapoint whose value is 0 for missing. A mark that does not breach has the value 0 here.
 */
export const localStackLike: Reading = (marks, rule, previous) => {
  const { m, n, treatment } = rule;
  const alarmIf = (counted: readonly Mark[]): AlarmState => (breachesOf(counted) >= m ? 'ALARM' : 'OK');
  const real = marks.filter((mark) => mark !== '-');
  if (treatment === 'breaching' || treatment === 'notBreaching')
    return alarmIf(filledUpTo(n, real, treatment === 'breaching' ? 'X' : '0'));
  if (real.length < n && !real.includes('0')) return naiveState(marks, rule, previous);
  const isPremature = marks.slice(0, -m).every((mark) => mark === '-') && marks.at(-m) === 'X';
  if (isPremature) return treatment === 'missing' ? 'ALARM' : previous;
  return alarmIf(real);
};

/** gopherstack's by its known differences: exactly N periods, no older ones, no premature rule. */
export const exactlyN: Reading = (marks, { m, n, treatment }, previous) => {
  const real = marks.slice(-n).filter((mark) => mark !== '-');
  if (treatment === 'ignore' && real.length === 0) return previous;
  if (treatment === 'missing' && real.length === 0) return 'INSUFFICIENT_DATA';
  return breachesOf(filledUpTo(treatment === 'breaching' ? n : 0, real, 'X')) >= m ? 'ALARM' : 'OK';
};
