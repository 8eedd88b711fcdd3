import { heldPeriods } from '../../lib/core/series/retention.ts';
import type { Series, SeriesLookup } from '../../lib/core/series/series.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import type { HeldSeries, MetricHistory } from '../../lib/ports/metric-history.ts';

/** The average of what began in a period, as CloudWatch makes five minutes of minutes that had as many samples each. */
const averageIn = ({ startMs, periodMs, values }: Series, fromMs: number, toMs: number): number => {
  const indexOf = (ms: number): number => Math.max(0, Math.ceil((ms - startMs) / periodMs));
  const known = values.subarray(indexOf(fromMs), indexOf(toMs)).filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
};

/** What CloudWatch would hold of recorded series: of longer periods than recorded, averages. */
export const historyOfSeries = (lookup: SeriesLookup, clock: Clock): Pick<MetricHistory, 'series'> => ({
  // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous, memory is not
  series: async function* (metrics, span): AsyncGenerator<HeldSeries> {
    for (const metric of metrics) {
      const { periodSeconds, startMs, count, remarks } = heldPeriods(metric.periodSeconds, span, clock());
      const periodMs = periodSeconds * 1_000;
      const [recorded] = lookup(metric);
      const values = Float64Array.from({ length: count }, (_, index) =>
        recorded === undefined
          ? Number.NaN
          : averageIn(recorded, startMs + index * periodMs, startMs + (index + 1) * periodMs),
      );
      const isHeld = values.some((value) => !Number.isNaN(value));
      yield { metric, series: isHeld ? { startMs, periodMs, values } : undefined, remarks };
    }
  },
});
