import { printableLine } from '../page/plain-text.ts';
import { withoutSecrets } from './secrets.ts';

/** UTF-16 units of a message that are looked at. */
export const READ_OF_MESSAGE = 500;

/** A text within JSON, cut or whole. */
const TEXT = String.raw`"((?:[^"\\]|\\.){1,500})`;
const fieldOf = (names: string, value: string): RegExp => new RegExp(`"(?:${names})"\\s{0,3}:\\s{0,3}${value}`, 'iu');

/** Of a structured message what a person would read, by the names that loggers give it. */
const FIELDS = [
  fieldOf('level|severity|levelname|log_level', String.raw`"?(\w{1,12})`),
  fieldOf('message|msg|log|event', TEXT),
  fieldOf('error|err|exception|error_?message|reason', TEXT),
  fieldOf('status|status_?code', String.raw`"?([1-5]\d\d)\b`),
] as const;

const unescaped = (text: string): string =>
  text.replace(/\\(?:u[\da-f]{4}|.)/giu, (found) => (/^\\["\\/]$/u.test(found) ? found.slice(1) : ' '));

const inJson = (text: string): string | undefined => {
  const [level, message, error, status] = FIELDS.map((field) => field.exec(text)?.[1]);
  if (message === undefined && error === undefined) return undefined;
  const words = [level?.toUpperCase(), message, error === message ? undefined : error, status && `status ${status}`];
  return unescaped(words.filter((word) => word !== undefined).join(' '));
};

/** A line of a stack trace says where, and the message before it what. */
const FRAME = /^(?:\s+at |\s*\.{3} \d+ more|\s+File "|Traceback \(|\s*goroutine \d)/u;

/**
 * What a message of a log says, on one line: harmless, and without secrets of usual shapes. Empty: a line of a stack trace,
 * or nothing at all.
 */
export const saidIn = (message: string): string => {
  const read = message.slice(0, READ_OF_MESSAGE);
  if (FRAME.test(read)) return '';
  const start = read.trimStart();
  const line = start.startsWith('{') ? (inJson(start) ?? start) : (start.split(/[\r\n]/u)[0] ?? '');
  return withoutSecrets(printableLine(line));
};
