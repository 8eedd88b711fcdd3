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

/** Between them they have every alarm that there is by default. */
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

const unitOf = ({ signal }: MetricAlarmDefinition): string => {
  if (signal.kind === 'math' || /Utilization$/u.test(signal.metric.metricName)) return ' %';
  if (signal.metric.metricName === 'TargetResponseTime') return ' s';
  return signal.metric.metricName.endsWith('Minutes') ? ' min' : '';
};

const spokenLimit = (limit: Limit, alarm: MetricAlarmDefinition): string => {
  if ('band' in limit) {
    const sides = limit.comparison === 'GreaterThanUpperThreshold' ? 'above the band, +' : 'outside the band, ±';
    return `${sides} ${String(limit.band.standardDeviations)} sd`;
  }
  return `${SIGNS[limit.comparison]} ${String(limit.threshold)}${unitOf(alarm)}`;
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
    // Of the function only what the other service has not: its latency counts in milliseconds.
    const ofWeb = new Set(defaults.filter(({ service }) => service === 'web').map(({ watches }) => watches));
    const distinct = defaults.filter(({ service, watches }) => service === 'web' || !ofWeb.has(watches));
    expect(distinct.length).toBeGreaterThan(8);
    expect(rows.toSorted()).toEqual(distinct.map(rowOf).toSorted());
  });
});
