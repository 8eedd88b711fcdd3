import {
  CAUSE_NAMES,
  CAUSE_PHRASES,
  type Cause,
  type DiagnosedCause,
  type DiagnosisSaid,
  fittedClauses,
  isCause,
} from '../cause.ts';
import type { Revision } from '../incident/cause-inquiry.ts';
import type { About } from '../incident/incident.ts';
import { epochOf, type Instant, MINUTE } from '../time.ts';
import { timeMark, withTimes } from '../time-mark.ts';
import { capitalised, listed } from '../words.ts';
import type { IncidentFacts, PageFacts, ToldFacts } from './page-facts.ts';
import { howToSee } from './how-to-respond.ts';
import { oneLine } from './plain-text.ts';
import { spokenTime } from './spoken-time.ts';

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

const MINUTE_OF_DAY = /^(?:\d+ \w+ )?\d\d:\d\d/u;

/** `10:58`, of another day `8 Aug 10:58`: in a headline there is no room for the zone, which the rest of the message tells. */
const minuteIn =
  ({ recipientTimeZone, now }: IncidentFacts) =>
  (at: Instant): string =>
    MINUTE_OF_DAY.exec(spokenTime(at, recipientTimeZone, now))?.[0] ?? '';

/** A sentence of the diagnosis, harmless and as its reader knows times. */
const told = (facts: IncidentFacts, sentence: string): string => oneLine(withTimes(sentence, minuteIn(facts)), LONGEST);

/** When memory was to be full is no use after that, nor once it is over. */
const isPast = ({ diagnosis, now, status }: IncidentFacts, clause: string): boolean => {
  const { fullAt } = diagnosis ?? {};
  const tells = typeof fullAt === 'string' && clause.includes(timeMark(fullAt));
  return tells && (fullAt <= now || status === 'resolved');
};

const clausesOf = (facts: IncidentFacts, { says, not }: DiagnosisSaid): Clauses => ({
  says: says.filter((clause) => !isPast(facts, clause)).map((clause) => told(facts, clause)),
  not: not.map((clause) => told(facts, clause)),
});

/** Of what its reader was told that it is not, what nobody can rule out any more; what it is now is said as that. */
const openIn = ({ diagnosis, revision }: IncidentFacts): readonly Cause[] =>
  (revision?.noLongerRefuted ?? []).filter((cause) => cause !== diagnosis?.cause);

const phrases = (causes: readonly Cause[]): string =>
  listed(
    causes.map((cause) => CAUSE_PHRASES[cause]),
    'and',
  );

const openClause = (causes: readonly Cause[]): readonly string[] =>
  causes.length === 0 ? [] : [`${phrases(causes)} not ruled out any more`];

const inDoubt = (from: DiagnosedCause): readonly string[] => (isCause(from) ? [`${CAUSE_NAMES[from]} in doubt`] : []);

const beside = (from: DiagnosedCause): string => (isCause(from) ? ` (before: ${CAUSE_NAMES[from]})` : '');

/** What is news of a cause that people were told another of, before what they know already. */
const revisedClauses = (facts: IncidentFacts, said: DiagnosisSaid): Clauses => {
  const { says, not } = clausesOf(facts, said);
  const { from = 'unknown' } = facts.revision ?? {};
  const open = openClause(openIn(facts));
  if (said.cause === from) return { says: [...open, ...says], not };
  if (!isCause(said.cause)) return { says: [...inDoubt(from), ...open], not };
  const [first = '', ...more] = says;
  return { says: [first + beside(from), ...open, ...more], not };
};

export const isRevision = (facts: PageFacts): facts is ToldFacts & { readonly about: 'causeRevised' } =>
  facts.kind === 'notification' && facts.about === 'causeRevised';

/** Of clauses at least one: else it is about its symptom, as ever. */
const orNone = (clauses: Clauses): Clauses | undefined => (clauses.says.length === 0 ? undefined : clauses);

/** What the message is about, where that is a cause; undefined: the symptom stands. */
export const causeClauses = (facts: PageFacts): Clauses | undefined => {
  const { diagnosis, noDiagnosis, status } = facts;
  if (diagnosis === undefined || status === 'resolved') return undefined;
  if (isRevision(facts)) return orNone(revisedClauses(facts, diagnosis));
  const isAbout = facts.kind === 'page' || ABOUT_THE_CAUSE.has(facts.about);
  // What was found before is no headline of a page for which nothing could be found.
  return isAbout && noDiagnosis === undefined && isCause(diagnosis.cause) ? clausesOf(facts, diagnosis) : undefined;
};

const whole = (clauses: Clauses): string => fittedClauses(clauses, () => true);

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

