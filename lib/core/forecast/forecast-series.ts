import type { Workload } from '../configuration.ts';
import type { Role, Situation, WatchedSeries } from '../diagnosis/facts/situation.ts';
import { memoryExhaustionMinutes, slowLeakValue } from '../diagnosis/forecast/memory-forecast.ts';
import { identityOf } from '../series/metric-identity.ts';
import type { Span } from '../series/period-grid.ts';
import { metricText } from '../series/metric-text.ts';
import type { Series, SeriesLookup, Unsupported } from '../series/series.ts';
import { FORECAST_EVERY_MS, type ForecastName } from '../service/forecast-metrics.ts';
import { epochOf, HOUR, instantOf, MINUTE } from '../time.ts';
import { foreseenFrom, memoryOf } from './foreseen-from.ts';

/** CloudWatch has a value so long after the end of its period: a forecast is made of what had ended by then. */
const LATE_MS = MINUTE;
/** An alarm looks back before the first evaluation; an hour of forecasts, and what CloudWatch looks at besides. */
const LOOK_BACK_MS = 2 * HOUR;

/** Whose memory is foretold, and from what. */
export interface Foreseen {
  readonly workload: Workload;
  /** Percent at which a process dies of its memory; of what the metric counts. */
  readonly memoryLimitPercent: number;
  readonly lookup: SeriesLookup;
}

const FORECASTS: Readonly<Record<ForecastName, (situation: Situation) => number | undefined>> = {
  MemoryExhaustionMinutes: memoryExhaustionMinutes,
  SlowLeak: slowLeakValue,
};

const WHY_NOT: Readonly<Record<ForecastName, string>> = {
  MemoryExhaustionMinutes: 'it needs 20 minutes of memory',
  SlowLeak: 'it needs 31 hours of memory',
};

/** All that a forecast looks at, each series looked up once. */
const situationOf = ({ workload, lookup, memoryLimitPercent }: Foreseen): Omit<Situation, 'at'> => {
  const watched: Partial<Record<Role, WatchedSeries>> = {};
  const held = new Map<string, readonly Series[]>();
  for (const { role, metric, scale } of foreseenFrom(workload)) {
    const series = lookup(metric).filter(({ values }) => values.length > 0);
    if (series.length === 0) continue;
    watched[role] = { metric, scale };
    held.set(identityOf(metric), series);
  }
  return {
    service: '',
    watched,
    lookup: (metric) => held.get(identityOf(metric)) ?? [],
    memoryLimitPercent,
    deploys: undefined,
    alarms: [],
    incidents: [],
    dependency: '',
    missing: [],
    timeZone: 'UTC',
  };
};

/** The forecast that is made at an instant; undefined: nothing can be foretold, and nothing is put into CloudWatch. */
const forecastAt = (name: ForecastName, situation: Omit<Situation, 'at'>, atMs: number): number | undefined =>
  FORECASTS[name]({ ...situation, at: instantOf(atMs - LATE_MS) });

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
  const situation = situationOf(foreseen);
  const memory = situation.watched.memory?.metric;
  if (memory === undefined) {
    const wanted = memoryOf(foreseen.workload);
    return { unsupported: wanted === undefined ? 'its memory is not measured' : `no data of ${metricText(wanted)}` };
  }
  const [firstMs, lastMs] = marksOf(situation.lookup(memory), span);
  const values = new Float64Array(Math.max(0, Math.floor((lastMs - firstMs) / MINUTE) + 1)).fill(NaN);
  for (let atMs = firstMs; atMs <= lastMs; atMs += FORECAST_EVERY_MS)
    values[(atMs - firstMs) / MINUTE] = forecastAt(name, situation, atMs) ?? NaN;
  return values.some((value) => !Number.isNaN(value))
    ? { startMs: firstMs, periodMs: MINUTE, values }
    : { unsupported: `${WHY_NOT[name]}, and there are fewer` };
};
