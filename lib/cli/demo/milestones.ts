import { responseTimesOf } from '../../core/report/response-times.ts';
import { epochOf, type Instant, spokenDuration } from '../../core/time.ts';
import type { ReplayedIncident, ReplayOutput } from '../../simulator/replay-output.ts';

/** An instant that the two replays are compared by. */
export interface Milestone {
  readonly at: Instant;
  readonly text: string;
}

const firstPage = ({ incidents }: ReplayOutput): Instant | undefined =>
  incidents
    .map(({ timeline }) => responseTimesOf(timeline).firstPageAt)
    .filter((at) => at !== undefined)
    .sort()[0];

const firstNoteOn = (topic: RegExp, { incidents }: ReplayOutput): Instant | undefined =>
  incidents
    .flatMap(({ timeline }: ReplayedIncident) => timeline)
    .filter((event) => event.type === 'NoteAdded' && topic.test(event.text))
    .map(({ at }) => at)
    .sort()[0];

const CAUSE = /\bmemory\b/i;

/** The moments that count, oldest first: both first pages, and when a responder first named memory. */
export const milestonesOf = (asItWas: ReplayOutput, withDefaults: ReplayOutput): readonly Milestone[] =>
  [
    { at: firstPage(withDefaults), text: 'first page with the default alarms' },
    { at: firstPage(asItWas), text: 'first page as it was' },
    { at: firstNoteOn(CAUSE, asItWas), text: 'a responder first speaks of memory' },
  ]
    .flatMap(({ at, text }) => (at === undefined ? [] : [{ at, text }]))
    .sort((one, other) => (one.at < other.at ? -1 : 1));

/** `17 min later`, counted from the first of them. */
export const laterThan = (first: Milestone, { at }: Milestone): string => {
  const ms = epochOf(at) - epochOf(first.at);
  return ms === 0 ? '' : `${spokenDuration(ms)} later`;
};
