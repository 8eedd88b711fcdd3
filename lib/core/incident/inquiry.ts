import { type DiagnosisSaid, isCause } from '../cause.ts';
import { earliest, type Instant, later, latest, MINUTE } from '../time.ts';
import type { Inquiry, Told } from './cause-inquiry.ts';
import { type Incident, isOpen } from './incident.ts';

/** Again so long after the first page of a run. */
const AFTER_FIRST_PAGE_MS = [5 * MINUTE, 10 * MINUTE, 20 * MINUTE] as const;
/** Pages that go out together are followed by one asking. */
const TOGETHER_MS = MINUTE;
/** What is not answered is asked for again after so long, for so long. */
const ASK_AGAIN_MS = MINUTE;
const ASKED_FOR_MS = 5 * MINUTE;
/** A change that has to be agreed with is looked at again after so long. */
const LOOK_AGAIN_MS = 5 * MINUTE;

const withInquiry = (incident: Incident, change: (inquiry: Inquiry) => Inquiry): Incident =>
  incident.inquiry === undefined ? incident : { ...incident, inquiry: change(incident.inquiry) };

/** What people are told by a message with it. */
export const toldBy = ({ cause, hypotheses }: DiagnosisSaid): Told => ({
  cause: isCause(cause) ? cause : 'unknown',
  refuted: hypotheses.filter(({ verdict }) => verdict === 'refuted').map((one) => one.cause),
});

/** A page waits for a diagnosis. */
export const awaited = (incident: Incident): Incident =>
  withInquiry(incident, (inquiry) => ({ ...inquiry, isAwaited: true }));

/** When it was last looked for, or is about to be. */
const lookedAt = ({ asked, said, pagedAt }: Inquiry): Instant | undefined =>
  [asked?.at, said?.at, pagedAt]
    .filter((at) => at !== undefined)
    .reduce<Instant | undefined>((last, at) => (last === undefined ? at : latest(last, at)), undefined);

const dueAfterPage = (inquiry: Inquiry, at: Instant): readonly Instant[] => {
  if (inquiry.pagedAt === undefined) return AFTER_FIRST_PAGE_MS.map((ms) => later(at, ms));
  const looked = lookedAt(inquiry);
  const isRecent = looked !== undefined && at < later(looked, TOGETHER_MS);
  return isRecent || inquiry.dueAt.some((due) => due <= at) ? inquiry.dueAt : [at, ...inquiry.dueAt];
};

/** Whoever is paged is told what was last found; it is looked for again after the first page of a run, and after each later one. */
export const askedAfterPage = (incident: Incident, at: Instant): Incident =>
  withInquiry(incident, (inquiry) => ({
    ...inquiry,
    told: inquiry.said === undefined ? inquiry.told : toldBy(inquiry.said),
    dueAt: dueAfterPage(inquiry, at),
    pagedAt: inquiry.pagedAt ?? at,
  }));

/** With the run it ends. */
export const endedInquiry = (incident: Incident): Incident =>
  withInquiry(incident, ({ asked: _asked, pagedAt: _paged, unconfirmed: _change, ...inquiry }) => ({
    ...inquiry,
    isAwaited: undefined,
    dueAt: [],
  }));

/** What a person opens again may be something else by now. */
export const forgotten = (incident: Incident): Incident => withInquiry(incident, ({ count }) => ({ count, dueAt: [] }));

export const asked = (incident: Incident, at: Instant): Incident =>
  withInquiry(incident, (inquiry) => ({
    ...inquiry,
    asked: { since: inquiry.asked?.since ?? at, at },
    dueAt: inquiry.dueAt.filter((due) => due > at),
  }));

/** It did not come. */
export const lacking = (incident: Incident, lack: string): Incident =>
  withInquiry(incident, (inquiry) => ({ ...inquiry, lack, isAwaited: undefined, asked: undefined }));

interface Came {
  readonly at: Instant;
  readonly number: number;
  readonly said: DiagnosisSaid;
  readonly isForPage?: true | undefined;
  readonly unconfirmed?: string | undefined;
}

export const came = (incident: Incident, { at, number, said, isForPage, unconfirmed }: Came): Incident =>
  withInquiry(incident, ({ dueAt, ...inquiry }) => {
    const again = later(at, LOOK_AGAIN_MS);
    const looksAgain = unconfirmed !== undefined && !dueAt.some((due) => due <= again);
    return {
      ...inquiry,
      count: number,
      said,
      lack: undefined,
      isAwaited: undefined,
      asked: undefined,
      told: isForPage === true ? toldBy(said) : inquiry.told,
      unconfirmed,
      dueAt: looksAgain ? [again, ...dueAt] : dueAt,
    };
  });

/** What people are told now is what was last found. */
export const revised = (
  incident: Incident,
  { at, from, noLongerRefuted }: NonNullable<Inquiry['revision']>,
): Incident =>
  withInquiry(incident, (inquiry) => ({
    ...inquiry,
    told: inquiry.said && toldBy(inquiry.said),
    unconfirmed: undefined,
    revision: { at, from, noLongerRefuted },
  }));

/** When nobody has answered for so long that it is given up. */
export const givenUpAskingAt = ({ inquiry }: Incident): Instant | undefined =>
  inquiry?.asked && later(inquiry.asked.since, ASKED_FOR_MS);

/** When it is asked for next, or given up: only while something counts, for what is over needs no cause. */
export const askAt = (incident: Incident): Instant | undefined => {
  const { inquiry, counts } = incident;
  if (inquiry === undefined || !isOpen(incident) || counts.firing === 0) return undefined;
  const { asked: open, dueAt } = inquiry;
  return open === undefined ? earliest(dueAt) : earliest([later(open.at, ASK_AGAIN_MS), givenUpAskingAt(incident)]);
};
