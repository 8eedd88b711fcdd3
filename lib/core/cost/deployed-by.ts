import { type AlarmDefinition, isComposite, type MetricAlarmDefinition } from '../alarm/definition.ts';
import type { Configuration } from '../configuration.ts';
import { forecastWatchedBy } from '../service/forecast-metrics.ts';
import { alarmsOf } from '../service/service-alarms.ts';
import type { Deployed } from './monthly-cost.ts';

/** `ReconcilerRan` and `ForecastsMade`: every other metric of the pager is sent only when there is something to count. */
export const STEADY_METRICS = 2;

/** What every deploy has, whatever tocsin.yaml says; a test holds it to the template. */
const PAGER = { opsAlarmMetrics: 33, keys: 2, polledQueues: 4, polledFifoQueues: 1, steadyMetrics: STEADY_METRICS };

/** The ops alarm on digests that were not sent looks at one metric. */
const DIGEST_METRICS = 1;

/** A band has an upper and a lower bound, which count as metrics. */
const BAND_METRICS = 2;

/** An alarm on metric math costs what alarms on each of its metrics would. */
const metricsIn = ({ signal, limit }: MetricAlarmDefinition): number => {
  const own = signal.kind === 'metric' ? 1 : signal.queries.filter((query) => 'metric' in query).length;
  return 'band' in limit ? own + BAND_METRICS : own;
};

const isOnForecast = (alarm: MetricAlarmDefinition): boolean => forecastWatchedBy(alarm) !== undefined;

const metricAlarms = (alarms: readonly AlarmDefinition[]): MetricAlarmDefinition[] =>
  alarms.filter((alarm): alarm is MetricAlarmDefinition => !isComposite(alarm));

/** What a deploy of a configuration is paid for, from the same alarms as the template, which takes seconds to make. */
export const deployedBy = ({ services, environment, digest }: Configuration): Deployed => {
  const ofServices = Object.entries(services).map(([name, service]) => alarmsOf(name, service, environment));
  const byService = ofServices.map(metricAlarms);
  const all = byService.flat();
  return {
    ...PAGER,
    opsAlarmMetrics: PAGER.opsAlarmMetrics + (digest === undefined ? 0 : DIGEST_METRICS),
    services: ofServices.length,
    foretoldServices: byService.filter((alarms) => alarms.some(isOnForecast)).length,
    forecastMetrics: all.filter(isOnForecast).length,
    serviceAlarmMetrics: all.reduce((sum, alarm) => sum + metricsIn(alarm), 0),
    compositeAlarms: ofServices.flat().length - all.length,
  };
};
