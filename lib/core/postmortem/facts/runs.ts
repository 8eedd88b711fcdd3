import { epochOf, type Instant } from '../../time.ts';
import type { EventOf } from '../../incident/folds/fold.ts';
import { isOf, type Placed } from './placed.ts';

/** From the opening, or a reopening, to the resolution. */
export interface PlacedRun {
  readonly from: Placed;
  /** Undefined: it is open. */
  readonly to?: Placed<EventOf<'IncidentResolved'>>;
}

/** A resolved incident that is reopened has several: what lies between them is nobody's trouble. */
export const placedRunsOf = (events: readonly Placed[]): readonly PlacedRun[] => {
  const runs: PlacedRun[] = [];
  let open: Placed | undefined;
  for (const placed of events.filter(isOf('IncidentOpened', 'IncidentReopened', 'IncidentResolved'))) {
    if (!isOf('IncidentResolved')(placed)) open ??= placed;
    else if (open !== undefined) {
      runs.push({ from: open, to: placed });
      open = undefined;
    }
  }
  return open === undefined ? runs : [...runs, { from: open }];
};

/** Of its runs that are over. */
export const lastedMs = (runs: readonly PlacedRun[]): number =>
  runs.reduce(
    (total, { from, to }) => total + (to === undefined ? 0 : epochOf(to.event.at) - epochOf(from.event.at)),
    0,
  );

export const isWithin = ({ from, to }: PlacedRun, { version }: Placed): boolean =>
  version >= from.version && (to === undefined || version <= to.version);

/** When the last of them ended; undefined: it is open. */
export const endOf = (runs: readonly PlacedRun[]): Instant | undefined => runs.at(-1)?.to?.event.at;
