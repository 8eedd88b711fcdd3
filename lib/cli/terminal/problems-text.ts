import type { CodeFrame } from '../../config/yaml/code-frame.ts';
import { formatProblems, type Problem } from '../../config/yaml/problem.ts';
import { counted } from '../../core/words.ts';
import { cut, cutStart, widthOf } from './layout.ts';
import { printableLines } from './printable.ts';

const MARGIN = '    ';

/** A long line is cut on both sides of what is pointed at. */
const frameLines = ({ line, from, to }: CodeFrame, width: number): readonly string[] => {
  const room = width - MARGIN.length;
  const [lead, rest] = [line.slice(0, from), line.slice(from)];
  const shownLead = cutStart(lead, Math.max(Math.floor(room / 2), room - widthOf(rest)));
  const left = room - widthOf(shownLead);
  const marked = Math.min(left, Math.max(1, widthOf(line.slice(from, to))));
  const lines = [shownLead + cut(rest, left), ' '.repeat(widthOf(shownLead)) + '^'.repeat(marked)];
  return lines.map((text) => (MARGIN + text).trimEnd());
};

/** Who has more to mend than this looks at the file anyway. */
const MOST_FRAMES = 10;

const MOST_TOLD = 100;

/** A message of several lines shows what to write already. */
const placeLines = ({ frame, message }: Problem, width: number): readonly string[] =>
  frame === undefined || message.includes('\n') ? [] : frameLines(frame, width);

/**
 * Problems for people, editors and CI: each begins with its line as `formatProblems` has it. Under the first of them
 * stands their place in the file.
 */
export const problemsText = (problems: readonly Problem[], width: number): string => {
  const more = problems.length - MOST_TOLD;
  const told = problems
    .slice(0, MOST_TOLD)
    .flatMap((problem, index) => [
      printableLines(formatProblems([problem])),
      ...(index < MOST_FRAMES ? placeLines(problem, width) : []),
    ]);
  return [...told, ...(more > 0 ? [`and ${counted(more, 'more problem')}: mend these first`] : [])].join('\n');
};
