import { type Cause, CAUSE_NAMES, type DiagnosedCause, type DiagnosisSaid, fittedClauses } from '../../cause.ts';
import { safeText } from '../../safe-text.ts';
import { spokenLength } from '../../time-mark.ts';
import { listed } from '../../words.ts';
import type { Exhaustion } from '../facts/exhaustion.ts';
import type { Facts } from '../facts/facts.ts';
import { deployName } from '../facts/rollouts.ts';
import type { Hypothesis } from '../verdict/diagnosis.ts';
import { nameOf, spokenInstant, timeOf, times } from '../verdict/role-words.ts';
import { troubleWords } from '../verdict/trouble-evidence.ts';

/** What a headline is made of. */
interface Said {
  readonly facts: Facts;
  readonly cause: DiagnosedCause;
  readonly hypotheses: readonly Hypothesis[];
  readonly alsoLikely: readonly Cause[];
  readonly exhaustion: Exhaustion | undefined;
}

const MOST_CHARACTERS = 80;

const verdictOf = (hypotheses: readonly Hypothesis[], cause: Cause): string | undefined =>
  hypotheses.find((one) => one.cause === cause)?.verdict;

/** Steps: what was there so lately may be there still. */
const ONGOING = 3;

const sinceOf = ({ facts }: Said): string => {
  const { onset, trouble, window } = facts;
  if (onset === undefined) return '';
  if (trouble === undefined || trouble.to >= window.count - ONGOING) return ` since ${timeOf(facts, onset)}`;
  return ` from ${timeOf(facts, onset)} to ${timeOf(facts, trouble.to + 1)}`;
};

const leakWords = ({ facts, exhaustion }: Said): readonly string[] => {
  const { surge, implicated, situation } = facts;
  const beside = [
    ...(implicated === undefined ? [] : [`deploy ${briefName(implicated)}`]),
    ...(surge === undefined ? [] : [`surge ${times(surge.factor)}`]),
  ];
  const leak = `memory leak${beside.length === 0 ? '' : ` (${beside.join(', ')})`}`;
  if (exhaustion === undefined) return [leak];
  if (exhaustion.at <= situation.at) return [leak, 'memory is full'];
  return [leak, `out of memory ~${spokenInstant(facts, exhaustion.at)}`];
};

const WORDS: Readonly<Record<DiagnosedCause, (said: Said) => readonly string[]>> = {
  'memory-leak': leakWords,
  'deploy-regression': (said) => [`bad deploy ${briefName(said.facts.implicated ?? { id: '' })}`, hurtWords(said)],
  'traffic-surge': (said) => [`traffic surge ${times(said.facts.surge?.factor ?? 1)} saturates it`, hurtWords(said)],
  dependency: (said) => [dependencyWords(said), hurtWords(said)],
  none: () => ['nothing is wrong'],
  unknown: (said) => [hurtWords(said), maybeWords(said)],
};

/** What the numbers cannot tell apart. */
const maybeWords = ({ alsoLikely }: Said): string =>
  alsoLikely.length === 0
    ? 'cause unknown'
    : `${listed(
        alsoLikely.map((cause) => CAUSE_NAMES[cause]),
        'or',
      )}?`;

/** Whoever made a long name has it in full in the evidence. */
const LONGEST_ID = 32;
const TAIL = 8;
const CLEANED = 10_000;

const briefName = (deploy: Parameters<typeof deployName>[0]): string => {
  const shown = safeText(deployName(deploy), CLEANED).trim() || 'without a name';
  return shown.length <= LONGEST_ID ? shown : `${shown.slice(0, LONGEST_ID - TAIL - 1)}…${shown.slice(-TAIL)}`;
};

const hurtWords = (said: Said): string => {
  const { trouble } = said.facts;
  return trouble === undefined
    ? (said.facts.lack ?? 'too little is known')
    : `${troubleWords(said.facts, trouble)}${sinceOf(said)}`;
};

const dependencyWords = ({ facts, hypotheses }: Said): string => {
  const { rise, situation } = facts;
  const { subject } = hypotheses.find(({ cause }) => cause === 'dependency') ?? {};
  return rise?.explains === true
    ? `${nameOf(rise.role, facts)} ${times(rise.ratio)}`
    : `${subject ?? situation.dependency} has an incident`;
};

const SHORT: Readonly<Record<Cause, string>> = {
  'memory-leak': 'not memory',
  'traffic-surge': 'not traffic',
  'deploy-regression': 'not a deploy',
  dependency: 'not ',
};

/** What is refuted: the suspects that people would go after first. */
const refutedWords = ({ cause, facts, hypotheses }: Said): readonly string[] => {
  if (cause === 'none') return [];
  const refuted = (['dependency', 'memory-leak', 'traffic-surge'] as const).filter(
    (one) => verdictOf(hypotheses, one) === 'refuted',
  );
  return refuted.map((one) => SHORT[one] + (one === 'dependency' ? facts.situation.dependency : ''));
};

const fits = (text: string): boolean => spokenLength(text) <= MOST_CHARACTERS;

const cutToFit = (text: string): string => (fits(text) ? text : `${text.slice(0, MOST_CHARACTERS - 1).trimEnd()}…`);

/** What it is and what it is not, each clause behind those that matter more. */
export const headlineClauses = (said: Said): Pick<DiagnosisSaid, 'says' | 'not'> => {
  const [first = '', ...more] = WORDS[said.cause](said);
  return { says: [cutToFit(first), ...more], not: refutedWords(said) };
};

/** At most 80 characters, clauses dropped from the end where it is too long. */
export const fittedHeadline = (clauses: Pick<DiagnosisSaid, 'says' | 'not'>): string => fittedClauses(clauses, fits);
