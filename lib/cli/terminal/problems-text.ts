import type { CodeFrame } from '../../config/yaml/code-frame.ts';
import { formatProblems, type Problem } from '../../config/yaml/problem.ts';
import { cut, cutStart, widthOf } from './layout.ts';
import { printableLines } from './printable.ts';

const MARGIN = '    ';

/** A long line is cut on both sides of what is pointed at. */
const frameLines = ({ before, line, from, to }: CodeFrame, width: number): readonly string[] => {
  const room = width - MARGIN.length;
  const [lead, rest] = [line.slice(0, from), line.slice(from)];
  const shownLead = cutStart(lead, Math.max(Math.floor(room / 2), room - widthOf(rest)));
  const left = room - widthOf(shownLead);
  const marked = Math.min(left, Math.max(1, widthOf(line.slice(from, to))));
  const lines = [shownLead + cut(rest, left), ' '.repeat(widthOf(shownLead)) + '^'.repeat(marked)];
  return [...(before === undefined ? [] : [cut(before, room)]), ...lines].map((text) => (MARGIN + text).trimEnd());
};

/** Of syntax: after one mistake the parser stumbles over what follows, and nobody has to see all of it. */
const MOST_STUMBLES = 3;

const ofSyntax = ({ path }: Problem): boolean => path === '';

/**
 * Problems for people, editors and CI: each begins with its line as `formatProblems` has it. Under it stands its place in
 * the file, once for all that are in one line of it.
 */
export const problemsText = (problems: readonly Problem[], width: number): string => {
  const places = problems.filter(({ frame, line }, index) => frame !== undefined && problems[index - 1]?.line !== line);
  const shown = new Set([
    ...places.filter(ofSyntax).slice(0, MOST_STUMBLES),
    ...places.filter((one) => !ofSyntax(one)),
  ]);
  return problems
    .flatMap((problem) => [
      printableLines(formatProblems([problem])),
      ...(problem.frame !== undefined && shown.has(problem) ? frameLines(problem.frame, width) : []),
    ])
    .join('\n');
};
