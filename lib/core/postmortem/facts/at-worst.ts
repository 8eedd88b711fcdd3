import type { ToldChart, ToldSeries } from '../../diagnosis/told-finding.ts';
import { epochOf, type Instant, later, SECOND } from '../../time.ts';

/** A series at its worst. */
export interface AtWorst {
  readonly name: string;
  readonly value: number;
  readonly at: Instant;
  /** In the middle of what was measured before; undefined: nothing was. */
  readonly before: number | undefined;
}

interface Value {
  readonly at: Instant;
  readonly value: number;
}

const isLatency = ({ name, unit }: ToldSeries): boolean => name.startsWith('latency') && unit === 'Seconds';

/** How slow it was at its slowest since then; undefined: nobody measured it, or it was not drawn. */
export const slowestIn = ({ series, from, stepSeconds }: ToldChart, since: Instant): AtWorst | undefined => {
  const latency = series.find(isLatency);
  const values = (latency?.values ?? []).flatMap((value, index): Value[] =>
    value === null ? [] : [{ at: later(from, index * stepSeconds * SECOND), value }],
  );
  const isBefore = ({ at }: Value): boolean => epochOf(at) < epochOf(since);
  const [worst] = values.filter((one) => !isBefore(one)).toSorted((one, other) => other.value - one.value);
  if (latency === undefined || worst === undefined) return undefined;
  const before = values.filter(isBefore).toSorted((one, other) => one.value - other.value);
  return { name: latency.name, ...worst, before: before[Math.floor(before.length / 2)]?.value };
};
