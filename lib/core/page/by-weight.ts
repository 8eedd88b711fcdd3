import { epochOf } from '../time.ts';
import type { AlarmFacts } from './page-facts.ts';
import { rankOf } from '../severity.ts';

export const isFiring = ({ state, silenced }: AlarmFacts): boolean => state === 'ALARM' && !silenced;

/** What fires before what does not or is muted, the worst before the milder, the first before the later. */
export const byWeight = <A extends AlarmFacts>(alarms: readonly A[]): readonly A[] =>
  alarms.toSorted(
    (one, other) =>
      Number(isFiring(other)) - Number(isFiring(one)) ||
      rankOf(other.severity) - rankOf(one.severity) ||
      epochOf(one.since) - epochOf(other.since),
  );
