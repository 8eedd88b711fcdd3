import type { DiagnosisSaid } from '../../lib/core/cause.ts';
import { type Diagnoser, NoDiagnosisError } from '../../lib/ports/diagnoser.ts';
import { leakSaid, unknownSaid } from './said-diagnosis.ts';

const databaseSaid: DiagnosisSaid = {
  ...leakSaid,
  cause: 'dependency',
  says: ['DB read x6.2'],
  not: [],
  fullAt: null,
  hypotheses: leakSaid.hypotheses.map((one) => ({
    ...one,
    verdict: one.cause === 'dependency' ? 'supported' : 'inconclusive',
  })),
};

const nothingSaid: DiagnosisSaid = {
  ...unknownSaid,
  cause: 'none',
  says: ['nothing is wrong'],
  minutesAfterOnset: null,
};

const CHANGING = [leakSaid, leakSaid, databaseSaid, unknownSaid, nothingSaid, leakSaid, unknownSaid, unknownSaid];

/** Says something else nearly every time that it is asked; each third time it cannot say. */
export const changingDiagnoser = (): Diagnoser => {
  let asked = 0;
  return {
    diagnose: ({ at }) => {
      asked += 1;
      const said = CHANGING[asked % CHANGING.length] ?? leakSaid;
      const body = JSON.stringify({ schema: 'finding/1', asked });
      return asked % 3 === 0
        ? Promise.reject(new NoDiagnosisError('throttled'))
        : Promise.resolve({ said: { ...said, at }, body });
    },
  };
};

export const failingDiagnoser: Diagnoser = { diagnose: () => Promise.reject(new NoDiagnosisError('throttled')) };
