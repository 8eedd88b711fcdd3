import type { Service } from '../configuration.ts';
import type { AlarmDefinition, Metric, MetricAlarmDefinition, Signal } from '../alarm/definition.ts';
import { type ForecastName, forecastMetric } from './forecast-metrics.ts';
import type { Rule } from './rule.ts';
import { rulesOf } from './service-rules.ts';
import { userImpact } from './service-user-impact.ts';
import { listed } from '../words.ts';
import { descriptionOf, treatmentOf } from './service-wording.ts';

interface Subject {
  /** Of its alarms' names, without what one watches. */
  readonly prefix: string;
  /** The same in all its alarms. */
  readonly shared: Pick<AlarmDefinition, 'service' | 'environment' | 'runbook'>;
}

/** A service that is deployed together with its alarms has no data yet, which is no outage. */
const WARM_UP = { minutes: 10, whole: false };

const isPercentile = (signal: Signal): boolean => signal.kind === 'metric' && /^p\d/u.test(signal.metric.stat);

const definitionOf = ({ prefix, shared }: Subject, rule: Rule): MetricAlarmDefinition => {
  const { watches, severity, signal, limit, window, unit } = rule;
  const treatment = treatmentOf(rule);
  return {
    name: `${prefix}-${watches}-${severity}`,
    ...shared,
    severity,
    watches,
    description: descriptionOf(shared.service, rule),
    signal,
    limit,
    datapointsToAlarm: window.datapointsToAlarm,
    evaluationPeriods: window.evaluationPeriods,
    ...treatment,
    ...(unit === undefined ? {} : { unit }),
    // A service with 40 requests a minute pages too.
    ...(isPercentile(signal) ? { lowSamples: 'evaluate' } : {}),
    ...(treatment.treatMissingData === 'breaching' ? { warmUp: WARM_UP } : {}),
  };
};

/**
 * The alarms of one service, the composite last; critical before warning, a severity without a threshold has none. What
 * a workload does not measure (the latency of an Auto Scaling group without load balancer) has no alarm.
 */
export const alarmsOf = (serviceName: string, service: Service, environment: string): AlarmDefinition[] => {
  const prefix = `tocsin-${environment}-${serviceName}`;
  const shared = {
    service: serviceName,
    environment,
    ...(service.runbook === undefined ? {} : { runbook: service.runbook }),
  };
  const foretold = (metricName: ForecastName): Metric => forecastMetric(metricName, serviceName, environment);
  const alarms = rulesOf(service, foretold).map((rule) => definitionOf({ prefix, shared }, rule));
  const composite = service.alarms.userImpact ? userImpact(prefix, shared, alarms) : undefined;
  return composite === undefined ? alarms : [...alarms, composite];
};

/** What has to be turned on before every alarm of a service has data, a sentence each. */
export const prerequisitesOf = (service: Service): string[] => {
  const rules = rulesOf(service, (metricName) => forecastMetric(metricName, '', ''));
  const byPrerequisite = Map.groupBy(rules, ({ prerequisite }) => prerequisite);
  return [...byPrerequisite].flatMap(([prerequisite, alike]) => {
    const [first = '', ...others] = new Set(alike.map(({ watches }) => watches));
    if (prerequisite === undefined) return [];
    return others.length === 0
      ? [`the alarm on ${first} ${prerequisite}`]
      : [`the alarms on ${listed([first, ...others], 'and')}: each ${prerequisite}`];
  });
};
