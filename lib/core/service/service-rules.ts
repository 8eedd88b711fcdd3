import type { Saturation, Service, ThresholdAlarm, Window, MissingData } from '../configuration.ts';
import type { Severity } from '../severity.ts';
import type { BandComparison, Limit, Metric, Signal } from '../alarm/definition.ts';
import { MINUTE, spokenDuration } from '../time.ts';
import type { ForecastName } from './forecast-metrics.ts';
import { isMeasured, type Measured, type Measurement, type Measurements } from './measurement.ts';
import { measurementsOf } from './workload-measurements.ts';

export type Watched =
  | 'memory'
  | 'memory-growth'
  | 'slow-leak'
  | 'latency'
  | 'errors'
  | 'availability'
  | 'traffic'
  | 'cpu'
  | 'throttles'
  | 'database-cpu'
  | 'database-connections';

/** One alarm of a service before it has a name. */
export interface Rule extends Measured {
  readonly watches: Watched;
  readonly severity: Severity;
  readonly limit: Limit;
  /** What is wrong, after the name of the service: `answers slowly: p99 is 1 s or more`. */
  readonly symptom: string;
  readonly window: Window;
  /** As tocsin.yaml has it. */
  readonly treatMissingData?: MissingData;
}

type Told = Pick<Rule, 'limit' | 'symptom'>;

/** Connections have no threshold that fits every database; the band that traffic has by default. */
const CONNECTIONS_BAND = 3;

/** The factor between what tocsin.yaml says and the metric's own unit: TargetResponseTime counts in seconds. */
const unitsPer = (signal: Signal): number =>
  signal.kind === 'metric' &&
  signal.metric.namespace === 'AWS/ApplicationELB' &&
  signal.metric.metricName === 'TargetResponseTime'
    ? 1_000
    : 1;

const atLeast = (threshold: number): Limit => ({ comparison: 'GreaterThanOrEqualToThreshold', threshold });

const fewerThan = (threshold: number): Limit => ({ comparison: 'LessThanThreshold', threshold });

const leaving = (comparison: BandComparison, standardDeviations: number): Limit => ({
  comparison,
  band: { standardDeviations },
});

const spokenMs = (ms: number): string => (ms < 1_000 ? `${String(ms)} ms` : `${String(ms / 1_000)} s`);

const bySeverity = <T>(levels: { readonly critical?: T; readonly warning?: T }): (readonly [Severity, T])[] =>
  (['critical', 'warning'] as const).flatMap((severity) => {
    const level = levels[severity];
    return level === undefined ? [] : [[severity, level] as const];
  });

const thresholdRules = (
  [watches, measurement]: readonly [Watched, Measurement | undefined],
  alarm: ThresholdAlarm | false,
  told: (threshold: number, signal: Signal) => Told,
): Rule[] => {
  if (alarm === false || !isMeasured(measurement)) return [];
  const { for: window, treatMissingData } = alarm;
  return bySeverity(alarm).map(([severity, threshold]) => ({
    watches,
    severity,
    ...measurement,
    window,
    ...told(threshold, measurement.signal),
    ...(treatMissingData === undefined ? {} : { treatMissingData }),
  }));
};

const latencyRules = ({ latency }: Service['alarms'], measurement: Measurement | undefined): Rule[] =>
  thresholdRules(['latency', measurement], latency, (ms, signal) => ({
    limit: atLeast(ms / unitsPer(signal)),
    symptom: `answers slowly: ${latency === false ? 'latency' : latency.stat} is ${spokenMs(ms)} or more`,
  }));

const trafficRules = ({ traffic }: Service['alarms'], measurement: Measurement | undefined): Rule[] => {
  if (traffic === false || !isMeasured(measurement)) return [];
  return bySeverity(traffic).map(([severity]) => ({
    watches: 'traffic',
    severity,
    ...measurement,
    window: traffic.for,
    limit: leaving('LessThanLowerOrGreaterThanUpperThreshold', traffic.band),
    symptom: `has unusually many or unusually few requests for this hour (${String(traffic.band)} standard deviations)`,
  }));
};

const connectionsTold = (database: string, most: number | 'anomaly'): Told =>
  most === 'anomaly'
    ? {
        limit: leaving('GreaterThanUpperThreshold', CONNECTIONS_BAND),
        symptom: `crowds its database: ${database} has unusually many connections for this hour`,
      }
    : { limit: atLeast(most), symptom: `crowds its database: ${database} has ${String(most)} connections or more` };

