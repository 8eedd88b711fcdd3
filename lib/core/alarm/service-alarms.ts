import type { Service, ThresholdAlarm } from '../configuration.ts';
import type { Severity } from '../severity.ts';
import { serviceSignals } from './service-signals.ts';
import type { AlarmDefinition, MissingData, Signal } from './definition.ts';

type Watched = 'memory' | 'latency' | 'errors';

interface Subject {
  readonly serviceName: string;
  readonly service: Service;
  readonly environment: string;
}

interface Rule {
  readonly watched: Watched;
  readonly alarm: ThresholdAlarm;
  readonly signal: Signal;
  /** How many units of `tocsin.yaml` are one of the metric: milliseconds in a second. */
  readonly unitsPer: number;
}

const MISSING_DATA: Readonly<Record<Watched, { readonly treat: MissingData; readonly reason: string }>> = {
  memory: {
    treat: 'missing',
    reason: 'A process that reports no memory may be dead: no data is said as such, neither OK nor ALARM.',
  },
  latency: {
    treat: 'missing',
    reason: 'Without requests there is no latency, and a dead service has none either: no data is not a recovery.',
  },
  errors: {
    treat: 'notBreaching',
    reason: 'CloudWatch reports no error count while it is zero: no data means no errors.',
  },
};

const CONFIGURED = 'Set by treatMissingData in the configuration of the service.';

const FIRST_STEP: Readonly<Record<Watched, string>> = {
  memory:
    'First see whether it is still growing: if so, restart or scale out before it reaches the limit, then look for the leak.',
  latency:
    'First compare traffic, memory and the database with an hour ago, then the last deploy: what moved first is the likely cause.',
  errors:
    'First read the newest error in the logs and compare its start with the last deploy: roll back if they coincide.',
};

const spokenMs = (ms: number): string => (ms < 1_000 ? `${String(ms)} ms` : `${String(ms / 1_000)} s`);

const symptomOf = ({ watched, signal }: Rule, threshold: number): string => {
  switch (watched) {
    case 'memory':
      return `uses ${String(threshold)} % of its memory limit or more`;
    case 'latency':
      return `answers slowly: ${signal.kind === 'metric' ? signal.metric.stat : 'latency'} is ${spokenMs(threshold)} or more`;
    case 'errors':
      return `fails ${String(threshold)} % of its requests or more`;
  }
};

const describe = (serviceName: string, rule: Rule, threshold: number): string => {
  const { datapointsToAlarm, evaluationPeriods } = rule.alarm.for;
  const window = `${String(datapointsToAlarm)} of ${String(evaluationPeriods)} minutes`;
  return `${serviceName} ${symptomOf(rule, threshold)} in ${window}. ${FIRST_STEP[rule.watched]}`;
};

const definitionOf = (
  subject: Subject,
  rule: Rule,
  [severity, threshold]: readonly [Severity, number],
): AlarmDefinition => {
  const { watched, alarm, signal, unitsPer } = rule;
  const { treat, reason } = MISSING_DATA[watched];
  return {
    name: `tocsin-${subject.environment}-${subject.serviceName}-${watched}-${severity}`,
    service: subject.serviceName,
    severity,
    description: describe(subject.serviceName, rule, threshold),
    signal,
    comparison: 'GreaterThanOrEqualToThreshold',
    threshold: threshold / unitsPer,
    datapointsToAlarm: alarm.for.datapointsToAlarm,
    evaluationPeriods: alarm.for.evaluationPeriods,
    treatMissingData: alarm.treatMissingData ?? treat,
    missingDataReason: alarm.treatMissingData === undefined ? reason : CONFIGURED,
    ...(subject.service.runbook === undefined ? {} : { runbook: subject.service.runbook }),
  };
};

const thresholdsOf = ({ critical, warning }: ThresholdAlarm): (readonly [Severity, number])[] => [
  ...(critical === undefined ? [] : [['critical', critical] as const]),
  ...(warning === undefined ? [] : [['warning', warning] as const]),
];

/** TargetResponseTime counts in seconds; every other latency metric, and a custom one, counts in milliseconds. */
const scaleOf = (watched: Watched, signal: Signal): number =>
  watched === 'latency' &&
  signal.kind === 'metric' &&
  signal.metric.namespace === 'AWS/ApplicationELB' &&
  signal.metric.metricName === 'TargetResponseTime'
    ? 1_000
    : 1;

const rulesOf = ({ alarms, workload }: Service): Rule[] => {
  const signals = serviceSignals(workload, alarms.latency === false ? 'p99' : alarms.latency.stat);
  const rules: Rule[] = [];
  const add = (watched: Watched, alarm: ThresholdAlarm | false, signal: Signal | undefined): void => {
    if (alarm === false || signal === undefined) return;
    rules.push({ watched, alarm, signal, unitsPer: scaleOf(watched, signal) });
  };
  add('memory', alarms.memory, signals.memory);
  add('latency', alarms.latency, signals.latency);
  add('errors', alarms.errors, signals.errors);
  return rules;
};

/**
 * The alarms of one service: memory, latency and errors, critical before warning, a severity without a threshold has none.
 * What a workload does not measure (the latency of an Auto Scaling group without load balancer) has no alarm.
 */
export const alarmsOf = (serviceName: string, service: Service, environment: string): AlarmDefinition[] =>
  rulesOf(service).flatMap((rule) =>
    thresholdsOf(rule.alarm).map((threshold) => definitionOf({ serviceName, service, environment }, rule, threshold)),
  );
