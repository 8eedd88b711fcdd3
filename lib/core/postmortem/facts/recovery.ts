import type { EventOf } from '../../incident/folds/fold.ts';
import { isOf, type Placed } from './placed.ts';
import type { PlacedRun } from './runs.ts';

/** The last alarm of a run to recover before its resolution, after which none fired; undefined: one fired on, or it is open. */
export const lastRecovery = (
  { to }: PlacedRun,
  within: readonly Placed[],
): Placed<EventOf<'AlarmRecovered'>> | undefined => {
  const last = within.findLast(isOf('AlarmRecovered', 'AlarmJoined', 'AlarmsJoined', 'AlarmReraised'));
  return to !== undefined && last !== undefined && isOf('AlarmRecovered')(last) && last.event.counts.firing === 0
    ? last
    : undefined;
};
