import type { CodeFrame } from './code-frame.ts';
import { quotedText } from './quoted-text.ts';

/** One thing wrong with a tocsin.yaml. */
export interface Problem {
  readonly file: string;
  /** From 1; 0 where the file could not be read at all. */
  readonly line: number;
  /** From 1; 0 where the file could not be read at all. */
  readonly column: number;
  /** `services.web.alarms.latency.critical`; empty where the file as a whole is meant. */
  readonly path: string;
  readonly message: string;
  /** Where there is something to be seen. */
  readonly frame?: CodeFrame;
}

export type Path = readonly PropertyKey[];

const PLAIN_KEY = /^[\w-]+$/;
/** Of a name; what is longer is cut. */
const LONGEST_KEY = 63;

const step = (key: PropertyKey): string => {
  if (typeof key === 'number') return `[${String(key)}]`;
  const text = String(key);
  return PLAIN_KEY.test(text) && text.length <= LONGEST_KEY ? `.${text}` : `[${quotedText(text)}]`;
};

/** `escalations.primary.levels[0].page[1]`. */
export const pathText = (path: Path): string => path.map(step).join('').replace(/^\./, '');

export const byPosition = (one: Problem, other: Problem): number => one.line - other.line || one.column - other.column;

const line = (problem: Problem): string => {
  const place = problem.line === 0 ? '' : `:${String(problem.line)}:${String(problem.column)}`;
  const path = problem.path === '' ? ':' : ` ${problem.path}:`;
  return `${problem.file}${place}${path} ${problem.message.replaceAll('\n', '\n    ')}`;
};

/** One line a problem, as editors and CI understand it: `tocsin.yaml:12:7 services.web.escalation: …`. */
export const formatProblems = (problems: readonly Problem[]): string => problems.map(line).join('\n');
