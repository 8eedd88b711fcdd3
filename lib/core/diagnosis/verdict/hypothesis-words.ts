import { CAUSE_NAMES, type HypothesisVerdict } from '../../cause.ts';
import type { Evidence, Hypothesis } from './diagnosis.ts';

/** Of a hypothesis that is not the cause that is named. */
export const VERDICT_WORDS: Readonly<Record<HypothesisVerdict, string>> = {
  supported: 'holds too',
  refuted: 'refuted',
  inconclusive: 'inconclusive',
  'no-data': 'no data',
};

/** `dependency DB` */
export const hypothesisName = ({ cause, subject }: Pick<Hypothesis, 'cause' | 'subject'>): string =>
  subject === undefined ? CAUSE_NAMES[cause] : `${CAUSE_NAMES[cause]} ${subject}`;

type Claim = Pick<Evidence, 'claim' | 'kind' | 'supports'>;

/** What is read of a hypothesis to say what it rests on. */
interface Reasoned extends Pick<Hypothesis, 'why' | 'verdict'> {
  readonly evidence: readonly Claim[];
}

/** What it rests on beside its reason, without saying anything twice. */
export const claimsOf = ({ why, verdict, evidence }: Reasoned): readonly string[] => {
  // What is lacking stands with the data.
  const further = evidence.filter(({ claim, kind }) => kind !== 'absence' && !why.includes(claim));
  const isDoubtful = ({ supports }: Claim): boolean => verdict === 'supported' && !supports;
  return [...new Set(further.map((one) => (isDoubtful(one) ? `Against it: ${one.claim}` : one.claim)))];
};
