import { readFileSync } from 'node:fs';
import { type AlarmDefinition, isComposite, type MetricAlarmDefinition } from '../../lib/core/alarm/definition.ts';
import { alarmArnOf } from '../../lib/core/alarm/alarm-reference.ts';
import { alarmStateChangeEvent } from '../../lib/core/cloudwatch/alarm-event.ts';
import { changedReason, compositeReasonDataOf } from '../../lib/core/cloudwatch/composite/composite-reason.ts';
import type { Judgement } from '../../lib/core/cloudwatch/evaluation/judgement.ts';
import { reasonDataOf, stateReasonOf } from '../../lib/core/cloudwatch/evaluation/state-reason.ts';
import { alarmsOf } from '../../lib/core/service/service-alarms.ts';
import { epochOf, MINUTE } from '../../lib/core/time.ts';
import { configurationOf } from './configurations.ts';

interface EventState {
  readonly value: string;
  readonly reason: string;
  readonly reasonData?: string;
}

/** An alarm that a team may well have, as CloudWatch tells it when it fires. */
export interface UsualAlarm {
  /** The tool that made it. */
  readonly from: string;
  /** Of 63 characters, as long as a name may be. */
  readonly service: string;
  /** Its symptom: what is wrong, its value with the unit, the limit. */
  readonly says: string;
  readonly event: {
    readonly resources: readonly string[];
    readonly detail: { readonly alarmName: string; readonly state: EventState; readonly previousState?: EventState };
  };
}

/** All start differently: a short form keeps the beginning. */
const SERVICES = {
  foreign: 'storefront-and-everything-that-our-customers-see-of-it-at-night',
  web: 'web-application-with-the-longest-name-that-anybody-has-given-it',
  checkout: 'checkout-function-with-the-longest-name-that-anybody-gave-to-it',
} as const;

const foreign = JSON.parse(
  readFileSync(new URL('../fixtures/usual-alarms.json', import.meta.url), 'utf8'),
) as readonly Omit<UsualAlarm, 'service'>[];

const { services, environment } = configurationOf(`
environment: prod
services:
  ${SERVICES.web}:
    escalation: primary
    workload:
      kind: alb-ecs
      loadBalancer: app/web/50dc6c495c0c9188
      cluster: prod
      service: web
      targetGroup: targetgroup/web/73e2d6bc24d8a067
      database: web-db
  ${SERVICES.checkout}:
    escalation: primary
    workload: { kind: lambda, functionName: checkout }
responders:
  alice: { name: Alice }
escalations:
  primary:
    levels:
      - { page: [responder:alice] }
`);

const FIRED_AT = '2026-03-04T10:15:00.000Z';
const PLACE = { account: '123456789012', region: 'us-east-1' };

/** By what is watched, the values that fire `critical` and `warning`; latency in the milliseconds of tocsin.yaml. */
const VALUES: Readonly<Record<string, readonly [number, number]>> = {
  memory: [93, 84],
  'memory-growth': [45, 45],
  'slow-leak': [1, 1],
  latency: [3_700, 1_200],
  errors: [12, 3],
  availability: [0, 0],
  traffic: [8_450, 8_450],
  cpu: [96, 96],
  throttles: [64, 64],
  'database-cpu': [97, 97],
  'database-connections': [412, 412],
};

/** What is usual where an alarm compares with that. */
const BANDS: Readonly<Record<string, { readonly lower: number; readonly upper: number }>> = {
  traffic: { lower: 1_218, upper: 4_818 },
  'database-connections': { lower: 20, upper: 180 },
};

/** By what is watched, critical and warning. */
const SAYS: Readonly<Record<string, readonly [critical: string, warning: string]>> = {
  memory: ['memory 93 % (limit 90 %), 3 of 5 min', 'memory 84 % (limit 75 %), 3 of 5 min'],
  'memory-growth': ['memory full in about 45 min', ''],
  'slow-leak': ['', 'memory leaks slowly'],
  latency: ['p99 latency 3.7 s (limit 1 s), 3 of 5 min', 'p99 latency 1.2 s (limit 800 ms), 3 of 5 min'],
  errors: ['errors 12 % (limit 5 %), 3 of 5 min', 'errors 3 % (limit 1 %), 3 of 5 min'],
  availability: ['no healthy target, 2 of 3 min', 'no healthy target, 2 of 3 min'],
  traffic: ['traffic x2.8 above usual, 3 of 5 min', 'traffic x2.8 above usual, 3 of 5 min'],
  cpu: ['', 'CPU 96 % (limit 90 %), 3 of 5 min'],
  throttles: ['', '64 throttled calls, 3 of 5 min'],
  'database-cpu': ['', 'database CPU 97 % (limit 90 %), 3 of 5 min'],
  'database-connections': ['', 'database connections x4.1 above usual, 3 of 5 min'],
  'user-impact': ['latency fires', ''],
};

