import { firstToAPerson, sentPages } from '../../core/report/sent-pages.ts';
import { epochOf, type Instant, spokenDuration } from '../../core/time.ts';
import type { ReplayOutput } from '../../simulator/replay-output.ts';

/** An instant that the two replays are compared by. */
export interface Milestone {
  readonly at: Instant;
  readonly text: string;
}

const timelinesOf = ({ incidents }: ReplayOutput): readonly ReplayOutput['incidents'][number]['timeline'][] =>
  incidents.map(({ timeline }) => timeline);

const earliest = (milestones: readonly Milestone[]): readonly Milestone[] =>
  milestones.toSorted((one, other) => Number(one.at > other.at) - Number(one.at < other.at)).slice(0, 1);

/** When somebody was first woken, and what they read: the subject without what tells where. */
const firstPage = (output: ReplayOutput, what: string): readonly Milestone[] =>
  earliest(
    timelinesOf(output).flatMap((timeline) => {
      const page = firstToAPerson(sentPages(timeline));
      return page === undefined ? [] : [{ at: page.at, text: `${what}: ${page.subject.split(' | ', 1).join()}` }];
    }),
  );

/** What people took it for, in the order in which they came to it. */
const SUSPECTS = [/\bdatabase\b/iu, /\bmemory\b/iu, /\bleak\b/iu] as const;

/** The first note of each suspect, by whoever wrote it. */
const believed = (output: ReplayOutput, nameOf: (responder: string) => string): readonly Milestone[] => {
  const notes = timelinesOf(output).flatMap((timeline) => timeline.filter((event) => event.type === 'NoteAdded'));
  const first = SUSPECTS.flatMap((suspect) => notes.find(({ text }) => suspect.test(text)) ?? []);
  return [...new Set(first)].map(({ at, by, text }) => ({ at, text: `${nameOf(by)}: ${text}` }));
};

/** The moments that count, oldest first: both first pages, and what responders took it for. */
export const milestonesOf = (
  asItWas: ReplayOutput,
  withDefaults: ReplayOutput,
  nameOf: (responder: string) => string = (responder) => responder,
): readonly Milestone[] =>
  [
    ...firstPage(withDefaults, 'the first page with the default alarms'),
    ...firstPage(asItWas, 'the first page of the one alarm that there was'),
    ...believed(asItWas, nameOf),
  ].sort((one, other) => (one.at < other.at ? -1 : 1));

/** `+17 min`, counted from the first of them. */
export const laterThan = (first: Milestone, { at }: Milestone): string => {
  const ms = epochOf(at) - epochOf(first.at);
  return ms === 0 ? '' : `+${spokenDuration(ms)}`;
};
