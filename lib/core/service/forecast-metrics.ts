import type { Metric, MetricAlarm } from '../alarm/definition.ts';
import { SECOND, MINUTE } from '../time.ts';

/** How often a forecast is made: at minutes that five divides. */
export const FORECAST_EVERY_MS = 5 * MINUTE;

export const FORECAST_NAMESPACE = 'Tocsin';
/** The worst of a period counts: the fewest minutes, a leak. */
const STATISTICS = { MemoryExhaustionMinutes: 'Minimum', SlowLeak: 'Maximum' } as const;

export type ForecastName = keyof typeof STATISTICS;

/** What is foretold of the memory of a service, as a metric of CloudWatch. */
export const forecastMetric = (metricName: ForecastName, service: string, environment: string): Metric => ({
  namespace: FORECAST_NAMESPACE,
  metricName,
  dimensions: { Service: service, Environment: environment },
  stat: STATISTICS[metricName],
  periodSeconds: FORECAST_EVERY_MS / SECOND,
});

/** Which forecast a metric is, of whatever service; undefined: none. */
export const forecastNameOf = ({ namespace, metricName }: Metric): ForecastName | undefined =>
  namespace === FORECAST_NAMESPACE && (metricName === 'MemoryExhaustionMinutes' || metricName === 'SlowLeak')
    ? metricName
    : undefined;

/** Which forecast an alarm watches; undefined: none. */
export const forecastWatchedBy = ({ signal }: Pick<MetricAlarm, 'signal'>): ForecastName | undefined =>
  signal.kind === 'metric' ? forecastNameOf(signal.metric) : undefined;

/** Of these services by name the one whose forecast an alarm watches; undefined: none. */
export const forecastServiceOf = <S>(
  alarm: Pick<MetricAlarm, 'signal'>,
  services: Readonly<Record<string, S>>,
): S | undefined => {
  if (alarm.signal.kind !== 'metric' || forecastWatchedBy(alarm) === undefined) return undefined;
  const name = alarm.signal.metric.dimensions['Service'] ?? '';
  return Object.hasOwn(services, name) ? services[name] : undefined;
};
