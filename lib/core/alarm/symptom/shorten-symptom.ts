import { cutAtWord } from '../../words.ts';

type Weigh = (text: string) => number;

/** Of an alarm that fires no more. */
export const OK_NOW = ', OK now';
/** `its alarm was deleted` */
export const DELETED = ' alarm was deleted';

const STAYS = new RegExp(`(?:${OK_NOW}|: its${DELETED})$`, 'u');

/** `, 3 of 5 min` or `, for 15 min`, at the end of any of several symptoms. */
const WINDOW = /, (?:for \d+ (?:s|min|h|d)\b(?: \d+ \w+)?|\d+ of \d+ (?:min|times|x \d+ \w+))(?=;|$)/gu;
const PERIOD = / (?:in|for) \d+ (?:s|min|h|d)\b(?: \d+ (?:s|min|h)\b)?/gu;
const LIMIT = / \((?:limit|below|usual) [^()]{1,40}\)/gu;
const LONG_WORD = /\S{18,}/gu;
/** A sentence that somebody wrote, and the numbers behind it. */
const SENTENCE = /^(.{12,}): (-?\d[^:]{0,20})$/u;

const LEAST_SENTENCE = 8;

/** Of a long name both ends tell more than the beginning: people put the telling word last. */
const withoutMiddle = (word: string): string => {
  const characters = Array.from(word);
  return `${characters.slice(0, 6).join('')}...${characters.slice(-8).join('')}`;
};

const inLength: Weigh = ({ length }) => length;

/** For how long something is wrong says less than the next thing that is. */
export const withoutWindow = (symptom: string): string => symptom.replaceAll(WINDOW, '');

/** The numbers stay, whatever the words are. */
const cutBefore = (text: string, room: number, weigh: Weigh): string => {
  const [, sentence = '', numbers = ''] = SENTENCE.exec(text) ?? [];
  const left = room - weigh(numbers) - 2;
  if (numbers === '' || left < LEAST_SENTENCE) return cutAtWord(text, room, { weightOf: weigh });
  return `${cutAtWord(sentence, left, { weightOf: weigh })}: ${numbers}`;
};

/**
 * A symptom, or several after `; `, in so much room: first the windows give way, then the limits, the periods, the
 * middle of long names; what is still too long is cut at a word. That it is over stays.
 */
export const shortenSymptom = (text: string, room: number, weigh: Weigh = inLength): string => {
  if (weigh(text) <= room) return text;
  const [end] = STAYS.exec(text) ?? [];
  if (end !== undefined && room > weigh(end))
    return shortenSymptom(text.slice(0, -end.length), room - weigh(end), weigh) + end;
  const shorter = withoutWindow(text);
  const withoutLimit = shorter.replaceAll(LIMIT, '');
  const withoutPeriod = withoutLimit.replaceAll(PERIOD, '');
  const brief = withoutPeriod.replaceAll(LONG_WORD, withoutMiddle);
  const fitting = [shorter, withoutLimit, withoutPeriod, brief].find((one) => weigh(one) <= room);
  return fitting ?? cutBefore(brief, room, weigh);
};
