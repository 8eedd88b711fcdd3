import { slidingGrid } from '../../series/period-grid.ts';
import { partOf, sourceOf, valuesOn } from '../../series/period-values.ts';
import type { Series } from '../../series/series.ts';
import { instantOf, SECOND } from '../../time.ts';
import { median } from '../statistics/robust.ts';
import { valueAt, type Values } from '../statistics/values.ts';
import type { StepWindow, WatchedSeries } from './situation.ts';

/** The median of what began in each step: a percentile of a minute is not told by those of its parts, but is near it. */
const ofParts = ({ startMs: from, periodMs, values }: Series, { startMs, stepMs, count }: StepWindow): Values =>
  Float64Array.from({ length: count }, (_, step) => {
    const first = Math.ceil((startMs + step * stepMs - from) / periodMs);
    return median(values.subarray(Math.max(0, first), Math.max(0, first + stepMs / periodMs)));
  });

/** Each value for all of its period, a sum by equal parts; none of a period that has not ended with the window. */
const ofWholes = (series: Series, { startMs, stepMs, count }: StepWindow, isSum: boolean): Values => {
  const share = isSum ? stepMs / series.periodMs : 1;
  const lastEnd = startMs + count * stepMs;
  return Float64Array.from({ length: count }, (_, step) => {
    const index = Math.floor((startMs + step * stepMs - series.startMs) / series.periodMs);
    const ends = series.startMs + (index + 1) * series.periodMs;
    return ends <= lastEnd ? share * valueAt(series.values, index) : NaN;
  });
};

const shortest = (held: readonly Series[]): Series | undefined =>
  held.toSorted((one, other) => one.periodMs - other.periodMs)[0];

/** The values of a metric on a window, in whatever periods they are held; averages are not weighted. */
export const valuesOnWindow = (
  { metric, scale }: WatchedSeries,
  held: readonly Series[],
  window: StepWindow,
): Values => {
  const { startMs, stepMs, count } = window;
  if (count === 0) return new Float64Array(0);
  const span = { from: instantOf(startMs), to: instantOf(startMs + count * stepMs) };
  const source = sourceOf(
    { ...metric, periodSeconds: stepMs / SECOND },
    ({ stat }) => (stat === metric.stat ? held : []),
    () => true,
  );
  const scaled = (values: Values): Values => values.map((value) => value * scale);
  if (!('unsupported' in source))
    return scaled(valuesOn(source, slidingGrid({ periodMs: stepMs, stepMs, phaseMs: 0, range: 1, span })));
  const parts = partOf(held, stepMs);
  if (parts !== undefined) return scaled(ofParts(parts, window));
  const whole = shortest(held);
  return whole === undefined
    ? new Float64Array(count).fill(NaN)
    : scaled(ofWholes(whole, window, metric.stat === 'Sum'));
};
