import { rankOf } from '../severity.ts';
import type { Firing, IncidentRun } from '../report/runs.ts';

/** The worst alarm that fired, of several the first; undefined: none was heard. */
export const worstAlarmOf = (runs: readonly IncidentRun[]): Firing | undefined => {
  let worst: Firing | undefined;
  for (const firing of runs.flatMap(({ firings }) => firings))
    if (worst === undefined || rankOf(firing.severity) > rankOf(worst.severity)) worst = firing;
  return worst;
};
