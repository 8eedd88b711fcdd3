import { type DiagnosisSaid, isCause } from '../../cause.ts';
import { safeText } from '../../safe-text.ts';
import { withoutHalfTime } from '../../time-mark.ts';
import { cutWordsToBytes } from '../../words.ts';
import type { Missing } from '../facts/situation.ts';
import type { Diagnosis, Hypothesis } from '../verdict/diagnosis.ts';
import { missingSaid } from './missing-said.ts';

/** What is kept of a diagnosis with an incident: JSON of at most 2 KB with all of these full. */
const MOST = { clauses: 3, not: 3, evidence: 2, missing: 3 } as const;
const BYTES = { clause: 72, not: 32, evidence: 130, why: 100, missing: 32, name: 64, id: 40 } as const;
const CLEANED = 1_000;

const RANKS: Readonly<Partial<Record<Missing['reason'], number>>> = { 'no-data': 1, 'not-configured': 2 };

const rankOf = ({ reason }: Missing): number => RANKS[reason] ?? 0;

const cut = (text: string, bytes: number): string => withoutHalfTime(cutWordsToBytes(safeText(text, CLEANED), bytes));

/** What supports a cause beside its reason, and of a leak in a surge the surge. */
const evidenceFor = ({ cause, trafficSurge, hypotheses }: Diagnosis): readonly string[] => {
  const of = (wanted: string): readonly Hypothesis[] => hypotheses.filter((one) => one.cause === wanted);
  const reasons = new Set(of(cause).map(({ why }) => why));
  const claims = of(cause).flatMap(({ evidence }) => evidence.filter(({ supports }) => supports));
  const own = claims.map(({ claim }) => claim).filter((claim) => !reasons.has(claim));
  const driver = cause === 'memory-leak' && trafficSurge === true ? of('traffic-surge').map(({ why }) => why) : [];
  return [...new Set([...own.slice(0, MOST.evidence - driver.length), ...driver])];
};

/** What failed before what is not there, and before what nobody has configured; of more than fit their number. */
const missingIn = ({ data }: Diagnosis): readonly string[] => {
  const said = data.missing.toSorted((one, other) => rankOf(one) - rankOf(other)).map(missingSaid);
  if (said.length <= MOST.missing) return said;
  const told = said.slice(0, MOST.missing - 1);
  return [...told, `${String(said.length - told.length)} more`];
};

const upstreamIn = ({ dependency }: Diagnosis): Pick<DiagnosisSaid, 'upstream'> => {
  const { name = '', incident = null } = dependency ?? {};
  return incident === null ? {} : { upstream: { service: cut(name, BYTES.name), incidentId: cut(incident, BYTES.id) } };
};

/** What a message says of a diagnosis. */
export const diagnosisSaid = ({
  diagnosis,
  says,
  not,
}: { readonly diagnosis: Diagnosis } & Pick<DiagnosisSaid, 'says' | 'not'>): DiagnosisSaid => {
  const { at, cause, confidence, early, minutesAfterOnset, hypotheses, memoryExhaustionAt } = diagnosis;
  return {
    at,
    cause,
    confidence,
    early,
    minutesAfterOnset,
    says: says.slice(0, MOST.clauses).map((clause) => cut(clause, BYTES.clause)),
    not: not.slice(0, MOST.not).map((clause) => cut(clause, BYTES.not)),
    fullAt: memoryExhaustionAt,
    evidence: isCause(cause) ? evidenceFor(diagnosis).map((claim) => cut(claim, BYTES.evidence)) : [],
    hypotheses: hypotheses.map((one) => ({ cause: one.cause, verdict: one.verdict, why: cut(one.why, BYTES.why) })),
    ...upstreamIn(diagnosis),
    missing: missingIn(diagnosis).map((what) => cut(what, BYTES.missing)),
  };
};
