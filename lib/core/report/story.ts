import type { Target } from '../configuration.ts';
import type { IncidentEvent } from '../incident/events.ts';
import { fromVersion1 } from '../incident/events-v1.ts';
import { epochOf, type Instant } from '../time.ts';
import { AT_FIRST, heldAt } from './held-at.ts';
import { sentPages } from './sent-pages.ts';
import type { Voice } from './voice.ts';
import { type Fact, type Sort, spokenInterval, wordingOf } from './wording.ts';

/** One line of an incident's story. */
export interface StoryLine {
  readonly at: Instant;
  readonly sort: Sort;
  readonly text: string;
  /** Since the first page; only for what is measured by it. */
  readonly afterFirstPageMs?: number | undefined;
  /** What the page said. */
  readonly page?: { readonly subject: string; readonly text: string } | undefined;
  /** A person wrote it: its links are meant to be followed. */
  readonly isNote?: true;
}

/** A page for which no level was left belongs to what says so; a person's or everybody's goes out at another time. */
const isOfEnding = (event: IncidentEvent): boolean => {
  if (event.type !== 'PageSent' || event.reason === 'reassigned' || event.reason === 'nobodyReached') return false;
  return event.isUnanswered === true || event.reason === 'unanswered';
};

/** Facts with the same key are told as one. */
const factKey = (event: IncidentEvent): string | undefined => {
  if (event.type === 'IncidentUnanswered' || isOfEnding(event)) return 'unanswered';
  if (event.type === 'PageUnconfirmed') return JSON.stringify([event.type, event.at, event.kind, event.againAt]);
  if (event.type !== 'PageSent' && event.type !== 'PageRequested') return undefined;
  const why = event.kind === 'page' ? [event.reason, event.level, event.round] : [event.about];
  return JSON.stringify([event.type, event.at, event.kind, ...why]);
};

const OUTCOMES: ReadonlySet<IncidentEvent['type']> = new Set(['PageSent', 'PageUnconfirmed', 'PageFailed']);

/** Requests that have an outcome: what became of them is told instead. */
const settledPages = (timeline: readonly IncidentEvent[]): ReadonlySet<string> =>
  new Set(
    timeline.flatMap((event) => {
      if (OUTCOMES.has(event.type) && 'pageId' in event) return [event.pageId];
      return event.type === 'PagesWithdrawn' ? event.pageIds : [];
    }),
  );

/** A note starts the acknowledgement's time again: saying so each time tells nothing. */
const isRenewedByNote = (event: IncidentEvent, before: IncidentEvent | undefined): boolean =>
  event.type === 'AcknowledgementRenewed' && before?.type === 'NoteAdded' && before.at === event.at;

const targetsOf = (event: IncidentEvent): Target[] => ('target' in event ? [event.target] : []);

interface OpenFact extends Fact {
  readonly targets: Target[];
}

type Recorded = Extract<IncidentEvent, { type: 'DiagnosisRecorded' }>;

const verdictsOf = ({ said: { cause, hypotheses } }: Recorded): string =>
  [cause, ...hypotheses.map(({ verdict }) => verdict)].join();

/** Diagnoses that were asked for and came to the same as the one before: saying so each time tells nothing. */
const sameAsBefore = (timeline: readonly IncidentEvent[]): ReadonlySet<IncidentEvent> => {
  const recorded = timeline.filter((event) => event.type === 'DiagnosisRecorded');
  return new Set(
    recorded.filter((event, index) => {
      const before = recorded[index - 1];
      return event.isForPage !== true && before !== undefined && verdictsOf(before) === verdictsOf(event);
    }),
  );
};

const isTold = (timeline: readonly IncidentEvent[]): ((event: IncidentEvent, index: number) => boolean) => {
  const settled = settledPages(timeline);
  const same = sameAsBefore(timeline);
  return (event, index) => {
    const isSettled = event.type === 'PageRequested' && settled.has(event.pageId);
    return (
      !isSettled &&
      !same.has(event) &&
      event.type !== 'DiagnosisAsked' &&
      event.type !== 'ContextAsked' &&
      !isRenewedByNote(event, timeline[index - 1])
    );
  };
};