const isInSeconds = ({ signal }: MetricAlarmDefinition): boolean =>
  signal.kind === 'metric' && signal.metric.metricName === 'TargetResponseTime';

/** A value on the right side of the limit. */
const calmValueOf = ({ limit, watches }: MetricAlarmDefinition): number => {
  if ('threshold' in limit) return limit.comparison.startsWith('Less') ? limit.threshold * 2 : limit.threshold / 2;
  const { lower = NaN, upper = NaN } = BANDS[watches] ?? {};
  return (lower + upper) / 2;
};

const firingValueOf = (alarm: MetricAlarmDefinition): number => {
  const value = VALUES[alarm.watches]?.[alarm.severity === 'critical' ? 0 : 1] ?? NaN;
  return isInSeconds(alarm) ? value / 1_000 : value;
};

/** As many periods breach as have to, the newest. */
const judgementOf = (alarm: MetricAlarmDefinition): Judgement => {
  const endsAt = epochOf(FIRED_AT);
  const points = Array.from({ length: alarm.evaluationPeriods }, (_, age) => {
    const breaching = age < alarm.datapointsToAlarm;
    const value = breaching ? firingValueOf(alarm) : calmValueOf(alarm);
    return { startMs: endsAt - (age + 1) * MINUTE, value, breaching, ...BANDS[alarm.watches] };
  });
  return { state: 'ALARM', points, periodStarts: points.map(({ startMs }) => startMs), endsAt, filled: 0 };
};

type Told = Parameters<typeof alarmStateChangeEvent>[0]['transition'];

const transitionOf = (alarm: AlarmDefinition): Told => {
  const change = { at: FIRED_AT, from: 'OK', to: 'ALARM' } as const;
  if (!isComposite(alarm)) {
    const judgement = judgementOf(alarm);
    return {
      ...change,
      reason: stateReasonOf(alarm, judgement),
      reasonData: reasonDataOf(alarm, judgement),
      newestPeriodAt: FIRED_AT,
    };
  }
  const arn = alarmArnOf(`tocsin-${environment}-${alarm.service}-latency-critical`, PLACE);
  const child = { arn, value: 'ALARM', since: FIRED_AT } as const;
  return { ...change, reason: changedReason(child), reasonData: compositeReasonDataOf([child]) };
};

/** What CloudWatch tells when an alarm of ours fires. */
export const firingEvent = (definition: AlarmDefinition): ReturnType<typeof alarmStateChangeEvent> =>
  alarmStateChangeEvent({ definition, transition: transitionOf(definition), ...PLACE });

/** What CloudWatch tells when these alarms of other tools fire. */
export const foreignEvents = (...names: readonly string[]): readonly UsualAlarm['event'][] =>
  names.map((name) => {
    const alarm = foreign.find(({ event }) => event.detail.alarmName === name);
    if (alarm === undefined) throw new Error(`no usual alarm is called ${name}`);
    return alarm.event;
  });

const ownAlarm = (definition: AlarmDefinition): UsualAlarm => ({
  from: 'Tocsin',
  service: definition.service,
  says: SAYS[definition.watches]?.[definition.severity === 'critical' ? 0 : 1] ?? '',
  event: firingEvent(definition),
});

/** Alarms of other tools first, then every default alarm of a web service with a database and of a function. */
export const usualAlarms: readonly UsualAlarm[] = [
  ...foreign.map((alarm) => ({ ...alarm, service: SERVICES.foreign })),
  ...Object.entries(services).flatMap(([name, service]) => alarmsOf(name, service, environment).map(ownAlarm)),
];
