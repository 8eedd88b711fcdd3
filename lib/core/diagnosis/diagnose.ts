import type { Cause, DiagnosedCause, DiagnosisSaid } from '../cause.ts';
import { HOUR } from '../time.ts';
import { exhaustionOf, type Exhaustion } from './facts/exhaustion.ts';
import { type Facts, factsOf } from './facts/facts.ts';
import { instantAt } from './facts/observed.ts';
import type { Situation } from './facts/situation.ts';
import { HYPOTHESES } from './hypotheses.ts';
import { valueAt } from './statistics/values.ts';
import { deploysSaid } from './summary/deploys-said.ts';
import { headlineClauses, fittedHeadline } from './summary/headline.ts';
import { impactSaid } from './summary/impact-said.ts';
import { memorySaid } from './summary/memory-said.ts';
import { onsetSaid } from './summary/onset-said.ts';
import { orderOfEvents } from './summary/order-of-events.ts';
import { trafficSaid } from './summary/traffic-said.ts';
import { confidenceOf } from './verdict/confidence.ts';
import type { Diagnosis, Evidence, Hypothesis } from './verdict/diagnosis.ts';
import { absence } from './verdict/evidence.ts';
import type { Hypothesised, HypothesisJudgement } from './verdict/judge.ts';
import { nameOf } from './verdict/role-words.ts';

interface Judged {
  readonly cause: DiagnosedCause;
  readonly judgements: readonly (HypothesisJudgement & { readonly cause: Cause })[];
}

/** What the series of a hypothesis cannot tell. */
const lacksOf = (facts: Facts, { roles }: Hypothesised): readonly Evidence[] =>
  facts.shortcomings
    .filter(({ role }) => roles.includes(role))
    .map(({ role, says }) => absence(`${nameOf(role, facts)}: ${says}`));

const judged = (facts: Facts): Judged => {
  let named: Cause | undefined;
  const judgements = HYPOTHESES.map((hypothesis) => {
    const judgement = hypothesis.judge(facts, named);
    if (judgement.verdict === 'supported') named ??= hypothesis.cause;
    return { ...judgement, cause: hypothesis.cause, evidence: [...judgement.evidence, ...lacksOf(facts, hypothesis)] };
  });
  const without = facts.trouble === undefined && facts.lack === undefined ? 'none' : 'unknown';
  return { cause: named ?? without, judgements };
};

const stepsSince = ({ window, onset }: Facts): number | undefined =>
  onset === undefined ? undefined : window.count - Math.max(0, onset);

const hypothesisOf = (facts: Facts, judgement: Judged['judgements'][number], isAmbiguous: boolean): Hypothesis => {
  const { cause, verdict, why, wouldChange, evidence, onset, subject } = judgement;
  return {
    cause,
    verdict,
    confidence: confidenceOf({ cause, verdict, steps: stepsSince(facts), isAmbiguous }),
    why,
    wouldChange,
    evidence,
    onset: onset === undefined ? null : instantAt(facts.window, Math.round(onset)),
    ...(subject !== undefined && { subject }),
  };
};

const leakExhaustion = ({ leak, situation, ...observation }: Facts): Exhaustion | undefined =>
  leak === undefined || leak.isHeld ? undefined : exhaustionOf(leak, observation, situation);

const exhaustionSaid = (
  exhaustion: Exhaustion | undefined,
): Pick<Diagnosis, 'memoryExhaustionAt' | 'memoryExhaustionRange'> =>
  exhaustion === undefined
    ? { memoryExhaustionAt: null, memoryExhaustionRange: null }
    : { memoryExhaustionAt: exhaustion.at, memoryExhaustionRange: [exhaustion.earliest, exhaustion.latest] };

const dependencySaid = ({ rise, situation }: Facts): Diagnosis['dependency'] => {
  const [incident] = situation.incidents;
  if (incident !== undefined) return { name: incident.service, incident: incident.id };
  return rise === undefined ? null : { name: situation.dependency, incident: null };
};

const baselineOf = ({ window, onset }: Facts): Diagnosis['data']['baseline'] => {
  const until = Math.max(0, Math.round(onset ?? window.count));
  return until === 0 ? null : { from: instantAt(window, 0), to: instantAt(window, until), kind: 'quiet-before' };
};

const spokenSure = (facts: Facts, { cause }: Judged, hypotheses: readonly Hypothesis[]): number =>
  hypotheses.find((one) => one.cause === cause)?.confidence ??
  confidenceOf({ cause, verdict: 'supported', isAmbiguous: facts.isCoarse });

/** A leak that has not grown for an hour, and has room: a cache that fills looks the same. */
const isYoung = ({ leak, observed, window }: Facts): boolean =>
  leak !== undefined && (leak.to - leak.from) * window.stepMs < YOUNG && valueAt(observed[leak.role], leak.to) < ROOM;

const YOUNG = HOUR;
/** Percent of the limit. */
const ROOM = 60;

/** A diagnosis, and its headline in clauses. */
export interface Diagnosed extends Pick<DiagnosisSaid, 'says' | 'not'> {
  readonly diagnosis: Diagnosis;
}

/** Of facts that are known already: whoever draws them needs both. */
export const diagnosedOf = (facts: Facts): Diagnosed => {
  const { situation } = facts;
  const all = judged(facts);
  const alsoLikely = all.judgements.filter(({ isAlsoLikely }) => isAlsoLikely === true).map(({ cause }) => cause);
  const hypotheses = all.judgements.map((judgement) =>
    hypothesisOf(facts, judgement, alsoLikely.length > 0 || (judgement.cause === 'memory-leak' && isYoung(facts))),
  );
  const exhaustion = leakExhaustion(facts);
  const clauses = headlineClauses({ facts, cause: all.cause, hypotheses, alsoLikely, exhaustion });
  const diagnosis: Diagnosis = {
    schema: 'diagnosis/1',
    service: situation.service,
    at: situation.at,
    cause: all.cause,
    confidence: spokenSure(facts, all, hypotheses),
    alsoLikely,
    headline: fittedHeadline(clauses),
    ...onsetSaid(facts),
    timeline: orderOfEvents(facts),
    trafficSurge: facts.observed.requests === undefined ? null : facts.surge !== undefined,
    traffic: trafficSaid(facts),
    deployImplicated: facts.implicated?.id ?? null,
    deploys: deploysSaid(facts),
    memory: memorySaid(facts),
    ...exhaustionSaid(exhaustion),
    dependency: dependencySaid(facts),
    impact: impactSaid(facts),
    hypotheses,
    data: { baseline: baselineOf(facts), missing: situation.missing },
  };
  return { diagnosis, ...clauses };
};

/** What is wrong with a service at an instant, by which numbers, and what it is not. */
export const diagnose = (situation: Situation): Diagnosis => diagnosedOf(factsOf(situation)).diagnosis;
