import {
  CAUSE_NAMES,
  CAUSE_PHRASES,
  type Cause,
  type DiagnosedCause,
  type DiagnosisSaid,
  fittedClauses,
  isCause,
} from '../cause.ts';
import type { About } from '../incident/incident.ts';
import { epochOf, type Instant, MINUTE } from '../time.ts';
import { timeMark, withTimes } from '../time-mark.ts';
import { capitalised, listed } from '../words.ts';
import type { IncidentFacts, PageFacts, ToldFacts } from './page-facts.ts';
import { oneLine } from './plain-text.ts';
import { localTime, spokenTime } from './spoken-time.ts';

type Clauses = Pick<DiagnosisSaid, 'says' | 'not'>;

/** News of these is their cause; what joins, comes again, loses its data or is over has its own. */
const ABOUT_THE_CAUSE: ReadonlySet<About> = new Set([
  'opened',
  'severityRaised',
  'acknowledged',
  'offered',
  'acknowledgementEnded',
  'snoozeEnded',
  'escalated',
  'reassigned',
  'reminder',
  'causeRevised',
]);

const LONGEST = 200;

/** `10:58`: in a headline there is no room for the zone, which the rest of the message tells. */
const minuteIn =
  ({ recipientTimeZone }: IncidentFacts) =>
  (at: Instant): string =>
    localTime(at, recipientTimeZone).slice(0, '10:58'.length);

/** A sentence of the diagnosis, harmless and as its reader knows times. */
const told = (facts: IncidentFacts, sentence: string): string => oneLine(withTimes(sentence, minuteIn(facts)), LONGEST);

/** When memory was to be full is no use after that. */
const isPast = ({ diagnosis, now }: IncidentFacts, clause: string): boolean => {
  const { fullAt } = diagnosis ?? {};
  return typeof fullAt === 'string' && fullAt <= now && clause.includes(timeMark(fullAt));
};

const clausesOf = (facts: IncidentFacts, { says, not }: DiagnosisSaid): Clauses => ({
  says: says.filter((clause) => !isPast(facts, clause)).map((clause) => told(facts, clause)),
  not: not.map((clause) => told(facts, clause)),
});

const phrases = (causes: readonly Cause[]): string =>
  listed(
    causes.map((cause) => CAUSE_PHRASES[cause]),
    'and',
  );

const notRuledOut = (causes: readonly Cause[]): readonly string[] =>
  causes.length === 0 ? [] : [`${phrases(causes)} not ruled out any more`];

/** What is news of a cause that people were told another of. */
const revisedClauses = (facts: IncidentFacts, said: DiagnosisSaid): Clauses => {
  const clauses = clausesOf(facts, said);
  const { from, noLongerRefuted } = facts.revision ?? { from: 'unknown', noLongerRefuted: [] };
  const open = notRuledOut(noLongerRefuted);
  if (!isCause(said.cause)) {
    const doubt = isCause(from) ? [`${CAUSE_NAMES[from]} in doubt`] : [];
    return { ...clauses, says: [...doubt, ...open, ...clauses.says.slice(1)] };
  }
  if (said.cause === from) return { ...clauses, says: [...open, ...clauses.says] };
  return isCause(from) ? { ...clauses, not: [...clauses.not, `was: ${CAUSE_NAMES[from]}`] } : clauses;
};

const isRevision = (facts: PageFacts): boolean => facts.kind === 'notification' && facts.about === 'causeRevised';

/** What the message is about, where that is a cause; undefined: the symptom stands. */
export const causeClauses = (facts: PageFacts): Clauses | undefined => {
  const { diagnosis, status } = facts;
  if (diagnosis === undefined || status === 'resolved') return undefined;
  if (isRevision(facts)) return revisedClauses(facts, diagnosis);
  const isAbout = facts.kind === 'page' || ABOUT_THE_CAUSE.has(facts.about);
  return isAbout && isCause(diagnosis.cause) ? clausesOf(facts, diagnosis) : undefined;
};

const whole = (clauses: Clauses): string => fittedClauses(clauses, () => true);

/** `memory leak (surge x2.8), out of memory ~10:58; not DB`, whole. */
export const causeHeadline = (facts: IncidentFacts): string | undefined =>
  facts.diagnosis && whole(clausesOf(facts, facts.diagnosis));

/** Older than this it says of when it is. */
const FRESH_MS = 2 * MINUTE;

const asOf = ({ now, recipientTimeZone }: IncidentFacts, { at }: DiagnosisSaid): string =>
  epochOf(now) - epochOf(at) > FRESH_MS ? `, as of ${spokenTime(at, recipientTimeZone, now)}` : '';

