import type { Diagnosis, Hypothesis } from '../../lib/core/diagnosis/verdict/diagnosis.ts';
import { sayTable, shareOf } from './say.ts';
import { type Answers, namesCause } from './score.ts';
import { phaseAt } from './truth.ts';

interface Claim {
  readonly confidence: number;
  readonly isRight: boolean;
}

const BANDS = [0, 0.6, 0.7, 0.8, 0.9, 0.95, Infinity];

const bandRows = (what: string, claims: readonly Claim[]): readonly (readonly string[])[] =>
  BANDS.slice(0, -1).flatMap((from, index) => {
    const to = BANDS[index + 1] ?? Infinity;
    const within = claims.filter(({ confidence }) => confidence >= from && confidence < to);
    if (within.length === 0) return [];
    const mean = within.reduce((sum, { confidence }) => sum + confidence, 0) / within.length;
    const right = within.filter(({ isRight }) => isRight).length;
    const band = `${from.toFixed(2)} to ${Math.min(1, to).toFixed(2)}`;
    return [[what, band, String(within.length), mean.toFixed(3), shareOf(right, within.length)]];
  });

const claimsOf = ({ judged, scanned }: Answers<Diagnosis>, isNaming: boolean): readonly Claim[] => {
  const chosen = (one: { readonly answer: Diagnosis }): boolean =>
    isNaming ? namesCause(one) : one.answer.cause === 'none';
  return [
    ...judged
      .filter(chosen)
      .map(({ answer, outcome }) => ({ confidence: answer.confidence, isRight: outcome === 'right' })),
    ...scanned.filter(chosen).map(({ answer }) => ({ confidence: answer.confidence, isRight: !isNaming })),
  ];
};

/** A cause is refuted rightly while another is at work. */
const refutations = ({ judged }: Answers<Diagnosis>): readonly Claim[] =>
  judged
    .filter(({ of, at }) => phaseAt(of.truth, at) === 'during')
    .flatMap(({ of, answer }) =>
      answer.hypotheses
        .filter(({ verdict }: Hypothesis) => verdict === 'refuted')
        .map(({ cause, confidence }) => ({ confidence, isRight: cause !== of.truth.cause })),
    );

export const sayCalibration = (answers: Answers<Diagnosis>): void => {
  sayTable(
    'How often it was right by how sure it was, quiet time included',
    ['said', 'confidence', 'times', 'mean confidence', 'right'],
    [
      ...bandRows('a cause', claimsOf(answers, true)),
      ...bandRows('none', claimsOf(answers, false)),
      ...bandRows('refuted', refutations(answers)),
    ],
  );
};