/** What went to several at one instant is one fact; pages of the unanswered ending belong to it. */
const factsOf = (timeline: readonly IncidentEvent[]): readonly Fact[] => {
  const facts: OpenFact[] = [];
  const open = new Map<string | undefined, OpenFact>();
  for (const event of timeline.filter(isTold(timeline))) {
    const fact = { event, targets: targetsOf(event) };
    const key = factKey(event);
    const together = event.type === 'IncidentUnanswered' ? undefined : open.get(key);
    if (together === undefined) facts.push(fact);
    else together.targets.push(...fact.targets);
    if (key !== undefined && together === undefined) open.set(key, fact);
  }
  return facts;
};

/** What may come again and again while nothing else happens. */
const REPEATED: ReadonlySet<IncidentEvent['type']> = new Set(['IncidentUnanswered', 'NobodyReached']);

interface Run {
  readonly fact: Fact;
  /** The same again, in one unbroken run. */
  readonly repeats: IncidentEvent[];
}

const isRepeat = ({ fact }: Run, { event, targets }: Fact): boolean =>
  REPEATED.has(event.type) && fact.event.type === event.type && fact.targets.join() === targets.join();

const runsOf = (facts: readonly Fact[]): readonly Run[] => {
  const runs: Run[] = [];
  for (const fact of facts) {
    const last = runs.at(-1);
    if (last !== undefined && isRepeat(last, fact)) last.repeats.push(fact.event);
    else runs.push({ fact, repeats: [] });
  }
  return runs;
};

const MEASURED: ReadonlySet<Sort> = new Set(['page', 'response', 'unanswered', 'end']);

const repeatsTold = ({ fact, repeats }: Run, sort: Sort, voice: Voice): StoryLine[] => {
  const [first, last] = [repeats[0], repeats.at(-1)];
  if (first === undefined || last === undefined) return [];
  const count = String(repeats.length);
  const until = voice.time(last.at, fact.event.at);
  // Passes in which nothing was sent come less and less often.
  const again = sort === 'unanswered' ? `every ${spokenInterval(fact.event.at, first.at)}` : 'again';
  return [{ at: first.at, sort, text: `… and ${again} until ${until}: ${count} more` }];
};

const beside = (event: IncidentEvent): Pick<StoryLine, 'page' | 'isNote'> => {
  if (event.type === 'NoteAdded') return { page: undefined, isNote: true };
  if (event.type !== 'PageSent' || event.kind !== 'page') return { page: undefined };
  return { page: { subject: event.subject, text: event.text } };
};

/**
 * An incident's timeline in sentences, oldest first. Unanswered repeats are one line; what only moves a clock (a held
 * page, a level reached) is not told.
 */
export const storyOf = (stored: readonly IncidentEvent[], voice: Voice): readonly StoryLine[] => {
  const timeline = stored.map((event) => (event.v === 1 ? fromVersion1(event, undefined) : event));
  const held = heldAt(timeline);
  const firstPageAt = sentPages(timeline)[0]?.at;
  return runsOf(factsOf(timeline)).flatMap((run) => {
    const { event } = run.fact;
    const wording = wordingOf(run.fact, { voice, ...(held.get(event) ?? AT_FIRST) });
    if (wording === undefined) return [];
    const isMeasured = firstPageAt !== undefined && event.at >= firstPageAt && MEASURED.has(wording.sort);
    const told: StoryLine = {
      at: event.at,
      ...wording,
      afterFirstPageMs: isMeasured ? epochOf(event.at) - epochOf(firstPageAt) : undefined,
      ...beside(event),
    };
    return [told, ...repeatsTold(run, wording.sort, voice)];
  });
};
