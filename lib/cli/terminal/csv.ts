import { printable } from './printable.ts';

export type Cell = string | number | boolean | null | undefined;

/** What a spreadsheet takes for the beginning of a formula, behind blanks too; also as East Asian keyboards write it. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** Text that a spreadsheet shows as it is; an apostrophe says so before what it would carry out. */
const inert = (text: string): string => {
  const shown = printable(text);
  return FORMULA.test(text) || FORMULA.test(shown) ? `'${shown}` : shown;
};

const quoted = (text: string): string => (/[",]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Numbers stay numbers, a minus in front of one too; nothing is an empty cell. */
const cellOf = (cell: Cell): string => {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'string' ? quoted(inert(cell)) : String(cell);
};

/**
 * RFC 4180, a header line first, for the shell to end with a line feed. Texts are single lines: line ends and what would
 * move the cursor of a terminal are taken out of them.
 */
export const csv = (header: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [header, ...rows].map((row) => `${row.map(cellOf).join(',')}\r`).join('\n');
