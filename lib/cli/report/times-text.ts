import type { Distribution } from '../../core/figures/distribution.ts';
import type { Times } from '../../core/figures/times.ts';
import { SECOND, spokenDuration } from '../../core/time.ts';
import { table } from '../terminal/layout.ts';
import type { Shell } from '../terminal/shell.ts';
import type { ReportedFigures } from './reported.ts';

const STEPS: readonly (readonly [step: keyof Times, words: string])[] = [
  ['detect', 'alarm, from onset'],
  ['firstPage', 'first page'],
  ['acknowledge', 'answer to it'],
  ['resolve', 'resolution'],
];

const spoken = (seconds: number | null): string => (seconds === null ? '-' : spokenDuration(seconds * SECOND));

const TOO_FEW = 'too few to compare';

const remark = (now: Distribution, before: Distribution | undefined): string => {
  if (now.isTooFewToCompare) return now.n === 0 ? '' : TOO_FEW;
  if (before === undefined) return '';
  return before.isTooFewToCompare ? 'too few before' : `${spoken(before.medianSeconds)} before`;
};

/** How long each step took. */
export const timesLines = (
  { figures: { times }, before }: ReportedFigures,
  { ink, width }: Shell,
): readonly string[] => {
  const rows = STEPS.map(([step, words]) => {
    const { n, of, medianSeconds, p90Seconds, meanSeconds } = times[step];
    const numbers = [medianSeconds, p90Seconds, meanSeconds].map(spoken);
    return [words, `${String(n)} of ${String(of)}`, ...numbers, remark(times[step], before?.figures.times[step])];
  });
  if (rows.every(([, count]) => count === '0 of 0')) return [];
  const [heading = '', ...lines] = table([['TIME TO', 'N', 'MEDIAN', 'P90', 'MEAN', ''], ...rows], width, [
    { least: 10 },
    {},
    {},
    { rank: 3 },
    { rank: 1 },
    { rank: 2 },
  ]);
  return ['', ink(heading, 'dim'), ...lines.map((line) => ink(line))];
};
