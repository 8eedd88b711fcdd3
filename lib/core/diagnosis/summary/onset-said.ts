import { epochOf, MINUTE } from '../../time.ts';
import type { Facts } from '../facts/facts.ts';
import { instantAt } from '../facts/observed.ts';
import type { Diagnosis } from '../verdict/diagnosis.ts';

const EARLY = 15 * MINUTE;
/** Steps: growth is found by blocks of two and more. */
const OF_GROWTH = 3;

export const onsetSaid = (facts: Facts): Pick<Diagnosis, 'onset' | 'onsetRange' | 'minutesAfterOnset' | 'early'> => {
  const { onset, window, trouble, situation } = facts;
  if (onset === undefined) return { onset: null, onsetRange: null, minutesAfterOnset: null, early: false };
  const at = instantAt(window, Math.round(onset));
  const [earliest, latest] = trouble?.from === onset ? trouble.range : [onset - OF_GROWTH, onset + OF_GROWTH];
  const afterMs = epochOf(situation.at) - epochOf(at);
  return {
    onset: at,
    onsetRange: [instantAt(window, Math.round(earliest)), instantAt(window, Math.round(latest))],
    minutesAfterOnset: Math.max(0, Math.round(afterMs / MINUTE)),
    early: afterMs < EARLY,
  };
};
