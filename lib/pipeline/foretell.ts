import { isComposite, type Metric } from '../core/alarm/definition.ts';
import type { Configuration, Service } from '../core/configuration.ts';
import type { Missing } from '../core/diagnosis/facts/situation.ts';
import { Foresight, LATE_MS, LOOKS_BACK_MS } from '../core/forecast/foresight.ts';
import { type ForeseenFrom, foreseenFrom } from '../core/forecast/foreseen-from.ts';
import type { Span } from '../core/series/period-grid.ts';
import { identityOf } from '../core/series/metric-identity.ts';
import type { Series } from '../core/series/series.ts';
import { FORECAST_EVERY_MS, type ForecastName, forecastNameOf } from '../core/service/forecast-metrics.ts';
import { alarmsOf } from '../core/service/service-alarms.ts';
import { epochOf, type Instant, instantOf, MINUTE, SECOND } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { MetricSink, MetricValue } from '../ports/metric-sink.ts';
import { type MetricsHost, readMetrics, type ReadValues } from './read-metrics.ts';

export interface ForetellingHost extends MetricsHost {
  readonly clock: Clock;
  readonly sink: MetricSink;
}

/** Services that are read together: 49 × 2,017 values of seven days are within what one call of GetMetricData gives, 100,800. */
const TOGETHER = 49;
/** Every metric that is looked at is percent of the limit. */
const MEMORY_LIMIT_PERCENT = 100;
const LONG_SECONDS = (5 * MINUTE) / SECOND;

/** Why nothing sure could be foretold of a service: something of it was not read, or what was foretold not put. */
export interface Unforeseen {
  readonly service: string;
  readonly reason: Missing['reason'] | 'not-put' | 'no-time';
}

export interface Foretold {
  /** The instant that all forecasts are of. */
  readonly at: Instant;
  /** Values that were put. */
  readonly put: number;
  readonly unforeseen: readonly Unforeseen[];
}

/** A service whose forecasts an alarm watches, and what they are made from. */
class Watched {
  readonly service: string;
  readonly workload: Service['workload'];
  /** As its alarms watch them. */
  readonly forecasts: ReadonlyMap<ForecastName, Metric>;
  /** By the minute. */
  readonly memory: readonly ForeseenFrom[];
  readonly traffic: readonly ForeseenFrom[];
  /** The memory, by five minutes. */
  readonly ofDays: readonly Metric[];

  constructor(service: string, described: Service, environment: string) {
    this.service = service;
    this.workload = described.workload;
    this.forecasts = new Map(
      alarmsOf(service, described, environment).flatMap((alarm) => {
        if (isComposite(alarm) || alarm.signal.kind !== 'metric') return [];
        const name = forecastNameOf(alarm.signal.metric);
        return name === undefined ? [] : [[name, alarm.signal.metric] as const];
      }),
    );
    const all = foreseenFrom(described.workload);
    this.memory = all.filter(({ role }) => role === 'memory');
    this.traffic = all.filter(({ role }) => role !== 'memory');
    this.ofDays = this.memory.map(({ metric }) => ({ ...metric, periodSeconds: LONG_SECONDS }));
  }
}

const metricsOf = (foreseen: readonly ForeseenFrom[]): readonly Metric[] => foreseen.map(({ metric }) => metric);

const spanOf = (name: ForecastName, atMs: number): Span => ({
  from: instantOf(atMs - LATE_MS - LOOKS_BACK_MS[name]),
  to: instantOf(atMs - LATE_MS),
});

/** What was read of these metrics, as the core looks it up. */
const foresightOf = ({ workload }: Watched, metrics: readonly Metric[], read: readonly ReadValues[]): Foresight => {
  const held = new Map<string, readonly Series[]>();
  for (const metric of metrics) {
    const series = read.map((one) => one.held.get(metric)).find((one) => one !== undefined);
    if (series !== undefined) held.set(identityOf(metric), [series]);
  }
  const lookup = (metric: Metric): readonly Series[] => held.get(identityOf(metric)) ?? [];
  return new Foresight({ workload, memoryLimitPercent: MEMORY_LIMIT_PERCENT, lookup });
};

const reasonIn = (metrics: readonly Metric[], read: readonly ReadValues[]): Missing['reason'] | undefined =>
  metrics.flatMap((metric) => read.flatMap(({ unread }) => unread.get(metric) ?? []))[0];

