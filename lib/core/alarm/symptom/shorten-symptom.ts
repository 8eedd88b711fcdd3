import { cutAtWord } from '../../words.ts';

type Weigh = (text: string) => number;

/** `, 3 of 5 min` or `, for 15 min`, at the end of any of several symptoms. */
const WINDOW = /, (?:for \d[^;]*|\d+ of \d+ [^;]*?)(?=;|$)/gu;
const PERIOD = / (?:in|for) \d+ (?:s|min|h|d)\b(?: \d+ (?:s|min|h)\b)?/gu;
const LIMIT = / \((?:limit|below|usual) [^()]{1,40}\)/gu;
const LONG_WORD = /\S{20,}/gu;

/** Of a long name both ends tell more than the beginning: people put the telling word last. */
const withoutMiddle = (word: string): string => {
  const characters = Array.from(word);
  return `${characters.slice(0, 6).join('')}...${characters.slice(-8).join('')}`;
};

const inLength: Weigh = ({ length }) => length;

/**
 * A symptom, or several after `; `, in so much room: first the windows give way, then the limits, the periods, the
 * middle of long names; what is still too long is cut at a word.
 */
export const shortenSymptom = (text: string, room: number, weigh: Weigh = inLength): string => {
  const withoutWindow = text.replaceAll(WINDOW, '');
  const withoutLimit = withoutWindow.replaceAll(LIMIT, '');
  const withoutPeriod = withoutLimit.replaceAll(PERIOD, '');
  const brief = withoutPeriod.replaceAll(LONG_WORD, withoutMiddle);
  const fitting = [text, withoutWindow, withoutLimit, withoutPeriod, brief].find((one) => weigh(one) <= room);
  return fitting ?? cutAtWord(brief, room, { weightOf: weigh });
};
