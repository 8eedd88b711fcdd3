import type { YAMLError } from 'yaml';

/** What is shown of the file where something is wrong: harmless text; the parser's own are at most 80 characters a line. */
export interface CodeFrame {
  /** The line before, where the parser points at the beginning of this one. */
  readonly before?: string;
  readonly line: string;
  /** What it points at, as indexes into the line; they may lie behind its end. */
  readonly from: number;
  readonly to: number;
}

/** What a pretty message consists of: what is wrong, where, and, unless nothing is to be seen there, lines over a pointer. */
const PRETTY = /^(.*?) at line \d+, column \d+(?::\n\n(.*)\n( *\^+)\n)?$/su;

/** As long as it was, so that the pointer stays right. */
const harmless = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => ' '.repeat(character.length)).trimEnd();

/** Behind a control character the parser may miss that a line ends, and take several for one: it points at none of them. */
const frameOf = (shown: string, pointer: string): CodeFrame | undefined => {
  const [line = '', before = '', ...more] = shown.split('\n').reverse().map(harmless);
  const from = pointer.indexOf('^');
  const isOneLine = more.length === 0 && (before === '' || line.slice(0, from).trim() === '');
  if (before + line === '' || !isOneLine) return undefined;
  const frame = { line, from, to: pointer.length };
  return before === '' ? frame : { before, ...frame };
};

/** What is wrong, without the place that the parser appends to it, and that place. */
export const framed = ({ message }: YAMLError): { readonly said: string; readonly frame?: CodeFrame } => {
  const [, said = message, shown = '', pointer = ''] = PRETTY.exec(message) ?? [];
  const frame = frameOf(shown, pointer);
  return frame === undefined ? { said } : { said, frame };
};

/** What begins there: a quoted text, or a word. */
const TOKEN = /^(?:"[^"]*"|'[^']*'|[^\s,:{}[\]#]+)/u;

/** The line of a place, both counted from 1; undefined where nothing is to be seen there. */
export const lineFrame = (
  lines: readonly string[],
  place: { readonly line: number; readonly column: number },
): CodeFrame | undefined => {
  const line = harmless(lines[place.line - 1] ?? '');
  const from = place.column - 1;
  if (line === '') return undefined;
  return { line, from, to: from + Math.max(1, TOKEN.exec(line.slice(from))?.[0].length ?? 0) };
};
