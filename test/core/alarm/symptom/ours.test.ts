import { describe, expect, it } from 'vitest';
import { type AlarmState, isComposite, type MetricAlarmDefinition } from '../../../../lib/core/alarm/definition.ts';
import { parseAlarmEvent } from '../../../../lib/core/alarm/parse-alarm-event.ts';
import { briefNameOfOurs, isOurs } from '../../../../lib/core/alarm/symptom/ours.ts';
import { alarmStateChangeEvent } from '../../../../lib/core/cloudwatch/alarm-event.ts';
import type { Datapoint, Judgement } from '../../../../lib/core/cloudwatch/evaluation/judgement.ts';
import { reasonDataOf, stateReasonOf } from '../../../../lib/core/cloudwatch/evaluation/state-reason.ts';
import { alarmsOf } from '../../../../lib/core/service/service-alarms.ts';
import { epochOf, MINUTE } from '../../../../lib/core/time.ts';
import { configurationOf } from '../../../support/configurations.ts';

const AT = '2026-03-04T10:15:00.000Z';

const OWN = ['memory', 'latency', 'requests', 'errors', 'cpu', 'age', 'depth', 'disk']
  .map((what) => `${what}: { namespace: Shop, metricName: TargetResponseTime, dimensions: { Of: ${what} } }`)
  .join(', ');

/** Each with the alarms that it has only where they are written. */
const WORKLOADS: readonly (readonly [workload: string, alarms: string])[] = [
  [
    '{ kind: alb-ecs, loadBalancer: app/web/50dc6c495c0c9188, cluster: prod, service: web, targetGroup: targetgroup/web/73e2d6bc24d8a067, database: db }',
    '{ errorCount: {}, lowTraffic: {}, storage: {}, saturation: { cpu: { critical: 90 } } }',
  ],
  ['{ kind: ecs, cluster: prod, service: web }', '{}'],
  ['{ kind: ecs, cluster: prod, service: web, containerInsights: true }', '{}'],
  ['{ kind: lambda, functionName: checkout, database: db }', '{ errorCount: {}, lowTraffic: {}, age: {} }'],
  [
    '{ kind: ec2-asg, loadBalancer: app/web/50dc6c495c0c9188, autoScalingGroup: web, database: db }',
    '{ lowTraffic: {} }',
  ],
  ['{ kind: nlb, loadBalancer: net/web/50dc6c495c0c9188 }', '{ lowTraffic: {} }'],
  ['{ kind: sqs, queue: orders, deadLetterQueue: orders-dlq }', '{ lowTraffic: {}, depth: { warning: 40 } }'],
  ['{ kind: dynamodb, table: carts }', '{}'],
  ['{ kind: rds, database: db }', '{}'],
  [`{ kind: custom, database: db, metrics: { ${OWN} } }`, '{ errorCount: {}, lowTraffic: {}, depth: { warning: 40 } }'],
];

const BYTES = '{ kind: custom, metrics: { memory: { metric: { namespace: Shop, metricName: Rss }, limit: 1.5GB } } }';

/** Names that hold what an alarm of ours may watch, or its severity. */
const SERVICES = ['web', 'errors', 'my-errors-critical', 'database', 'web-database', 'latency-warning-memory'];

const alarmsIn = (
  environment: string,
  name: string,
  [workload, alarms]: (typeof WORKLOADS)[number],
): readonly MetricAlarmDefinition[] => {
  const { services } = configurationOf(`
environment: ${environment}
services: { ${name}: { escalation: primary, workload: ${workload}, alarms: ${alarms} } }
responders: { alice: { name: Alice } }
escalations: { primary: { levels: [{ page: [responder:alice] }] } }
`);
  const [service] = Object.values(services);
  if (service === undefined) throw new Error('it has one service');
  return alarmsOf(name, service, environment).flatMap((alarm) => (isComposite(alarm) ? [] : [alarm]));
};