class Run {
  private readonly host: ForetellingHost;
  private readonly atMs: number;

  constructor(host: ForetellingHost, atMs: number) {
    this.host = host;
    this.atMs = atMs;
  }

  /** Reads and puts what is foretold of a few services. */
  async foretell(services: readonly Watched[]): Promise<Pick<Foretold, 'put' | 'unforeseen'>> {
    const read = await this.readMemory(services);
    const traffic = await this.readTraffic(services, read);
    const values = services.flatMap((one) => this.valuesOf(one, [read, traffic]));
    const unforeseen = services.flatMap((one): Unforeseen[] => {
      const metrics = [...metricsOf(one.memory), ...metricsOf(one.traffic), ...one.ofDays];
      const reason = reasonIn(metrics, [read, traffic]);
      return reason === undefined ? [] : [{ service: one.service, reason }];
    });
    if (await this.put(values)) return { put: values.length, unforeseen };
    return { put: 0, unforeseen: services.map(({ service }) => ({ service, reason: 'not-put' })) };
  }

  private async readMemory(services: readonly Watched[]): Promise<ReadValues> {
    const of = (name: ForecastName, metrics: (one: Watched) => readonly Metric[]) => ({
      metrics: services.filter(({ forecasts }) => forecasts.has(name)).flatMap(metrics),
      span: spanOf(name, this.atMs),
    });
    const minutes = of('MemoryExhaustionMinutes', ({ memory }) => metricsOf(memory));
    return readMetrics(this.host, [minutes, of('SlowLeak', ({ ofDays }) => ofDays)]);
  }

  /** Only where it may change what memory says: a metric that is read costs, and nearly all memory does not grow. */
  private async readTraffic(services: readonly Watched[], read: ReadValues): Promise<ReadValues> {
    const metrics = services
      .filter((one) => foresightOf(one, metricsOf(one.memory), [read]).hangsOnTraffic(this.atMs))
      .flatMap(({ traffic }) => metricsOf(traffic));
    return readMetrics(this.host, [{ metrics, span: spanOf('MemoryExhaustionMinutes', this.atMs) }]);
  }

  /** What was not read counts as not held: memory that grows, with traffic that nobody could read, grows. */
  private valuesOf(one: Watched, read: readonly ReadValues[]): MetricValue[] {
    const by: Readonly<Record<ForecastName, readonly Metric[]>> = {
      MemoryExhaustionMinutes: [...metricsOf(one.memory), ...metricsOf(one.traffic)],
      SlowLeak: one.ofDays,
    };
    return [...one.forecasts].flatMap(([name, metric]): MetricValue[] => {
      const value = foresightOf(one, by[name], read).at(name, this.atMs);
      return value === undefined ? [] : [{ metric, at: instantOf(this.atMs), value }];
    });
  }

  private async put(values: readonly MetricValue[]): Promise<boolean> {
    try {
      if (values.length > 0) await this.host.sink.put(values);
      return true;
    } catch (error) {
      this.host.report?.('forecasts could not be put', error);
      return false;
    }
  }
}

/**
 * Foretells the memory of every service whose forecasts an alarm watches, at the last mark of five minutes, and puts it
 * where the alarms look. Of a service whose memory has no values, or could not be read, nothing is put: no figure stands
 * for "nobody knows". Services are read some at a time; those that `hasTime` leaves are named.
 */
export const foretell = async (
  host: ForetellingHost,
  { services, environment }: Configuration,
  hasTime: () => boolean = () => true,
): Promise<Foretold> => {
  const atMs = Math.floor(epochOf(host.clock()) / FORECAST_EVERY_MS) * FORECAST_EVERY_MS;
  const run = new Run(host, atMs);
  const watched = Object.entries(services)
    .map(([name, service]) => new Watched(name, service, environment))
    .filter(({ forecasts }) => forecasts.size > 0);
  let put = 0;
  const unforeseen: Unforeseen[] = [];
  for (let next = 0; next < watched.length; next += TOGETHER) {
    const some = watched.slice(next, next + TOGETHER);
    const done = hasTime()
      ? await run.foretell(some)
      : { put: 0, unforeseen: some.map(({ service }) => ({ service, reason: 'no-time' as const })) };
    put += done.put;
    unforeseen.push(...done.unforeseen);
  }
  return { at: instantOf(atMs), put, unforeseen };
};