/** The cause in words: `memory leak (surge x2.8), out of memory ~10:58; not DB`, or what is known without one. */
export const causeInWords = (facts: IncidentFacts, said: DiagnosisSaid): string =>
  isCause(said.cause) ? whole(clausesOf(facts, said)) : unknownWords(facts, said);

/** What a person found it was; undefined: nobody has said. */
const confirmedWords = ({ confirmed }: IncidentFacts): string | undefined => {
  if (confirmed === undefined || confirmed.cause === 'unknown') return undefined;
  const what = confirmed.cause === 'other' ? 'something else' : CAUSE_PHRASES[confirmed.cause];
  return `It was ${what}, ${confirmed.isReader ? 'you say' : `${oneLine(confirmed.name, 60)} says`}.`;
};

const diagnosedWords = (facts: IncidentFacts, said: DiagnosisSaid): string =>
  `Cause: ${causeInWords(facts, said)}${asOf(facts, said)}.${facts.status === 'resolved' ? '' : earlyWords(said)}`;

/** The cause in a sentence or two, a person's word first; that there is none, only where somebody looked for it. */
export const causeOf = (facts: IncidentFacts): string | undefined => {
  const { diagnosis, noDiagnosis } = facts;
  const confirmed = confirmedWords(facts);
  if (confirmed !== undefined) return confirmed;
  const found = diagnosis && diagnosedWords(facts, diagnosis);
  if (noDiagnosis === undefined) return found;
  const reason = oneLine(noDiagnosis, LONGEST);
  return found === undefined ? `Cause: not diagnosed (${reason}).` : `${found} Not diagnosed anew (${reason}).`;
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

/** What could not be looked at, each with the reason why; undefined: nothing of that kind. */
export const notKnown = ({ diagnosis }: IncidentFacts): string | undefined => {
  const missing = (diagnosis?.missing ?? []).map((what) => oneLine(what, LONGEST));
  return missing.length === 0 ? undefined : `Not known: ${missing.join(', ')}`;
};

/** `Upstream: api has an open incident`, and how to see it; undefined: none is known. */
export const upstreamSaid = (facts: IncidentFacts): { readonly says: string; readonly how: string } | undefined => {
  const { upstream } = facts.diagnosis ?? {};
  if (upstream === undefined || facts.status === 'resolved') return undefined;
  const says = `Upstream: ${oneLine(upstream.service, 60)} has an open incident`;
  return { says, how: howToSee(facts, upstream.incidentId).how };
};

/** Whether people were told otherwise before, or nothing. */
export const isCorrection = ({ revision }: IncidentFacts): boolean =>
  revision !== undefined && (isCause(revision.from) || revision.noLongerRefuted.length > 0);

const whyNow = (facts: ToldFacts, of: Cause): string => {
  const why = facts.diagnosis?.hypotheses.find(({ cause }) => cause === of)?.why;
  return why === undefined ? '' : `: ${told(facts, why)}`;
};

/** What it is now, where that is another than before. */
const otherCause = (facts: ToldFacts, cause: DiagnosedCause, { from, noLongerRefuted }: Revision): string => {
  if (!isCause(cause))
    return isCause(from) ? ` ${CAUSE_PHRASES[from]} was named before, and is in doubt now${whyNow(facts, from)}.` : '';
  const before = isCause(from) ? `; before, ${CAUSE_PHRASES[from]} was named` : '';
  const wasRefuted = noLongerRefuted.includes(cause) ? ', which was ruled out before' : '';
  return isCause(from) || wasRefuted !== ''
    ? ` it is ${CAUSE_PHRASES[cause]}${wasRefuted}${before}.`
    : ` ${CAUSE_PHRASES[cause]}.`;
};

/** What has changed in what its reader was told, and why; the cause as it stands is told beside it. */
export const revisionTold = (facts: ToldFacts): string => {
  const { diagnosis, revision } = facts;
  if (diagnosis === undefined || revision === undefined) return 'What was said of the cause has changed.';
  const changed = diagnosis.cause === revision.from ? '' : otherCause(facts, diagnosis.cause, revision);
  const open = openIn(facts).map(
    (cause) => ` ${CAUSE_PHRASES[cause]} is not ruled out any more${whyNow(facts, cause)}.`,
  );
  const words = [changed, ...open]
    .filter((part) => part !== '')
    .map((part, index) => (index === 0 ? part : ` ${capitalised(part.slice(1))}`));
  return words.length === 0
    ? 'What was said of the cause has changed.'
    : `${isCorrection(facts) ? 'Correction' : 'Cause found'}:${words.join('')}`;
};