/** Far from the limit, on the side where the alarm is in this state. */
const pointOf = (
  { limit, watches }: MetricAlarmDefinition,
  fires: boolean,
): Pick<Datapoint, 'value' | 'lower' | 'upper'> => {
  if ('band' in limit) return { value: fires ? 400 : 100, lower: 50, upper: 150 };
  const { threshold } = limit;
  if (limit.comparison === 'LessThanOrEqualToThreshold') return { value: threshold * (fires ? 0.75 : 2) };
  if (limit.comparison.startsWith('Less')) return { value: fires ? 0 : threshold * 2 };
  const isWhole = ['error-count', 'throttles', 'dead-letters'].includes(watches);
  const [more, less] = isWhole ? [threshold * 4 + 1, 0] : [threshold * 1.25, threshold / 2];
  return { value: fires ? more : less };
};

const judgementOf = (alarm: MetricAlarmDefinition, state: AlarmState): Judgement => {
  const endsAt = epochOf(AT);
  const breaching = state === 'ALARM';
  const periodStarts = Array.from({ length: alarm.evaluationPeriods }, (_, age) => endsAt - (age + 1) * MINUTE);
  const points = periodStarts.map((startMs) => ({ startMs, breaching, ...pointOf(alarm, breaching) }));
  return { state, periodStarts, endsAt, filled: 0, points: state === 'INSUFFICIENT_DATA' ? [] : points };
};

const symptomOf = (definition: MetricAlarmDefinition, state: AlarmState): string => {
  const judgement = judgementOf(definition, state);
  const transition = {
    at: AT,
    from: state === 'ALARM' ? 'OK' : 'ALARM',
    to: state,
    reason: stateReasonOf(definition, judgement),
    reasonData: reasonDataOf(definition, judgement),
    newestPeriodAt: AT,
  } as const;
  const place = { account: '123456789012', region: 'us-east-1' };
  const parsed = parseAlarmEvent(alarmStateChangeEvent({ definition, transition, ...place }), AT);
  return parsed.outcome === 'change' ? (parsed.change.symptom ?? 'no symptom') : parsed.reason;
};

/** By what is watched: while it fires, while it is OK. */
const SAYS: Readonly<Record<string, readonly [firing: RegExp, calm: RegExp]>> = {
  memory: [
    /^memory [\d.]+ % \(limit \d+ %\), 3 of 5 min$|^memory [\d.]+ % \(limit \d+ %\), for 5 min$/u,
    /^memory [\d.]+ % \(limit \d+ %\)$/u,
  ],
  'memory-growth': [/^memory full in about 45 min$/u, /^memory full in about 2 h$/u],
  'slow-leak': [/^memory leaks slowly$/u, /^memory leaks slowly: over$/u],
  latency: [
    /^p99 latency (?:[\d.]+ s|\d+ ms) \(limit (?:\d+ s|800 ms)\), for 5 min$/u,
    /^p99 latency \d+ ms \(limit (?:\d+ s|800 ms)\)$/u,
  ],
  errors: [/^errors [\d.]+ % \(limit \d %\), for 5 min$/u, /^errors [\d.]+ % \(limit \d %\)$/u],
  'error-count': [
    /^5 (?:5xx errors|errors|system errors)(?: of web| of checkout)?, for 5 min$/u,
    /^no (?:5xx error|error|system error)$/u,
  ],
  availability: [
    /^no (?:healthy target|running task|sign of a running task), for 3 min$/u,
    /^2 (?:healthy targets|running tasks|signs of a running task)$/u,
  ],
  traffic: [/^traffic x4 above usual, for 5 min$/u, /^traffic as usual: 100$/u],
  'low-traffic': [
    /^no (?:request|call|new flow|new message), for 15 min$/u,
    /^2 (?:requests|calls|new flows|new messages)$/u,
  ],
  age: [
    /^(?:oldest message|stream lag|age of the oldest) (?:19 min|6 min) \(limit (?:15|5) min\), for 5 min$/u,
    /^(?:oldest message|stream lag|age of the oldest) (?:8 min|3 min) \(limit (?:15|5) min\)$/u,
  ],
  depth: [/^50 waiting messages \(limit 40\), for 5 min$/u, /^20 waiting messages \(limit 40\)$/u],
  'dead-letters': [/^5 dead letters$/u, /^no dead letter$/u],
  storage: [/^free database storage 0 B \(below [25] GB\), for 5 min$/u, /^free database storage (?:4|10) GB$/u],
  disk: [/^disk 1\d\d % \(limit \d\d %\), for 5 min$/u, /^disk [\d.]+ % \(limit \d\d %\)$/u],
  cpu: [/^CPU 113 % \(limit 90 %\), for 5 min$/u, /^CPU 45 % \(limit 90 %\)$/u],
  throttles: [/^5 throttled calls, for 5 min$/u, /^no throttled call$/u],
  'database-cpu': [/^database CPU 113 % \(limit 90 %\), for 5 min$/u, /^database CPU 45 % \(limit 90 %\)$/u],
  'database-connections': [
    /^database connections x4 above usual, for 5 min$/u,
    /^database connections as usual: 100$/u,
  ],
};

