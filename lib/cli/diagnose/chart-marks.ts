import type { Span } from '../../core/series/period-grid.ts';
import { epochOf, type Instant, instantOf } from '../../core/time.ts';
import { cutInside, widthOf } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import { clockBeside, type DiagnosisShown } from './shown.ts';

/** Something that happened, on the line under a chart. */
interface Mark {
  readonly sign: string;
  readonly at: Instant;
  readonly what: string;
}

const MOST_DEPLOYS = 4;
const MOST_ALARMS = 3;
const GAP = 3;
/** The sign, and the longest time. */
const BESIDES_NAME = 2 + ' 2023-08-05 10:15'.length;

const marksOf = ({ diagnosis: { onset }, facts }: DiagnosisShown, { from, to }: Span): readonly Mark[] => {
  const { rollouts, situation, window } = facts;
  const startOf = (step: number): Instant => instantOf(window.startMs + step * window.stepMs);
  const isWithin = ({ at }: Mark): boolean => at >= from && at <= to;
  const deploys = rollouts.map(({ id, start }): Mark => ({ sign: 'd', at: startOf(start), what: `deploy ${id}` }));
  const alarms = situation.alarms.map(({ name, since }): Mark => ({ sign: '!', at: since, what: name }));
  return [
    ...(onset === null ? [] : [{ sign: '^', at: onset, what: 'onset' }]),
    ...deploys.filter(isWithin).slice(-MOST_DEPLOYS),
    ...alarms.slice(0, MOST_ALARMS),
  ]
    .filter(isWithin)
    .sort((one, other) => epochOf(one.at) - epochOf(other.at));
};

/** Beside one another where they happened at once. */
const signLine = (marks: readonly Mark[], { from, to }: Span, columns: number): string => {
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

/** When it began, deploys and alarms, each by a sign at its time; under them what the signs stand for. */
export const markLines = (shown: DiagnosisShown, span: Span, columns: number): readonly string[] => {
  const marks = marksOf(shown, span);
  if (marks.length === 0) return [];
  const clock = clockBeside(span.to);
  const phrases = marks.map(
    ({ sign, at, what }) => `${sign} ${cutInside(printable(what), columns - BESIDES_NAME)} ${clock(at)}`,
  );
  return [signLine(marks, span, columns), ...packed(phrases, columns)];
};
