import { table } from '../table.ts';
import { wilsonInterval } from '../wilson-interval.ts';
import type { Judged } from './score.ts';
import type { Outcome } from './truth.ts';

export const say = (text: string): void => void process.stdout.write(`${text}\n`);
export const progress = (text: string): void => void process.stderr.write(`${text} …\n`);

export const sayTable = (title: string, headings: readonly string[], rows: readonly (readonly string[])[]): void => {
  say(`\n${title}\n\n${table(headings, rows)}`);
};

export const percent = (share: number): string => (Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1)} %`);

/** With its 95 % interval. */
export const shareOf = (count: number, total: number): string => {
  if (total === 0) return '–';
  const [low, high] = wilsonInterval(count, total).map((end) => (100 * end).toFixed(1));
  return `${percent(count / total)} (${low ?? ''} to ${high ?? ''})`;
};

/** A column of counts under its heading. */
export const counted = <One>(all: readonly One[], isCounted: (one: One) => boolean): string =>
  shareOf(all.filter(isCounted).length, all.length);

const OUTCOMES: readonly Outcome[] = ['right', 'abstained', 'wrong'];
export const OUTCOME_HEADINGS: readonly string[] = ['judgements', ...OUTCOMES];

export const outcomeCells = (judged: readonly Pick<Judged, 'outcome'>[]): readonly string[] => [
  String(judged.length),
  ...OUTCOMES.map((wanted) => counted(judged, ({ outcome }) => outcome === wanted)),
];
