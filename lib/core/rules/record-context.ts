import { LOGS, SIMILAR } from '../context.ts';
import type { DiagnosisSaid } from '../cause.ts';
import { endHold, goOn } from '../escalation/hold.ts';
import { notify, notifyTargets, ownerTarget, withdrawCorrections } from '../escalation/message.ts';
import type { Target } from '../configuration.ts';
import type { CommandOf, ContextFact } from '../incident/commands.ts';
import type { Draft } from '../incident/draft.ts';
import { DIAGNOSIS } from '../incident/events.ts';
import type { Inquiry, Revision, Told } from '../incident/cause-inquiry.ts';
import type { Incident } from '../incident/incident.ts';
import { seesNothing, toldBy } from '../incident/inquiry.ts';
import { hasNeed } from '../incident/need.ts';
import { later, MINUTE } from '../time.ts';
import { cutWordsToBytes } from '../words.ts';
import { askAround } from './ask-around.ts';

/** A second change within this time counts when another diagnosis agrees. */
const SETTLED_MS = 10 * MINUTE;
const REASON_BYTES = 120;

/** How what is found differs from what people were told. */
type Change = Pick<Revision, 'from' | 'noLongerRefuted'>;

const NOTHING_TOLD: Told = { cause: 'unknown', refuted: [] };

/** Undefined: nothing that they should know. */
const changeOf = ({ told = NOTHING_TOLD }: Inquiry, said: DiagnosisSaid): Change | undefined => {
  if (seesNothing(said)) return undefined;
  const now = toldBy(said, told);
  const noLongerRefuted = told.refuted.filter((cause) => !now.refuted.includes(cause));
  return now.cause === told.cause && noLongerRefuted.length === 0 ? undefined : { from: told.cause, noLongerRefuted };
};

/** What another diagnosis has to agree with: the cause, and where that is the same what is not ruled out any more. */
const signatureOf = ({ cause }: DiagnosisSaid, { from, noLongerRefuted }: Change): string =>
  cause === from ? noLongerRefuted.join(' ') : cause;

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

/** Whoever acts on what was said: who has it, and who is paged for what nobody has; a snooze is a wish for quiet. */
const concerned = (draft: Draft): readonly Target[] => {
  const { incident, lookups } = draft;
  if (incident.owner?.kind === 'snooze') return [];
  const owner = ownerTarget(draft).filter(lookups.isConfigured);
  const paged = owner.length === 0 || hasNeed(incident) ? lastPaged(incident).filter(lookups.isConfigured) : [];
  const acting = [...owner, ...paged];
  return acting.length > 0 ? acting : notifyTargets(draft);
};

/** A correction that is not sent yet has told nobody: the next takes its place, and begins where that did. */
const sinceHeard = (draft: Draft, { from, noLongerRefuted }: Change, said: DiagnosisSaid): Change => {
  const unheard = withdrawCorrections(draft, 'superseded') ? draft.incident.inquiry?.revision : undefined;
  if (unheard === undefined) return { from, noLongerRefuted };
  // What they were told it is was not ruled out to them, nor is what is refuted now news.
  const isNoNews = new Set<string>([unheard.from, ...toldBy(said, undefined).refuted]);
  const open = [...new Set([...unheard.noLongerRefuted, ...noLongerRefuted])].filter((cause) => !isNoNews.has(cause));
  return { from: unheard.from, noLongerRefuted: open };
};

const revise = (draft: Draft, change: Change, said: DiagnosisSaid): void => {
  const number = draft.incident.inquiry?.count ?? 0;
  const { from, noLongerRefuted } = sinceHeard(draft, change, said);
  draft.add({ type: 'DiagnosisRevised', number, from, cause: said.cause, noLongerRefuted });
  if (from !== said.cause || noLongerRefuted.length > 0) notify(draft, 'causeRevised', concerned(draft));
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

/** That there is no diagnosis, or what one lacks, matters to whoever waits for one: a second one is dropped with its gaps. */
const isWaitedFor = ({ incident: { inquiry }, isOpen }: Draft, source: string): boolean =>
  source === LOGS || source === SIMILAR || (isOpen && (inquiry?.isAwaited === true || inquiry?.asked !== undefined));

const recordFact = (draft: Draft, fact: ContextFact): void => {
  if (fact.outcome === 'diagnosed') recordDiagnosis(draft, fact);
  else if (fact.outcome === 'recorded') {
    const { outcome: _outcome, ...context } = fact;
    draft.add({ type: 'ContextRecorded', ...context });
  } else if (isWaitedFor(draft, fact.source)) {
    const reason = cutWordsToBytes(fact.reason, REASON_BYTES);
    draft.add({ type: 'ContextUnavailable', source: fact.source, reason });
  }
};

/** A page waits for its cause, and for nothing else that is known. */
const isOfCause = (fact: ContextFact): boolean =>
  fact.outcome === 'diagnosed' || (fact.outcome === 'unavailable' && fact.source === DIAGNOSIS);

/**
 * Records what is known around the incident. The first page has waited for this; without any fact (nobody here looks for
 * causes, or none was waited for) also a level that is due. An answer to an asking hurries nothing: its append has to hold
 * what it tells.
 */
export const recordContext = (draft: Draft, { facts, looksAround }: CommandOf<'RecordContext'>): void => {
  for (const fact of facts) recordFact(draft, fact);
  if (looksAround !== undefined) askAround(draft, looksAround);
  if (facts.length === 0 || facts.some(isOfCause)) {
    if (draft.incident.held !== undefined) endHold(draft);
    else if (facts.length === 0) goOn(draft);
  }
};
