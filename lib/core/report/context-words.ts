import { type LogPattern, type LogPatterns, LOGS, type LookedAt, SIMILAR, type SimilarIncident } from '../context.ts';
import type { IncidentEvent } from '../incident/events.ts';
import { epochOf, type Instant, SECOND, spokenDuration } from '../time.ts';
import { counted } from '../words.ts';
import { toldContext } from './told-context.ts';
import type { Voice } from './voice.ts';

/** To the minute from the third on: `8 min`. */
export const lengthInWords = ({ from, to }: Pick<LookedAt, 'from' | 'to'>): string => {
  const seconds = Math.max(1, (epochOf(to) - epochOf(from)) / SECOND);
  return spokenDuration((seconds < 180 ? seconds : Math.round(seconds / 60) * 60) * SECOND);
};

/** `none`, `12`; `?` where nobody knows. */
export const beforeInWords = ({ before }: LogPattern): string => {
  if (before === null) return '?';
  return before === 0 ? 'none' : String(before);
};

/** What was looked at: `the 8 min since 10:02 against 60 min before: 230 and 1200 messages`. */
export const lookedAtInWords = ({ window, quiet }: LogPatterns, voice: Voice): string => {
  const since = `the ${lengthInWords(window)} since ${voice.time(window.from, window.to)}`;
  return quiet === null
    ? `${since}: ${counted(window.messages, 'message')}; the time before could not be looked at`
    : `${since} against ${lengthInWords(quiet)} before: ${String(window.messages)} and ${counted(quiet.messages, 'message')}`;
};

/** Of what is listed nothing, or how much more there is. */
export const othersInWords = ({ window, patterns, others, quiet }: LogPatterns): string | undefined => {
  if (others > 0) return `${String(others)} more new or more frequent`;
  if (patterns.length > 0) return undefined;
  if (window.messages === 0) return 'nothing is logged';
  return quiet === null ? 'no message says that something failed' : 'nothing new, and nothing much more frequent';
};

const patternInWords = (pattern: LogPattern, { window, quiet }: LogPatterns): string => {
  const now = `${counted(pattern.now, 'time')} in ${lengthInWords(window)}`;
  const before = quiet === null ? '' : `, before ${beforeInWords(pattern)} in ${lengthInWords(quiet)}`;
  return `"${pattern.example}" (${now}${before})`;
};

const logsInWords = (logs: LogPatterns, voice: Voice, at: Instant): string => {
  const [first, ...more] = logs.patterns;
  const since = `logs since ${voice.time(logs.window.from, at)}`;
  if (first === undefined) return `${since}: ${othersInWords(logs) ?? ''}`;
  const others = more.length + logs.others;
  const rest = others === 0 ? '' : `; ${String(others)} more new or more frequent`;
  return `${since}: ${patternInWords(first, logs)}${rest}`;
};

/** `42 min, Alice Ferreira resolved it, and says it was this; Bo: restarted the tasks`. */
export const similarInWords = (
  { openedAt, resolvedAt, resolvedBy, isConfirmed, note }: SimilarIncident,
  voice: Voice,
): string => {
  const lasted = spokenDuration(epochOf(resolvedAt) - epochOf(openedAt));
  const how = resolvedBy === undefined ? 'recovered by itself' : `${voice.responder(resolvedBy)} resolved it`;
  const sure = isConfirmed ? 'confirmed' : 'not confirmed';
  const said = note === undefined ? '' : `; ${voice.responder(note.by)}: ${note.text}`;
  return `lasted ${lasted}, ${how}, cause ${sure}${said}`;
};

/** A fact about what is known around an incident, in one sentence. */
export const contextInWords = (event: Extract<IncidentEvent, { type: 'ContextRecorded' }>, voice: Voice): string => {
  const told = toldContext(event);
  const { at, source } = event;
  if (told?.source === LOGS) return logsInWords(told.context, voice, at);
  const [last, ...more] = told?.context.incidents ?? [];
  if (last === undefined) return `context recorded: ${source}`;
  const before = more.length === 0 ? '' : `; ${String(more.length)} more before`;
  return `seen before: ${voice.time(last.openedAt, at)}, ${similarInWords(last, voice)}${before}`;
};

/** As people call it; another version's by its name. */
export const sourceName = (source: string): string => {
  if (source === LOGS) return 'the logs';
  return source === SIMILAR ? 'past incidents' : source;
};
