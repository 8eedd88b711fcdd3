import type { ChartMark } from '../../core/report/chart-marks.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { epochOf, type Instant } from '../../core/time.ts';
import { cutInside, widthOf } from './layout.ts';
import { printable } from './printable.ts';

/** Something that happened, on the line under a chart. */
export interface ChartSign {
  readonly sign: string;
  readonly at: Instant;
  readonly what: string;
}

/** The chart that marks stand under. */
interface Marked {
  readonly span: Span;
  readonly columns: number;
  readonly say: (at: Instant) => string;
}

export const MARK_SIGNS: Readonly<Record<ChartMark['kind'], string>> = {
  onset: '^',
  deploy: 'd',
  alarm: '!',
  acknowledgement: 'a',
};

const GAP = 3;
/** The sign, and the longest time. */
const BESIDES_NAME = 2 + ' 2023-08-05 10:15'.length;

/** Beside one another where they happened at once. */
const signLine = (marks: readonly ChartSign[], { span: { from, to }, columns }: Marked): string => {
  const [fromMs, toMs] = [epochOf(from), epochOf(to)];
  const line = Array.from({ length: columns }, () => ' ');
  for (const { sign, at } of marks) {
    const share = (epochOf(at) - fromMs) / Math.max(1, toMs - fromMs);
    const column = Math.min(columns - 1, Math.floor(share * columns));
    const after = line.indexOf(' ', column);
    line[after < 0 ? line.lastIndexOf(' ', column) : after] = sign;
  }
  return line.join('');
};

/** As many to a line as fit. */
const packed = (phrases: readonly string[], columns: number): readonly string[] => {
  const lines: string[] = [];
  for (const phrase of phrases) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + GAP + widthOf(phrase) <= columns)
      lines[lines.length - 1] = last + ' '.repeat(GAP) + phrase;
    else lines.push(phrase);
  }
  return lines;
};

/** What happened, each by a sign at its time, oldest first; under them what the signs stand for. */
export const markLines = (marks: readonly ChartSign[], marked: Marked): readonly string[] => {
  if (marks.length === 0) return [];
  const { columns, say } = marked;
  const phrases = marks.map(
    ({ sign, at, what }) => `${sign} ${cutInside(printable(what), columns - BESIDES_NAME)} ${say(at)}`,
  );
  return [signLine(marks, marked), ...packed(phrases, columns)];
};
