import type { Workload } from '../configuration.ts';
import { seriesAlone } from '../diagnosis/facts/series-alone.ts';
import type { Role, Situation, WatchedSeries } from '../diagnosis/facts/situation.ts';
import { mayHangOnTraffic, memoryExhaustionMinutes, slowLeakValue } from '../diagnosis/forecast/memory-forecast.ts';
import { identityOf } from '../series/metric-identity.ts';
import type { Series, SeriesLookup } from '../series/series.ts';
import type { ForecastName } from '../service/forecast-metrics.ts';
import { DAY, HOUR, instantOf, MINUTE } from '../time.ts';
import { type ForeseenFrom, foreseenFrom } from './foreseen-from.ts';

/** A forecast is made of what had ended so long before: CloudWatch has it by then, or a little later. */
export const LATE_MS = MINUTE;

/** How far before its instant each forecast looks: of minutes also the two before, at which growth has to show too. */
export const LOOKS_BACK_MS: Readonly<Record<ForecastName, number>> = {
  MemoryExhaustionMinutes: 3 * HOUR + 5 * MINUTE,
  SlowLeak: 7 * DAY + 5 * MINUTE,
};

/** Whose memory is foretold, and from what. */
export interface Foreseen {
  readonly workload: Workload;
  /** Percent at which a process dies of its memory; of what the metric counts. */
  readonly memoryLimitPercent: number;
  readonly lookup: SeriesLookup;
}

interface Held extends ForeseenFrom {
  readonly series: readonly Series[];
}

const FORECASTS: Readonly<Record<ForecastName, (situation: Situation) => number | undefined>> = {
  MemoryExhaustionMinutes: memoryExhaustionMinutes,
  SlowLeak: slowLeakValue,
};

/** Whether there is a value in what is looked at; of longer periods than a minute as many are. */
const hasValue = ({ startMs, periodMs, values }: Series, fromMs: number, toMs: number): boolean => {
  const indexOf = (ms: number): number => Math.max(0, Math.floor((ms - startMs) / periodMs));
  return values.subarray(indexOf(fromMs), indexOf(toMs)).some((value) => !Number.isNaN(value));
};

/** What of a workload's series is foretold at any instant, each looked up once: the one definition for CloudWatch, replay and backtest. */
export class Foresight {
  private readonly held: readonly Held[];
  private readonly memoryLimitPercent: number;

  constructor({ workload, lookup, memoryLimitPercent }: Foreseen) {
    this.memoryLimitPercent = memoryLimitPercent;
    this.held = foreseenFrom(workload).map((one) => ({
      ...one,
      series: lookup(one.metric).filter(({ values }) => values.length > 0),
    }));
  }

  /** Every series of memory that is held. */
  get memory(): readonly Series[] {
    return this.held.flatMap(({ role, series }) => (role === 'memory' ? series : []));
  }

  /** Undefined: nothing can be foretold, and nothing is put into CloudWatch. */
  at(name: ForecastName, atMs: number): number | undefined {
    return FORECASTS[name](this.situationAt(atMs, LOOKS_BACK_MS[name]));
  }

  /** Of memory alone: whether the other series may change `MemoryExhaustionMinutes`. */
  hangsOnTraffic(atMs: number): boolean {
    return mayHangOnTraffic(this.situationAt(atMs, LOOKS_BACK_MS.MemoryExhaustionMinutes));
  }

  /** Of several series of one role the last that has a value in what is looked at. */
  private situationAt(atMs: number, looksBackMs: number): Situation {
    const endMs = atMs - LATE_MS;
    const isSeen = (one: Series): boolean =>
      hasValue(one, endMs - looksBackMs * Math.max(1, one.periodMs / MINUTE), endMs);
    const seen = this.held.filter(({ series }) => series.some(isSeen));
    const watched: Partial<Record<Role, WatchedSeries>> = {};
    for (const { role, metric, scale } of seen) watched[role] = { metric, scale };
    const bySeries = new Map(seen.map(({ metric, series }) => [identityOf(metric), series]));
    return seriesAlone({
      at: instantOf(endMs),
      watched,
      lookup: (metric) => bySeries.get(identityOf(metric)) ?? [],
      memoryLimitPercent: this.memoryLimitPercent,
    });
  }
}
