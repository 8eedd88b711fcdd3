import type { Metric } from '../alarm/definition.ts';
import type { Service } from '../configuration.ts';
import type { ForecastName } from './forecast-metrics.ts';
import { foretoldRules } from './foretold-rules.ts';
import { isMeasured, type Measurement } from './measurement.ts';
import { bySeverity, leaving, measuredAt, type Rule } from './rule.ts';
import { saturationRules } from './saturation-rules.ts';
import { thresholdRules } from './threshold-rules.ts';
import { measurementsOf } from './workload-measurements.ts';

const trafficRules = ({ traffic }: Service['alarms'], measurement: Measurement | undefined): Rule[] => {
  if (traffic === false || !isMeasured(measurement)) return [];
  const { thing = 'request' } = measurement;
  return bySeverity(traffic).map(([severity]) => ({
    watches: 'traffic',
    severity,
    ...measuredAt(measurement, traffic.period),
    window: traffic.for,
    limit: leaving('LessThanLowerOrGreaterThanUpperThreshold', traffic.band),
    symptom: `has unusually many or unusually few ${thing}s for this hour (${String(traffic.band)} standard deviations)`,
  }));
};

/** Every alarm of a service but the composite: critical before warning; what the workload does not measure has none. */
export const rulesOf = (service: Service, foretold: (name: ForecastName) => Metric): Rule[] => {
  const { alarms, workload } = service;
  const measurements = measurementsOf(workload, alarms.latency === false ? undefined : alarms.latency.stat);
  const on = (key: Parameters<typeof thresholdRules>[0]): Rule[] => thresholdRules(key, service, measurements);
  return [
    ...on('memory'),
    ...foretoldRules(alarms, measurements.memory, foretold),
    ...on('latency'),
    ...on('errors'),
    ...on('errorCount'),
    ...on('availability'),
    ...trafficRules(alarms, measurements.traffic),
    ...on('lowTraffic'),
    ...on('age'),
    ...on('depth'),
    ...on('deadLetters'),
    ...on('storage'),
    ...on('disk'),
    ...(alarms.saturation === false ? [] : saturationRules(service, alarms.saturation, measurements)),
  ];
};