const ALL = WORKLOADS.flatMap((workload) =>
  ['prod', 'pre-prod-eu'].flatMap((environment) =>
    SERVICES.flatMap((service) => alarmsIn(environment, service, workload)),
  ),
);

describe('an alarm that Tocsin makes, of whatever workload and service', () => {
  it('is known as such, all of them, and by what it watches', () => {
    expect(ALL.length).toBeGreaterThan(300);
    expect(ALL.filter(({ name }) => !isOurs(name))).toEqual([]);
    expect(new Set(ALL.map(({ watches }) => watches))).toEqual(new Set(Object.keys(SAYS)));
  });

  it('says its value with a unit and its limit while it fires', () => {
    const wrong = ALL.filter((alarm) => SAYS[alarm.watches]?.[0].test(symptomOf(alarm, 'ALARM')) !== true);
    expect(wrong.map((alarm) => [alarm.name, symptomOf(alarm, 'ALARM')])).toEqual([]);
  });

  it('says its value without trouble while it is OK', () => {
    const said = (alarm: (typeof ALL)[number]): string => symptomOf(alarm, 'OK').replace(/, OK now$/u, '');
    const wrong = ALL.filter((alarm) => SAYS[alarm.watches]?.[1].test(said(alarm)) !== true);
    expect(wrong.map((alarm) => [alarm.name, symptomOf(alarm, 'OK')])).toEqual([]);
    expect(ALL.filter((alarm) => !symptomOf(alarm, 'OK').endsWith(', OK now'))).toEqual([]);
  });

  it('says that there is no data while that is missing', () => {
    const all = ALL.map((alarm) => symptomOf(alarm, 'INSUFFICIENT_DATA'));
    expect(all.filter((symptom) => !/^[\w ]+: no data$|^no data whether memory leaks slowly$/u.test(symptom))).toEqual(
      [],
    );
  });
});

describe('an alarm on memory in bytes', () => {
  const [critical] = alarmsIn('prod', 'web', [BYTES, '{}']).filter(({ watches }) => watches === 'memory');

  it('says how much of it is in use, in percent of the limit', () => {
    if (critical === undefined) throw new Error('it is watched');
    expect(symptomOf(critical, 'ALARM')).toBe('memory 113 % of 1.5 GB (limit 90 %), for 5 min');
    expect(symptomOf(critical, 'OK')).toBe('memory 45 % of 1.5 GB (limit 90 %), OK now');
    expect(symptomOf(critical, 'INSUFFICIENT_DATA')).toBe('memory: no data');
  });

  it('says percent alone where somebody gave the expression another label', () => {
    if (critical?.signal.kind !== 'math') throw new Error('it is metric math');
    const queries = critical.signal.queries.map((query) =>
      'expression' in query ? { ...query, label: 'percent of <b>all</b> 12 MB' } : query,
    );
    expect(symptomOf({ ...critical, signal: { ...critical.signal, queries } }, 'ALARM')).toBe(
      'memory 113 % (limit 90 %), for 5 min',
    );
  });
});

describe('a name', () => {
  it.each([
    ['tocsin-prod-web-latency-critical', 'latency'],
    ['tocsin-pre-prod-web-database-connections-warning', 'database-connections'],
    ['tocsin-prod-my-errors-critical-memory-warning', 'memory'],
    ['tocsin-prod-web-user-impact-critical', 'user-impact'],
    ['tocsin-prod-web-latency', 'tocsin-prod-web-latency'],
    ['tocsin-prod-web-constructor-critical', 'tocsin-prod-web-constructor-critical'],
    ['web-latency-critical', 'web-latency-critical'],
    ['', ''],
  ])('of ours is called by what it watches, any other by itself: %s', (name, brief) => {
    expect(briefNameOfOurs(name)).toBe(brief);
  });
});
