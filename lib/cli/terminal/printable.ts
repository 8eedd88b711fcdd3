import { stripVTControlCharacters } from 'node:util';

/** One line of text that cannot move the cursor, colour the screen, reverse the reading or hide: safe on any terminal. */
export const printable = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}]/gu, '');

/** Several lines, each of them printable. */
export const printableLines = (text: string): string => text.split(/\r?\n/).map(printable).join('\n');
