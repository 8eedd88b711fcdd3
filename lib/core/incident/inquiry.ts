import { type DiagnosedCause, type DiagnosisSaid, isCause } from '../cause.ts';
import { earliest, type Instant, later, latest, MINUTE } from '../time.ts';
import type { AskedAround, Inquiry, Revision, Told } from './cause-inquiry.ts';
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

/** Nothing is wrong as far as it sees: it may be over, or there is no data. That contradicts nothing. */
export const seesNothing = ({ cause, minutesAfterOnset }: DiagnosisSaid): boolean =>
  cause === 'none' || (cause === 'unknown' && minutesAfterOnset === null);

/** What people have been told after a message with it: that there is no data takes back nothing that was refuted. */
export const toldBy = ({ cause, hypotheses }: DiagnosisSaid, before: Told | undefined): Told => ({
  cause: isCause(cause) ? cause : 'unknown',
  refuted: hypotheses
    .filter((one) => one.verdict === 'refuted' || (one.verdict === 'no-data' && before?.refuted.includes(one.cause)))
    .map((one) => one.cause),
});

/** A page waits for a diagnosis. */
export const awaited = (incident: Incident): Incident =>
  withInquiry(incident, ({ isUnasked: _unasked, lack: _lack, ...inquiry }) => ({ ...inquiry, isAwaited: true }));

/**
 * Whatever page waited goes ahead: where nobody has answered, it is looked for as soon as it is out. Sooner, an answer might
 * find nobody paged yet, and count as told though the page has not said it.
 */
export const wentAhead = (incident: Incident): Incident =>
  withInquiry(incident, ({ isAwaited, ...inquiry }) =>
    isAwaited === undefined ? inquiry : { ...inquiry, isUnasked: true },
  );

/** No page comes any more: somebody has it already. */
export const takenMeanwhile = (incident: Incident, at: Instant): Incident =>
  withInquiry(incident, ({ isAwaited, ...inquiry }) =>
    isAwaited === undefined ? inquiry : { ...inquiry, dueAt: [at, ...inquiry.dueAt] },
  );

/** When it was last looked for, or is about to be. */
const lookedAt = ({ asked, recordedAt, pagedAt }: Inquiry): Instant | undefined =>
  [asked?.at, recordedAt, pagedAt]
    .filter((at) => at !== undefined)
    .reduce<Instant | undefined>((last, at) => (last === undefined ? at : latest(last, at)), undefined);

const dueAfterPage = (inquiry: Inquiry, at: Instant): readonly Instant[] => {
  const { dueAt, pagedAt, isUnasked } = inquiry;
  const now = isUnasked === true ? [at] : [];
  if (pagedAt === undefined) return [...now, ...dueAt, ...AFTER_FIRST_PAGE_MS.map((ms) => later(at, ms))];
  const looked = lookedAt(inquiry);
  const isRecent = looked !== undefined && at < later(looked, TOGETHER_MS);
  return isRecent || dueAt.some((due) => due <= at) ? dueAt : [at, ...dueAt];
};

/** Whoever is paged is told what was last found; it is looked for again after the first page of a run, and after each later one. */
export const askedAfterPage = (incident: Incident, at: Instant): Incident =>
  isOpen(incident)
    ? withInquiry(incident, ({ isUnasked, ...inquiry }) => ({
        ...inquiry,
        told: inquiry.said === undefined ? inquiry.told : toldBy(inquiry.said, inquiry.told),
        dueAt: dueAfterPage({ ...inquiry, isUnasked }, at),
        pagedAt: inquiry.pagedAt ?? at,
      }))
    : incident;

/** With the run it ends. */
export const endedInquiry = (incident: Incident): Incident =>
  withInquiry(
    incident,
    ({ asked: _asked, pagedAt: _paged, unconfirmed: _change, isAwaited: _awaited, ...inquiry }) => ({
      ...inquiry,
      isUnasked: undefined,
      dueAt: [],
    }),
  );

/** What it was asked about before says nothing of another run, but that it was. */
const unaskedYet = ({ around }: Inquiry): AskedAround | undefined => around && { times: around.times, at: around.at };

/** Another run is looked at at once; what a person opens again may be something else by now. */
export const begunAgain = (incident: Incident, at: Instant, isByPerson: boolean): Incident =>
  withInquiry(incident, (inquiry) =>
    isByPerson
      ? { count: inquiry.count, dueAt: [at], around: unaskedYet(inquiry) }
      : { ...inquiry, dueAt: [at], around: unaskedYet(inquiry) },
  );

