import type { Series, Unsupported } from '../series/series.ts';
import type { Span } from '../series/period-grid.ts';
import { metricText } from '../series/metric-text.ts';
import { FORECAST_EVERY_MS, type ForecastName } from '../service/forecast-metrics.ts';
import { epochOf, HOUR, MINUTE } from '../time.ts';
import { Foresight, type Foreseen } from './foresight.ts';
import { memoryOf } from './foreseen-from.ts';

/** An alarm looks back before the first evaluation; an hour of forecasts, and what CloudWatch looks at besides. */
const LOOK_BACK_MS = 2 * HOUR;

const WHY_NOT: Readonly<Record<ForecastName, string>> = {
  MemoryExhaustionMinutes: 'it needs 20 minutes of memory',
  SlowLeak: 'it needs 31 hours of memory',
};

/** From the first to the last mark that can have a forecast of these values for an alarm over this span. */
const marksOf = (memory: readonly Series[], { from, to }: Span): readonly [firstMs: number, lastMs: number] => {
  const first = Math.min(...memory.map(({ startMs }) => startMs));
  const last = Math.max(...memory.map(({ startMs, periodMs, values }) => startMs + periodMs * values.length));
  const up = (ms: number): number => Math.ceil(ms / FORECAST_EVERY_MS) * FORECAST_EVERY_MS;
  return [up(Math.max(first, epochOf(from) - LOOK_BACK_MS)), Math.min(last + HOUR, epochOf(to))];
};

/**
 * A forecast as it would have been put into CloudWatch: a value every five minutes, of what CloudWatch had by then, NaN
 * between them and where nothing could be foretold.
 */
export const forecastSeries = (name: ForecastName, foreseen: Foreseen, span: Span): Series | Unsupported => {
  const foresight = new Foresight(foreseen);
  const { memory } = foresight;
  if (memory.length === 0) {
    const wanted = memoryOf(foreseen.workload);
    return { unsupported: wanted === undefined ? 'its memory is not measured' : `no data of ${metricText(wanted)}` };
  }
  const [firstMs, lastMs] = marksOf(memory, span);
  const values = new Float64Array(Math.max(0, Math.floor((lastMs - firstMs) / MINUTE) + 1)).fill(NaN);
  for (let atMs = firstMs; atMs <= lastMs; atMs += FORECAST_EVERY_MS)
    values[(atMs - firstMs) / MINUTE] = foresight.at(name, atMs) ?? NaN;
  return values.some((value) => !Number.isNaN(value))
    ? { startMs: firstMs, periodMs: MINUTE, values }
    : { unsupported: `${WHY_NOT[name]}, and there are fewer` };
};