const percentTold =
  (what: string) =>
  (percent: number): Told => ({ limit: atLeast(percent), symptom: `${what} ${String(percent)} % of its CPU or more` });

const throttlesTold = (calls: number): Told => ({
  limit: atLeast(calls),
  symptom: `is throttled: AWS refuses ${String(calls)} or more of its calls a minute`,
});

/** The first forecast fires: there is no time for a second. It is over when three have said otherwise. */
const SOON = { datapointsToAlarm: 1, evaluationPeriods: 3 };
/** A slow leak comes and goes in what is seen of it: over after an hour without. */
const SLOWLY = { datapointsToAlarm: 1, evaluationPeriods: 12 };

/** On what is foretold from memory, where that is measured. */
const foretoldRules = (
  { memoryGrowth, slowLeak }: Service['alarms'],
  memory: Measurement | undefined,
  foretold: (name: ForecastName) => Metric,
): Rule[] => {
  if (!isMeasured(memory)) return [];
  const on = (name: ForecastName): Measured => ({ ...memory, signal: { kind: 'metric', metric: foretold(name) } });
  const growth = ({ exhaustionWithinMs }: Exclude<typeof memoryGrowth, false>): Rule => ({
    watches: 'memory-growth',
    severity: 'critical',
    ...on('MemoryExhaustionMinutes'),
    window: SOON,
    limit: { comparison: 'LessThanOrEqualToThreshold', threshold: exhaustionWithinMs / MINUTE },
    symptom: `reaches its memory limit within ${spokenDuration(exhaustionWithinMs)}, if it goes on growing as it does`,
  });
  const leak: Rule = {
    watches: 'slow-leak',
    severity: 'warning',
    ...on('SlowLeak'),
    window: SLOWLY,
    limit: atLeast(1),
    symptom: 'leaks memory slowly, by what was seen of it for a day and more',
  };
  return [...(memoryGrowth === false ? [] : [growth(memoryGrowth)]), ...(slowLeak === false ? [] : [leak])];
};

/** All of them warn: what is full is a cause, and whether users are hurt others tell. */
const saturationRules = ({ workload }: Service, saturation: Saturation, measurements: Measurements): Rule[] => {
  const database = workload.database ?? '';
  const rule = <T>(
    [watches, measurement]: readonly [Watched, Measurement | undefined],
    level: T | undefined,
    told: (level: T) => Told,
  ): Rule[] =>
    isMeasured(measurement) && level !== undefined
      ? [{ watches, severity: 'warning', ...measurement, window: saturation.for, ...told(level) }]
      : [];
  return [
    ...rule(['cpu', measurements.cpu], saturation.cpu, percentTold('uses')),
    ...rule(['throttles', measurements.throttles], saturation.throttles, throttlesTold),
    ...rule(
      ['database-cpu', measurements.databaseCpu],
      saturation.databaseCpu,
      percentTold(`has a busy database: ${database} uses`),
    ),
    ...rule(['database-connections', measurements.connections], saturation.connections, (most) =>
      connectionsTold(database, most),
    ),
  ];
};

/** Every alarm of a service but the composite: critical before warning; what the workload does not measure has none. */
export const rulesOf = (service: Service, foretold: (name: ForecastName) => Metric): Rule[] => {
  const { alarms, workload } = service;
  const measurements = measurementsOf(workload, alarms.latency === false ? undefined : alarms.latency.stat);
  return [
    ...thresholdRules(['memory', measurements.memory], alarms.memory, (percent) => ({
      limit: atLeast(percent),
      symptom: `uses ${String(percent)} % of its memory limit or more`,
    })),
    ...foretoldRules(alarms, measurements.memory, foretold),
    ...latencyRules(alarms, measurements.latency),
    ...thresholdRules(['errors', measurements.errors], alarms.errors, (percent) => ({
      limit: atLeast(percent),
      symptom: `fails ${String(percent)} % of its requests or more`,
    })),
    ...thresholdRules(['availability', measurements.availability], alarms.availability, (targets) => ({
      limit: fewerThan(targets),
      symptom: targets === 1 ? 'has no healthy target' : `has fewer than ${String(targets)} healthy targets`,
    })),
    ...trafficRules(alarms, measurements.traffic),
    ...(alarms.saturation === false ? [] : saturationRules(service, alarms.saturation, measurements)),
  ];
};
