import { cutAtWord } from '../words.ts';
import { asciiOf, defanged } from './plain-text.ts';

/** The basic set and the extension of the GSM 03.38 alphabet, without line breaks: https://www.unicode.org/Public/MAPPINGS/ETSI/GSM0338.TXT */
const BASIC = new Set(
  '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENSION = new Set('^{}\\[~]|€');

const weightOf = (character: string): number => (EXTENSION.has(character) ? 2 : 1);

/** How much of an SMS a GSM-7 text takes: a character of the extension counts twice. */
export const septetsOf = (text: string): number =>
  Array.from(text, weightOf).reduce((total, weight) => total + weight, 0);

const inAlphabet = (character: string): boolean => BASIC.has(character) || EXTENSION.has(character);

/** The same text in the GSM-7 alphabet: one character outside would shorten the whole SMS to 70. */
export const gsm7Of = (text: string): string =>
  defanged(
    Array.from(text.normalize('NFC'), (character) =>
      inAlphabet(character) ? character : asciiOf(character).replaceAll('`', "'"),
    )
      .join('')
      .replace(/\?{2,}/g, '?'),
  );

/** Cuts a GSM-7 text to a number of septets. */
export const cutSeptets = (text: string, max: number): string => cutAtWord(text, max, { weightOf });