export const asked = (incident: Incident, at: Instant): Incident =>
  withInquiry(incident, (inquiry) => ({
    ...inquiry,
    asked: { since: inquiry.asked?.since ?? at, at },
    dueAt: inquiry.dueAt.filter((due) => due > at),
  }));

export const askedAround = (incident: Incident, at: Instant, cause: DiagnosedCause): Incident =>
  withInquiry(incident, ({ around, ...inquiry }) => ({
    ...inquiry,
    around: { times: (around?.times ?? 0) + 1, at, cause, isOpen: true },
  }));

/** Something has come of it, or why not: of one source is enough. */
export const answeredAround = (incident: Incident): Incident =>
  withInquiry(incident, (inquiry) => {
    if (inquiry.around === undefined) return inquiry;
    const { isOpen: _open, cause = 'unknown', ...around } = inquiry.around;
    return { ...inquiry, around: { ...around, cause } };
  });

/** It did not come: a page that waited for it is followed by one more look, a change that waits for it by one later. */
export const lacking = (incident: Incident, at: Instant, lack: string): Incident =>
  withInquiry(incident, ({ isAwaited, asked: _asked, unconfirmed, dueAt, ...inquiry }) => ({
    ...inquiry,
    // A page that has what was last found does not say that nobody found anything since.
    lack: isAwaited === true || inquiry.said === undefined ? lack : inquiry.lack,
    isUnasked: isAwaited ?? inquiry.isUnasked,
    dueAt: unconfirmed === undefined ? dueAt : lookingAgain(dueAt, at),
  }));

const lookingAgain = (dueAt: readonly Instant[], at: Instant): readonly Instant[] => {
  const again = later(at, LOOK_AGAIN_MS);
  return dueAt.some((due) => due <= again) ? dueAt : [again, ...dueAt];
};

interface Came {
  readonly at: Instant;
  readonly number: number;
  readonly said: DiagnosisSaid;
  readonly isForPage?: true | undefined;
  readonly unconfirmed?: string | undefined;
}

/** Messages go on saying what was found before, while it is not agreed that it has changed, or nothing is seen. */
const isSaid = ({ said: before }: Inquiry, { said, unconfirmed }: Came): boolean =>
  unconfirmed === undefined && !(seesNothing(said) && before !== undefined && isCause(before.cause));

export const came = (incident: Incident, fact: Came): Incident =>
  withInquiry(incident, ({ isAwaited: _awaited, asked: _asked, lack: _lack, ...inquiry }) => {
    const { at, number, isForPage, unconfirmed } = fact;
    const { dueAt } = inquiry;
    const said = isSaid(inquiry, fact) ? fact.said : inquiry.said;
    const left = dueAt.filter((due) => due > at);
    return {
      ...inquiry,
      count: number,
      recordedAt: at,
      said,
      told: isForPage === true && said !== undefined ? toldBy(said, inquiry.told) : inquiry.told,
      unconfirmed,
      // One more look for each change.
      dueAt: unconfirmed !== undefined && inquiry.unconfirmed === undefined ? lookingAgain(left, at) : left,
    };
  });

/** What people are told now is what was last found. */
export const revised = (incident: Incident, { at, from, noLongerRefuted }: Revision): Incident =>
  withInquiry(incident, (inquiry) => ({
    ...inquiry,
    told: inquiry.said && toldBy(inquiry.said, inquiry.told),
    revision: { at, from, noLongerRefuted },
  }));

/** When nobody has answered for so long that it is given up. */
export const givenUpAskingAt = ({ inquiry }: Incident): Instant | undefined =>
  inquiry?.asked && later(inquiry.asked.since, ASKED_FOR_MS);

/** When it is asked for next, or given up: only while something counts, for what is over needs no cause, and no page waits for it. */
export const askAt = (incident: Incident): Instant | undefined => {
  const { inquiry, counts, held } = incident;
  if (inquiry === undefined || !isOpen(incident) || counts.firing === 0 || held !== undefined) return undefined;
  const { asked: open, dueAt } = inquiry;
  return open === undefined ? earliest(dueAt) : earliest([later(open.at, ASK_AGAIN_MS), givenUpAskingAt(incident)]);
};
