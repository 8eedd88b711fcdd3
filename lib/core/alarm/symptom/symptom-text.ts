import { jsonBytes } from '../../words.ts';
import { shortenSymptom } from './shorten-symptom.ts';

/** Bytes of JSON that a head spends on the symptom of one of its alarms, at most. */
const SYMPTOM_BYTES = 80;

/** As symptoms are kept: a quotation mark would take two bytes in JSON. */
export const symptomText = (text: string): string =>
  shortenSymptom(text.replaceAll('"', "'").replaceAll('\\', '/'), SYMPTOM_BYTES, jsonBytes);