const earlyWords = ({ early, minutesAfterOnset }: DiagnosisSaid): string =>
  early && minutesAfterOnset !== null ? ` Early, ${String(minutesAfterOnset)} min after it began: it may change.` : '';

/** What cannot be told apart, or that nothing is known; and what it is not. */
const unknownWords = (facts: IncidentFacts, said: DiagnosisSaid): string => {
  if (said.cause === 'none') return 'not known: nothing else is out of its usual range';
  const { says, not } = clausesOf(facts, said);
  const maybe = says.slice(1).filter((clause) => clause !== 'cause unknown');
  return whole({ says: [maybe.length === 0 ? 'not known' : `not known: ${maybe.join(', ')}`], not });
};

/** The probable cause in a sentence or two; that there is none, only where somebody looked for it. */
export const causeOf = (facts: IncidentFacts): string | undefined => {
  const { diagnosis, noDiagnosis, status } = facts;
  if (diagnosis !== undefined) {
    const words = isCause(diagnosis.cause) ? whole(clausesOf(facts, diagnosis)) : unknownWords(facts, diagnosis);
    return `Cause: ${words}${asOf(facts, diagnosis)}.${status === 'resolved' ? '' : earlyWords(diagnosis)}`;
  }
  return noDiagnosis === undefined ? undefined : `Cause: not diagnosed (${oneLine(noDiagnosis, LONGEST)}).`;
};

/** By what the cause is named: three sentences at most. */
export const evidenceFor = (facts: IncidentFacts): readonly string[] => {
  const { diagnosis } = facts;
  if (diagnosis === undefined || !isCause(diagnosis.cause)) return [];
  const reasons = diagnosis.hypotheses.filter(({ cause }) => cause === diagnosis.cause).map(({ why }) => why);
  return [...reasons, ...diagnosis.evidence].map((sentence) => told(facts, sentence));
};

/** `Not the dependency: DB normal: read 0.043 ms (quiet 0.1 ms), 4 conns`. */
export const refutedIn = (facts: IncidentFacts): readonly string[] =>
  (facts.diagnosis?.hypotheses ?? [])
    .filter(({ verdict }) => verdict === 'refuted')
    .map(({ cause, why }) => `Not ${CAUSE_PHRASES[cause]}: ${told(facts, why)}`);

/** What could not be looked at; undefined: nothing of that kind. */
export const notLookedAt = ({ diagnosis }: IncidentFacts): string | undefined => {
  const missing = (diagnosis?.missing ?? []).map((what) => oneLine(what, LONGEST));
  return missing.length === 0 ? undefined : `Not looked at: ${missing.join(', ')}`;
};

/** Whether people were told otherwise before, or nothing. */
export const isCorrection = ({ revision }: IncidentFacts): boolean =>
  revision !== undefined && (isCause(revision.from) || revision.noLongerRefuted.length > 0);

const whyNow = (facts: ToldFacts, of: Cause): string => {
  const why = facts.diagnosis?.hypotheses.find(({ cause }) => cause === of)?.why;
  return why === undefined ? '' : `: ${told(facts, why)}`;
};

const reopenedWords = (facts: ToldFacts, causes: readonly Cause[]): string =>
  causes
    .map((cause) => ` ${capitalised(CAUSE_PHRASES[cause])} is not ruled out any more${whyNow(facts, cause)}.`)
    .join('');

/** What it is now, where that is another than before. */
const otherCause = (facts: ToldFacts, said: DiagnosisSaid, from: DiagnosedCause): string => {
  if (isCause(said.cause)) {
    const headline = whole(clausesOf(facts, said));
    return isCause(from) ? ` ${CAUSE_PHRASES[from]} was named before; it is ${headline}.` : ` ${headline}.`;
  }
  return isCause(from) ? ` ${CAUSE_PHRASES[from]} was named before, and is in doubt now${whyNow(facts, from)}.` : '';
};

/** What has changed in what its reader was told, and why. */
export const revisionTold = (facts: ToldFacts): string => {
  const { diagnosis, revision } = facts;
  if (diagnosis === undefined || revision === undefined) return 'What was said of the cause has changed.';
  const { from, noLongerRefuted } = revision;
  const changed = diagnosis.cause === from ? '' : otherCause(facts, diagnosis, from);
  return `${isCorrection(facts) ? 'Correction' : 'Cause found'}:${changed}${reopenedWords(facts, noLongerRefuted)}`;
};
