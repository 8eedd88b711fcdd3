import { isCollection, isScalar, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import { counted } from '../../core/words.ts';

/** Where the syntax of a text breaks, and what to do. */
export interface SyntaxFault {
  readonly message: string;
  /** Offsets of what is shown. */
  readonly range: readonly [number, number];
}

interface Section {
  readonly text: string;
  readonly offset: number;
}

type Parse = (text: string) => Document.Parsed | undefined;

/** A key at the beginning of a line: what stands before it cannot be what is wrong with what follows. */
const TOP_LEVEL_KEY = /^[\w"'][^\n:]{0,80}:(?=\s)/gmu;
/** A file has some fifteen keys; one made to keep the parser busy is told the first of its faults. */
const MOST_SECTIONS = 200;

const sectionsOf = (text: string): readonly Section[] => {
  const starts = [...new Set([0, ...Array.from(text.matchAll(TOP_LEVEL_KEY), ({ index }) => index)])];
  if (starts.length > MOST_SECTIONS) return [];
  return starts.map((offset, index) => ({ text: text.slice(offset, starts[index + 1]), offset }));
};

const CLOSERS: Readonly<Record<string, string>> = { '{': '}', '[': ']', '"': '"', "'": "'" };

const isQuoted = (node: unknown): boolean =>
  isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE');

/** A quote that is closed lines below was most likely meant to be closed in its own. */
const isLeftOpen = (text: string, node: unknown, [start, end]: readonly [number, number]): boolean => {
  const written = text.slice(start, end);
  if (written.length < 2 || !written.endsWith(CLOSERS[written.slice(0, 1)] ?? '')) return true;
  return isQuoted(node) && written.includes('\n');
};

/** From the bracket or quote that opens it. */
const enclosedRange = (node: unknown): readonly [number, number] | undefined => {
  const isEnclosed = isCollection(node) ? node.flow === true : isQuoted(node);
  if (!isEnclosed || !(isScalar(node) || isCollection(node)) || !node.range) return undefined;
  return [node.range[0], node.range[1]];
};

/** `{ name: #ops, kind: chat }`: the bracket is closed, but in what YAML takes for a comment. */
const commentedOut = (text: string, at: number): SyntaxFault | undefined => {
  const opener = text.charAt(at);
  const [line = ''] = text.slice(at).split('\n', 1);
  const hash = line.search(/\s#\S/u) + 1;
  if (hash === 0 || !'[{'.includes(opener) || !line.includes(CLOSERS[opener] ?? '', hash)) return undefined;
  return {
    message:
      'a # after a space begins a comment, and the rest of the line is lost: put the text that begins with it in quotes',
    range: [at + hash, at + line.length],
  };
};

/** Of brackets and quotes that are not closed the one that was opened last. */
const leftOpen = (text: string, document: Document.Parsed): SyntaxFault | undefined => {
  const open: number[] = [];
  visit(document, (_key, node) => {
    const range = enclosedRange(node);
    if (range && CLOSERS[text.charAt(range[0])] !== undefined && isLeftOpen(text, node, range)) open.push(range[0]);
  });
  if (open.length === 0) return undefined;
  const at = open.reduce((last, one) => Math.max(last, one));
  const opener = text.charAt(at);
  return (
    commentedOut(text, at) ?? {
      message: `this ${opener} is not closed: put ${CLOSERS[opener] ?? ''} where it ends`,
      range: [at, at + 1],
    }
  );
};

const TAB_INDENT = /^ *\t\s*(?=[^\s#])/gmu;

const TAB = 'a tab indents this line: YAML takes spaces only';

/** All tabs of a file are one fault. */
const tabFault = (text: string): readonly SyntaxFault[] => {
  const [first, ...more] = Array.from(text.matchAll(TAB_INDENT));
  if (first === undefined) return [];
  const also = more.length === 0 ? '' : ` (and ${counted(more.length, 'line')} below)`;
  const at = first.index + first[0].indexOf('\t');
  return [{ message: `${TAB}${also}`, range: [at, at + 1] }];
};

interface Spot {
  readonly line: string;
  /** Of the line, from where the parser stumbled. */
  readonly rest: string;
}

const spotAt = (text: string, offset: number): Spot => {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [line = ''] = text.slice(start).split('\n', 1);
  return { line, rest: line.slice(offset - start) };
};

type Say = (found: RegExpExecArray, spot: Spot) => string;

const secondColon: Say = (_found, { rest }) =>
  /:(?:\s|$)/u.test(rest)
    ? 'a second colon in one value: put the value in quotes, or what follows on a line of its own'
    : 'the line below is indented as if it belonged to this value: indent it as this key is';

const noColon: Say = (_found, { line }) => {
  if (/^[<=>]{7}/u.test(line)) return 'a conflict of a merge is left here: keep one side';
  const [, key, value] = /^[\s-]*([\w-]+):(\S.*)$/u.exec(line) ?? [];
  return key === undefined || value === undefined
    ? 'expected KEY: VALUE on a line: a key, a colon and a space'
    : `put a space after the colon: ${key}: ${value}`;
};

/** What the parser says, in words that say what to do. */
const SAID: readonly (readonly [said: RegExp, say: Say])[] = [
  [/^Nested mappings are not allowed/u, secondColon],
  [
    /must start at the same column|at node end$|without - indicator$/u,
    (_found, { line }) =>
      /^\s*-[A-Za-z]/u.test(line)
        ? 'put a space after the "-" that begins this line'
        : 'this line begins at another column than those beside it: indent it as they are',
  ],
  [/^Implicit (?:map )?keys need/u, noColon],
  [
    /^Plain value cannot start with (?:\S+ character|.*?) (.)$/u,
    ([, sign = '']) => `a value cannot begin with ${sign}: put it in quotes`,
  ],
  [/at most 1024 chars/u, () => 'this key has more than 1,024 characters: choose a shorter name'],
  [
    /^Invalid escape sequence (.*)$/u,
    ([, escape = '']) => `${escape} means nothing in double quotes: write \\\\ for a backslash, or single quotes`,
  ],
  [/^Unexpected (?:flow-(?:map|seq)-end|[}\]])/u, () => 'a bracket is closed here that none opens: take it out'],
  [/^Unresolved tag|^Tag /u, () => 'tags (!…) are not supported: write the plain value'],
  [/^Source contains multiple documents/u, () => 'a second YAML document begins here: keep one, without a --- line'],
];

const TOO_DEEP = 'nested too deeply';

const said = ({ code, message, pos: [at] }: YAMLError, text: string): string => {
  if (code === 'RESOURCE_EXHAUSTION') return TOO_DEEP;
  for (const [pattern, say] of SAID) {
    const found = pattern.exec(message);
    if (found !== null) return say(found, spotAt(text, at));
  }
  return `not valid YAML: ${message}`;
};

/** One mistake makes the parser stumble over what follows: of all that it says, the first is what is wrong. */
const faultOf = (text: string, document: Document.Parsed): SyntaxFault | undefined => {
  const errors = [...document.errors, ...document.warnings];
  const [first] = errors;
  if (first === undefined) return undefined;
  if (errors.some(({ code }) => code === 'TAB_AS_INDENT')) return { message: TAB, range: first.pos };
  const message = said(first, text).replaceAll(/\p{Cc}/gu, ' ');
  const isDeep = first.code === 'RESOURCE_EXHAUSTION';
  return (isDeep ? undefined : leftOpen(text, document)) ?? { message, range: first.pos };
};

/** One fault for each part of the file that is broken; none: its syntax is sound. */
export const syntaxFaults = (text: string, document: Document.Parsed, parse: Parse): readonly SyntaxFault[] => {
  const whole = faultOf(text, document);
  if (whole === undefined) return [];
  const found = sectionsOf(text).flatMap((section): readonly SyntaxFault[] => {
    const parsed = parse(section.text);
    const fault = parsed && faultOf(section.text, parsed);
    if (fault === undefined) return [];
    const [begin, end] = fault.range;
    return [{ ...fault, range: [begin + section.offset, end + section.offset] }];
  });
  const faults = found.length === 0 ? [whole] : found;
  const others = faults.filter(({ message }) => message !== TAB);
  return others.length === faults.length ? faults : [...tabFault(text), ...others];
};
