import { spokenSeconds, TIME_STEPS, timeRemark } from '../../core/figures/figure-words.ts';
import { table } from '../terminal/layout.ts';
import type { Shell } from '../terminal/shell.ts';
import type { ReportedFigures } from '../../core/figures/reported-figures.ts';

/** How long each step took. */
export const timesLines = (
  { figures: { times }, before }: ReportedFigures,
  { ink, width }: Shell,
): readonly string[] => {
  const rows = TIME_STEPS.map(([step, words]) => {
    const { n, of, medianSeconds, p90Seconds, meanSeconds } = times[step];
    const numbers = [medianSeconds, p90Seconds, meanSeconds].map(spokenSeconds);
    return [words, `${String(n)} of ${String(of)}`, ...numbers, timeRemark(times[step], before?.figures.times[step])];
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
