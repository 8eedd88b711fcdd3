import { CAUSE_NAMES, CONFIRMED_NAMES, type ConfirmedCause, type DiagnosedCause, isCause } from '../cause.ts';
import type { IncidentEvent } from '../incident/events.ts';
import type { Voice } from './voice.ts';

/**
 * `abstained`: no cause was named, whatever it was. `unconfirmed`: one was named, and no person knows what it was, or
 * none has said so.
 */
export type Correctness = 'right' | 'wrong' | 'abstained' | 'unconfirmed';

export interface ToldCause {
  readonly cause: DiagnosedCause;
  readonly correctness: Correctness;
}

/** What people were told of an incident's cause, against what a person found it was. */
export interface LiveRecord {
  /** Undefined: no page went out, or the first went without a diagnosis. */
  readonly firstPage?: ToldCause | undefined;
  /** By the last page or correction that said anything; what was found and told nobody was not said. */
  readonly lastSaid?: ToldCause | undefined;
  /** What a person said last. */
  readonly confirmed?: { readonly cause: ConfirmedCause; readonly by: string } | undefined;
}

export type CorrectnessCounts = Readonly<Record<Correctness, number>>;

/** Over several incidents. The first page's cause was confirmed in `right` of `right + wrong`. */
export interface LiveRecordCounts {
  readonly incidents: number;
  readonly firstPages: CorrectnessCounts;
  readonly lastSaid: CorrectnessCounts;
}

const correctnessOf = (cause: DiagnosedCause, confirmed: ConfirmedCause | undefined): Correctness => {
  if (!isCause(cause)) return 'abstained';
  if (confirmed === undefined || confirmed === 'unknown') return 'unconfirmed';
  return cause === confirmed ? 'right' : 'wrong';
};

interface Word {
  readonly by: 'page' | 'correction';
  /** Undefined: a page without a diagnosis. */
  readonly cause: DiagnosedCause | undefined;
}

/** What each page and each correction said of the cause, in order. */
const wordsIn = (timeline: readonly IncidentEvent[]): readonly Word[] => {
  const words: Word[] = [];
  let found: DiagnosedCause | undefined;
  for (const event of timeline) {
    if (event.type === 'DiagnosisRecorded') found = event.said.cause;
    else if (event.type === 'DiagnosisRevised') words.push({ by: 'correction', cause: event.cause });
    else if (event.type === 'PageSent' && event.kind === 'page') words.push({ by: 'page', cause: found });
  }
  return words;
};

export const liveRecordOf = (timeline: readonly IncidentEvent[]): LiveRecord => {
  const said = timeline.findLast((event) => event.type === 'CauseConfirmed');
  const words = wordsIn(timeline);
  const told = (word: Word | undefined): ToldCause | undefined =>
    word?.cause && { cause: word.cause, correctness: correctnessOf(word.cause, said?.cause) };
  return {
    firstPage: told(words.find(({ by }) => by === 'page')),
    lastSaid: told(words.findLast(({ cause }) => cause !== undefined)),
    confirmed: said && { cause: said.cause, by: said.by },
  };
};

const countsOf = (all: readonly (ToldCause | undefined)[]): CorrectnessCounts => {
  const count = (correctness: Correctness): number => all.filter((one) => one?.correctness === correctness).length;
  return {
    right: count('right'),
    wrong: count('wrong'),
    abstained: count('abstained'),
    unconfirmed: count('unconfirmed'),
  };
};

export const liveRecordCounts = (records: readonly LiveRecord[]): LiveRecordCounts => ({
  incidents: records.length,
  firstPages: countsOf(records.map(({ firstPage }) => firstPage)),
  lastSaid: countsOf(records.map(({ lastSaid }) => lastSaid)),
});

const inWords = (which: string, { cause, correctness }: ToldCause): readonly string[] => {
  if (correctness === 'abstained') return [`${which} named no cause`];
  if (correctness === 'unconfirmed' || !isCause(cause)) return [];
  return [`${which} said ${CAUSE_NAMES[cause]} (${correctness})`];
};

/** `memory leak, says Alice Ferreira; the first page said deploy (wrong)`; undefined: no person has said what it was. */
export const liveRecordInWords = ({ confirmed, firstPage, lastSaid }: LiveRecord, voice: Voice): string | undefined => {
  if (confirmed === undefined) return undefined;
  const isCorrected = lastSaid !== undefined && lastSaid.cause !== firstPage?.cause;
  return [
    `${CONFIRMED_NAMES[confirmed.cause]}, says ${voice.responder(confirmed.by)}`,
    ...(firstPage === undefined ? [] : inWords('the first page', firstPage)),
    ...(isCorrected ? inWords('what followed', lastSaid) : []),
  ].join('; ');
};
