import { cutWordsToBytes } from '../../words.ts';

/** Bytes of JSON that a head spends on the symptom of one of its alarms, at most. */
const SYMPTOM_BYTES = 96;

/** As symptoms are kept: a quotation mark would take two bytes in JSON, and looks like an address in a subject. */
export const symptomText = (text: string): string =>
  cutWordsToBytes(text.replaceAll('"', "'").replaceAll('\\', '/'), SYMPTOM_BYTES);
