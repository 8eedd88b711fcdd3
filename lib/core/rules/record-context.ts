import type { Cause, DiagnosisSaid } from '../cause.ts';
import { endHold, goOn } from '../escalation/hold.ts';
import { notify, notifyTargets } from '../escalation/message.ts';
import type { Target } from '../configuration.ts';
import type { CommandOf, ContextFact } from '../incident/commands.ts';
import type { Draft } from '../incident/draft.ts';
import { DIAGNOSIS } from '../incident/events.ts';
import type { Inquiry, Told } from '../incident/cause-inquiry.ts';
import type { Incident } from '../incident/incident.ts';
import { toldBy } from '../incident/inquiry.ts';
import { later, MINUTE } from '../time.ts';
import { cutWordsToBytes } from '../words.ts';

/** A second change within this time counts when another diagnosis agrees. */
const SETTLED_MS = 10 * MINUTE;
const REASON_BYTES = 120;

/** How what is found differs from what people were told. */
interface Change {
  readonly from: Told['cause'];
  readonly noLongerRefuted: readonly Cause[];
}

const NOTHING_TOLD: Told = { cause: 'unknown', refuted: [] };

/** Nothing is wrong as far as it sees: it may be over, or there is no data. That is no other cause. */
const seesNothing = ({ cause, minutesAfterOnset }: DiagnosisSaid): boolean =>
  cause === 'none' || (cause === 'unknown' && minutesAfterOnset === null);

/** Undefined: nothing that they should know. */
const changeOf = ({ told = NOTHING_TOLD }: Inquiry, said: DiagnosisSaid): Change | undefined => {
  if (seesNothing(said)) return undefined;
  const now = toldBy(said);
  const noLongerRefuted = told.refuted.filter((cause) => !now.refuted.includes(cause));
  return now.cause === told.cause && noLongerRefuted.length === 0 ? undefined : { from: told.cause, noLongerRefuted };
};

const signatureOf = ({ cause }: DiagnosisSaid, { noLongerRefuted }: Change): string =>
  [cause, ...noLongerRefuted].join(' ');

/** Whether it may be told now: a doubt, and what came soon after another change, when the next diagnosis agrees. */
const isSettled = ({ incident: { inquiry }, at }: Draft, said: DiagnosisSaid, change: Change): boolean => {
  const { revision, unconfirmed } = inquiry ?? {};
  const isDoubt = said.cause === 'unknown' && change.from !== 'unknown';
  const isSoon = revision !== undefined && at < later(revision.at, SETTLED_MS);
  return !(isDoubt || isSoon) || unconfirmed === signatureOf(said, change);
};

/** Those who were paged last, at one level. */
const lastPaged = ({ paged }: Incident): readonly Target[] => {
  const last = Object.values(paged).at(-1);
  if (last === undefined) return [];
  return Object.entries(paged)
    .filter(
      ([, { level, round, isUnanswered }]) =>
        level === last.level && round === last.round && isUnanswered === last.isUnanswered,
    )
    .map(([target]) => target as Target);
};

/** Whoever acts on what was said; a snooze is a wish for quiet. */
const concerned = (draft: Draft): readonly Target[] => {
  const { owner } = draft.incident;
  if (owner !== undefined) return owner.kind === 'snooze' ? [] : [`responder:${owner.by}`];
  const paged = lastPaged(draft.incident).filter(draft.lookups.isConfigured);
  return paged.length > 0 ? paged : notifyTargets(draft);
};

const revise = (draft: Draft, { from, noLongerRefuted }: Change, { cause }: DiagnosisSaid): void => {
  const number = draft.incident.inquiry?.count ?? 0;
  draft.add({ type: 'DiagnosisRevised', number, from, cause, noLongerRefuted });
  notify(draft, 'causeRevised', concerned(draft));
};

type Diagnosed = Extract<ContextFact, { outcome: 'diagnosed' }>;

/** One that was asked for: whoever acts on the last hears where it has changed, while anything counts. */
const recordAnswer = (draft: Draft, inquiry: Inquiry, { said, hash }: Diagnosed): void => {
  const number = inquiry.count + 1;
  const change = draft.incident.counts.firing === 0 ? undefined : changeOf(inquiry, said);
  if (change === undefined) {
    draft.add({ type: 'DiagnosisRecorded', number, hash, said });
    return;
  }
  const isTold = isSettled(draft, said, change);
  const unconfirmed = isTold ? {} : { unconfirmed: signatureOf(said, change) };
  draft.add({ type: 'DiagnosisRecorded', number, hash, said, ...unconfirmed });
  if (isTold) revise(draft, change, said);
};

/** One that nothing waits for (it came too late, or twice) is dropped: that it did not come is said already. */
const recordDiagnosis = (draft: Draft, fact: Diagnosed): void => {
  const { inquiry, held } = draft.incident;
  if (inquiry === undefined || !draft.isOpen) return;
  const { said, hash } = fact;
  if (held !== undefined && inquiry.isAwaited === true)
    draft.add({ type: 'DiagnosisRecorded', number: inquiry.count + 1, hash, isForPage: true, said });
  else if (inquiry.asked !== undefined) recordAnswer(draft, inquiry, fact);
};

/** That there is no diagnosis matters to whoever waits for one. */
const isWaitedFor = ({ incident: { inquiry }, isOpen }: Draft, source: string): boolean =>
  source !== DIAGNOSIS || (isOpen && (inquiry?.isAwaited === true || inquiry?.asked !== undefined));

const recordFact = (draft: Draft, fact: ContextFact): void => {
  if (fact.outcome === 'diagnosed') recordDiagnosis(draft, fact);
  else if (fact.outcome === 'recorded')
    draft.add({ type: 'ContextRecorded', source: fact.source, context: fact.context });
  else if (isWaitedFor(draft, fact.source)) {
    const reason = cutWordsToBytes(fact.reason, REASON_BYTES);
    draft.add({ type: 'ContextUnavailable', source: fact.source, reason });
  }
};

/** Records what is known around the incident; the first page has waited for this, and a level that is due. */
export const recordContext = (draft: Draft, { facts }: CommandOf<'RecordContext'>): void => {
  for (const fact of facts) recordFact(draft, fact);
  const { held } = draft.incident;
  if (held === undefined) goOn(draft);
  else endHold(draft);
};
