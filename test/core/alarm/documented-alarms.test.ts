import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type AlarmDefinition,
  type Limit,
  type MetricAlarmDefinition,
  type ThresholdComparison,
  isComposite,
} from '../../../lib/core/alarm/definition.ts';
import { alarmsOf } from '../../../lib/core/service/service-alarms.ts';
import { configurationOf } from '../../support/configurations.ts';

/** Between them they have every alarm that there is by default, and the one that is written with a number of its own. */
const { services, environment } = configurationOf(`
services:
  web:
    escalation: primary
    workload:
      kind: alb-ecs
      loadBalancer: app/web/50dc
      cluster: prod
      service: web
      targetGroup: targetgroup/web/73e2
      database: web-db
  checkout:
    escalation: primary
    workload: { kind: lambda, functionName: checkout }
    alarms: { lowTraffic: {} }
  orders:
    escalation: primary
    workload: { kind: sqs, queue: orders, deadLetterQueue: orders-dlq }
  carts:
    escalation: primary
    workload: { kind: dynamodb, table: carts }
  ledger:
    escalation: primary
    workload: { kind: rds, database: ledger-db }
  host:
    escalation: primary
    workload: { kind: custom, metrics: { disk: { namespace: Host, metricName: DiskPercent } } }
responders:
  alice: { name: Alice }
escalations:
  primary:
    levels:
      - { page: [responder:alice] }
`);

const SIGNS: Readonly<Record<ThresholdComparison, string>> = {
  GreaterThanOrEqualToThreshold: '≥',
  GreaterThanThreshold: '>',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
};

/** By what the metric is called, what a threshold of it is divided by and its unit. */
const UNITS: readonly (readonly [RegExp, number, string])[] = [
  [/Utilization$|Percent$/u, 1, ' %'],
  [/^TargetResponseTime$/u, 1, ' s'],
  [/^ApproximateAgeOfOldestMessage$/u, 60, ' min'],
  [/^FreeStorageSpace$/u, 1_024 ** 3, ' GB'],
  [/Minutes$/u, 1, ' min'],
];

const quantityOf = ({ signal, watches }: MetricAlarmDefinition, threshold: number): string => {
  if (signal.kind === 'math') return `${String(threshold)}${watches === 'errors' ? ' %' : ''}`;
  const [, per = 1, unit = ''] = UNITS.find(([name]) => name.test(signal.metric.metricName)) ?? [];
  return `${String(threshold / per)}${unit}`;
};

const spokenLimit = (limit: Limit, alarm: MetricAlarmDefinition): string => {
  if ('band' in limit) {
    const sides = limit.comparison === 'GreaterThanUpperThreshold' ? 'above the band, +' : 'outside the band, ±';
    return `${sides} ${String(limit.band.standardDeviations)} sd`;
  }
  return `${SIGNS[limit.comparison]} ${quantityOf(alarm, limit.threshold)}`;
};

const rowOf = (alarm: AlarmDefinition): string[] => {
  if (isComposite(alarm)) return [alarm.watches, alarm.severity, 'any of them is in `ALARM`', '–', '–'];
  const window = `${String(alarm.datapointsToAlarm)} of ${String(alarm.evaluationPeriods)}`;
  return [alarm.watches, alarm.severity, spokenLimit(alarm.limit, alarm), window, `\`${alarm.treatMissingData}\``];
};

describe('the table of docs/alarms.md', () => {
  const text = readFileSync(new URL('../../../docs/alarms.md', import.meta.url), 'utf8');
  const rows = text
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, , severity]) => severity === 'critical' || severity === 'warning')
    .map(([, watches = '', severity, , fires, window, missing]) => [
      watches.replace(/^\[([^\]]+)\].*$/u, '$1'),
      severity,
      fires,
      window,
      missing,
    ]);

  it('says of every default alarm when it fires', () => {
    const defaults = Object.entries(services).flatMap(([name, service]) => alarmsOf(name, service, environment));
    // Of each alarm the first service that has it: the latency of a function counts in milliseconds.
    const firsts = new Map(defaults.toReversed().map(({ watches, service }) => [watches, service]));
    const distinct = defaults.filter(({ service, watches }) => firsts.get(watches) === service);
    expect(distinct.length).toBeGreaterThan(8);
    expect(rows.toSorted()).toEqual(distinct.map(rowOf).toSorted());
  });
});
