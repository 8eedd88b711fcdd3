import type { Metric, MetricAlarm } from '../core/alarm/definition.ts';
import type { Service } from '../core/configuration.ts';
import { forecastSeries } from '../core/forecast/forecast-series.ts';
import { identityOf } from '../core/series/metric-identity.ts';
import type { Span } from '../core/series/period-grid.ts';
import type { SeriesLookup, Unsupported } from '../core/series/series.ts';
import { forecastNameOf, forecastServiceOf } from '../core/service/forecast-metrics.ts';

type Bind = (alarm: MetricAlarm) => SeriesLookup | Unsupported;

export interface Foretelling {
  /** Where the values are that an alarm looks at. */
  readonly bind: Bind;
  /** By name: whose memory can be foretold. */
  readonly services: Readonly<Record<string, Pick<Service, 'workload'>>>;
  readonly memoryLimitPercent: number;
  readonly span: Span;
}

/** What is held of a metric that the alarm does not watch. */
const besides =
  (bind: Bind, alarm: MetricAlarm): SeriesLookup =>
  (metric) => {
    const bound = bind({ ...alarm, signal: { kind: 'metric', metric } });
    return 'unsupported' in bound ? [] : bound(metric);
  };

/** The forecast that the alarm watches, made of what is held; undefined: it watches none, or nobody knows of what. */
const made = (alarm: MetricAlarm, { bind, services, ...rest }: Foretelling): SeriesLookup | Unsupported | undefined => {
  const service = forecastServiceOf(alarm, services);
  const metric = alarm.signal.kind === 'metric' ? alarm.signal.metric : undefined;
  const name = metric && forecastNameOf(metric);
  if (service === undefined || metric === undefined || name === undefined) return undefined;
  const lookup = besides(bind, alarm);
  const series = forecastSeries(name, { ...rest, workload: service.workload, lookup }, rest.span);
  if ('unsupported' in series) return series;
  const own = identityOf(metric);
  return (one) => (identityOf(one) === own ? [series] : []);
};

const holds = (bound: SeriesLookup | Unsupported, metric: Metric): boolean =>
  !('unsupported' in bound) && bound(metric).length > 0;

/**
 * What an alarm on a forecast looks at is made of the memory that the data hold: the forecasts that they hold may begin in
 * the middle of it. Where nothing can be made, those count.
 */
export const foretelling = (input: Foretelling): Bind => {
  const known = new Map<string, SeriesLookup | Unsupported | undefined>();
  return (alarm) => {
    const bound = input.bind(alarm);
    if (alarm.signal.kind !== 'metric') return bound;
    const { metric } = alarm.signal;
    const key = identityOf(metric);
    if (!known.has(key)) known.set(key, made(alarm, input));
    const foretold = known.get(key);
    return foretold === undefined || ('unsupported' in foretold && holds(bound, metric)) ? bound : foretold;
  };
};
