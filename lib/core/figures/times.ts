import { epochOf, type Instant } from '../time.ts';
import { type Distribution, distributionOf } from './distribution.ts';
import type { IncidentFigures } from './incident-figures.ts';
import type { IncidentRun } from '../report/runs.ts';

/** How long it took until … */
export interface Times {
  /** … an alarm fired, from the onset; of incidents. */
  readonly detect: Distribution;
  /** … a page went out to a responder, from when the run was critical; of runs that were. */
  readonly firstPage: Distribution;
  /** … somebody acknowledged, snoozed or resolved it, from that page; of runs that had one. */
  readonly acknowledge: Distribution;
  /** … the resolution, from the beginning of the run; of runs. */
  readonly resolve: Distribution;
}

const between = (from: Instant | undefined, to: Instant | undefined): readonly number[] =>
  from === undefined || to === undefined ? [] : [epochOf(to) - epochOf(from)];

/** Where somebody had it by then, and nobody had to answer again, the page was in flight and kept nobody waiting. */
const isAwaited = ({ firstPageAt, acknowledgedAt, answeredAt }: IncidentRun): boolean =>
  firstPageAt !== undefined &&
  (answeredAt !== undefined || acknowledgedAt === undefined || acknowledgedAt >= firstPageAt);

/** Of incidents and of runs that began in a period; a run of a reopened incident counts as one, the time between two as none. */
export const timesOf = (incidents: readonly IncidentFigures[], runs: readonly IncidentRun[]): Times => {
  const critical = runs.filter(({ criticalAt }) => criticalAt !== undefined);
  const awaited = runs.filter(isAwaited);
  return {
    detect: distributionOf(
      incidents.flatMap(({ onsetAt, alarmAt }) => between(onsetAt, alarmAt)),
      incidents.length,
    ),
    firstPage: distributionOf(
      critical.flatMap(({ criticalAt, firstPageAt }) => between(criticalAt, firstPageAt)),
      critical.length,
    ),
    acknowledge: distributionOf(
      awaited.flatMap(({ firstPageAt, answeredAt }) => between(firstPageAt, answeredAt)),
      awaited.length,
    ),
    resolve: distributionOf(
      runs.flatMap(({ from, resolvedAt }) => between(from, resolvedAt)),
      runs.length,
    ),
  };
};
