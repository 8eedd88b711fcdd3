import type { LogPattern, LogPatterns, LookedAt } from '../context.ts';
import { oneLine } from '../page/plain-text.ts';
import { epochOf } from '../time.ts';
import { cutWordsToBytes } from '../words.ts';
import { type LogChange, changesIn } from './changes.ts';
import { groupsIn } from './groups.ts';

const MOST_PATTERNS = 5;
const TEMPLATE_BYTES = 160;
const EXAMPLE_BYTES = 220;
const LONGEST = 200;
const MOST_LACKS = 4;
const LACK_BYTES = 160;

/** A stretch of a log, as far as it was read: its messages as they were written. */
export interface ReadStretch extends Pick<LookedAt, 'from' | 'to'> {
  readonly texts: readonly string[];
}

export interface LogsRead {
  readonly window: ReadStretch;
  /** Undefined: it could not be read. */
  readonly quiet: ReadStretch | undefined;
  /** What was read in part, or not at all. */
  readonly lacks: readonly string[];
}

const lookedAt = ({ from, to, texts }: ReadStretch): LookedAt => ({ from, to, messages: texts.length });

/** A stretch in which nothing can be is a second long: it divides. */
const lengthOf = ({ from, to }: ReadStretch): number => Math.max(1_000, epochOf(to) - epochOf(from));

const shown = (text: string, bytes: number): string => cutWordsToBytes(oneLine(text, LONGEST), bytes);

const patternOf = ({ group, change, before, now }: LogChange): LogPattern => ({
  change,
  template: shown(group.template, TEMPLATE_BYTES),
  before: before ?? null,
  now,
  example: shown(group.example, EXAMPLE_BYTES),
});

/** What a service logs since something is wrong that it did not log before, or not so often. */
export const logPatternsIn = ({ window, quiet, lacks }: LogsRead): LogPatterns => {
  const groups = groupsIn([quiet?.texts ?? [], window.texts]);
  const changes = changesIn(groups, { windowMs: lengthOf(window), quietMs: quiet && lengthOf(quiet) });
  const nothingBefore = quiet?.texts.length === 0 ? ['nothing was logged in the quiet time before'] : [];
  return {
    window: lookedAt(window),
    quiet: quiet === undefined ? null : lookedAt(quiet),
    patterns: changes.slice(0, MOST_PATTERNS).map(patternOf),
    others: Math.max(0, changes.length - MOST_PATTERNS),
    lacks: [...lacks, ...nothingBefore].slice(0, MOST_LACKS).map((lack) => cutWordsToBytes(lack, LACK_BYTES)),
  };
};
