import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { type Fit, fitColumns, GAP } from './fit-columns.ts';

/** Columns of a terminal that text takes: two for a wide character, none for what joins the character before. */
export const widthOf = (text: string): number => stringWidth(text);

export const widestOf = (texts: readonly string[]): number =>
  texts.reduce((widest, text) => Math.max(widest, widthOf(text)), 0);

const blank = (columns: number): string => ' '.repeat(Math.max(0, columns));

/** Filled up with spaces behind it. */
export const toLeft = (text: string, columns: number): string => text + blank(columns - widthOf(text));

/** Filled up with spaces before it. */
export const toRight = (text: string, columns: number): string => blank(columns - widthOf(text)) + text;

const SEGMENTER = new Intl.Segmenter();

/** Each with what joins it: no accent, no half of an emoji stands alone. */
const charactersOf = (text: string): string[] => Array.from(SEGMENTER.segment(text), ({ segment }) => segment);

/** The first of them, as many as fit. */
const fitting = (characters: readonly string[], columns: number): string[] => {
  let taken = 0;
  const end = characters.findIndex((character) => {
    taken += widthOf(character);
    return taken > columns;
  });
  return characters.slice(0, end < 0 ? characters.length : end);
};

/** The beginning of a text, as far as it fits; nothing stands for what is missing. */
export const headOf = (text: string, columns: number): string => fitting(charactersOf(text), columns).join('');

const tailOf = (text: string, columns: number): string =>
  fitting(charactersOf(text).reverse(), columns).reverse().join('');

const MORE = '…';

/** What `shorten` makes of a text that is too wide: `…` included it has so many columns less. */
const fitted = (text: string, columns: number, shorten: (room: number) => string): string => {
  if (widthOf(text) <= columns) return text;
  return columns < 1 ? '' : shorten(columns - 1);
};

/** Cut to so many columns at most; `…` stands for what is missing. */
export const cut = (text: string, columns: number): string =>
  fitted(text, columns, (room) => headOf(text, room).trimEnd() + MORE);

/** Cut at its beginning. */
export const cutStart = (text: string, columns: number): string =>
  fitted(text, columns, (room) => MORE + tailOf(text, room));

/** Cut in the middle: names of one service differ at their ends. */
export const cutInside = (text: string, columns: number): string =>
  fitted(text, columns, (room) => headOf(text, Math.ceil(room / 2)) + MORE + tailOf(text, Math.floor(room / 2)));

/** Writing that puts no spaces between its words, and may be broken anywhere. */
const UNSPACED = /[\p{Lo}\p{Extended_Pictographic}]/u;

/** An id, a name or a URL stays whole, so that it can be copied; the pieces of other writing fill a line each. */
const broken = (word: string, columns: number): string =>
  widthOf(word) <= columns || !UNSPACED.test(word) || word.includes('://')
    ? word
    : wrapAnsi(word, columns, { hard: true }).replaceAll('\n', ' ');

/** Broken at spaces, further lines indented like the first; an id or a URL longer than a line stays whole. */
export const wrap = (text: string, columns: number): readonly string[] => {
  const [indent = ''] = /^ */u.exec(text) ?? [];
  const room = Math.max(1, columns - indent.length);
  const words = text.slice(indent.length).split(' ');
  const wrapped = wrapAnsi(words.map((word) => broken(word, room)).join(' '), room);
  return wrapped.split('\n').map((line) => (line === '' ? '' : indent + line));
};

/** The last column, where nothing else was said: the other columns leave it so much. */
const LEAST_LAST = 12;

/** Texts under one another, each wrapped beside its label. */
export const labelled = (rows: readonly (readonly [label: string, text: string])[], width: number): string[] => {
  const column = widestOf(rows.map(([label]) => label)) + GAP;
  return rows.flatMap(([label, text]) =>
    wrap(text, Math.max(LEAST_LAST, width - column)).map((line, index) =>
      (toLeft(index === 0 ? label : '', column) + line).trimEnd(),
    ),
  );
};

/**
 * Rows in aligned columns two spaces apart. `fits` says for each column what becomes of it where there is no room for all;
 * without it the last takes what is left, at least 12, and the others are whole. The last is cut at its end, the others
 * in the middle.
 */
export const table = (
  rows: readonly (readonly string[])[],
  width: number,
  fits?: readonly Fit[],
): readonly string[] => {
  const count = rows[0]?.length ?? 0;
  const natural = Array.from({ length: count }, (_, cell) => ({
    cell,
    width: widestOf(rows.map((row) => row[cell] ?? '')),
    fit: fits === undefined && cell === count - 1 ? { least: LEAST_LAST } : (fits?.[cell] ?? {}),
  }));
  const columns = fitColumns(natural, width);
  return rows.map((row) =>
    columns
      .map(({ cell, width: room }, index) =>
        index === columns.length - 1
          ? cut(row[cell] ?? '', room)
          : toLeft(cutInside(row[cell] ?? '', room), room + GAP),
      )
      .join('')
      .trimEnd(),
  );
};
