import { describe, expect, it } from 'vitest';
import type { ServiceAlarms } from '../../lib/core/configuration.ts';
import { LAMBDA, loaded, problemsOf, withService } from './loading.ts';

const THREE_OF_FIVE = { datapointsToAlarm: 3, evaluationPeriods: 5 };
const alarmsOf = (...lines: readonly string[]): ServiceAlarms | undefined =>
  loaded(withService(...lines)).services['shop']?.alarms;
const withAlarms = (alarms: string): string => withService(`workload: ${LAMBDA}`, `alarms: ${alarms}`);
const alarms = (written: string): ServiceAlarms | undefined => loaded(withAlarms(written)).services['shop']?.alarms;

describe('a service that names no alarm', () => {
  it('has the default ones', () => {
    expect(alarmsOf(`workload: ${LAMBDA}`)).toEqual({
      memory: { critical: 90, warning: 75, for: THREE_OF_FIVE },
      memoryGrowth: { exhaustionWithinMs: 3_600_000 },
      latency: { stat: 'p99', critical: 1_000, for: THREE_OF_FIVE },
      errors: { critical: 5, for: THREE_OF_FIVE },
      traffic: { warning: 'anomaly', band: 3 },
    });
  });

  it('recovers after 5 minutes, cools down for 10 and notifies about lost data', () => {
    expect(loaded(withService(`workload: ${LAMBDA}`)).services['shop']).toMatchObject({
      recoverAfterMs: 300_000,
      cooldownMs: 600_000,
      insufficientData: 'notify',
    });
  });
});

describe('an alarm written in part', () => {
  it('keeps its default thresholds when it gives none', () => {
    expect(
      alarms('{ memory: { for: 2 of 3 }, latency: { stat: p95 }, traffic: { band: 2.5 }, memoryGrowth: {} }'),
    ).toMatchObject({
      memory: { critical: 90, warning: 75, for: { datapointsToAlarm: 2, evaluationPeriods: 3 } },
      latency: { stat: 'p95', critical: 1_000, for: THREE_OF_FIVE },
      traffic: { warning: 'anomaly', band: 2.5 },
      memoryGrowth: { exhaustionWithinMs: 3_600_000 },
    });
  });

  it('has only the severities it gives when it gives one', () => {
    const written = alarms('{ memory: { critical: 95 }, errors: { warning: 1 }, traffic: { critical: anomaly } }');
    expect(written?.memory).toEqual({ critical: 95, for: THREE_OF_FIVE });
    expect(written?.errors).toEqual({ warning: 1, for: THREE_OF_FIVE });
    expect(written?.traffic).toEqual({ critical: 'anomaly', band: 3 });
  });

  it('is off when it is false', () => {
    expect(alarms('{ memory: false, memoryGrowth: false, latency: false, errors: false, traffic: false }')).toEqual({
      memory: false,
      memoryGrowth: false,
      latency: false,
      errors: false,
      traffic: false,
    });
  });

  it('says how missing data is treated', () => {
    expect(alarms('{ latency: { treatMissingData: ignore } }')?.latency).toMatchObject({ treatMissingData: 'ignore' });
  });
});

describe('an alarm', () => {
  it.each([
    [
      '{ memory: { critical: 0 } }',
      '14:35 services.shop.alarms.memory.critical: expected a percentage above 0 and at most 100, such as 90, got 0',
    ],
    [
      '{ memory: { critical: 101 } }',
      '14:35 services.shop.alarms.memory.critical: expected a percentage above 0 and at most 100, such as 90, got 101',
    ],
    [
      '{ memory: { critical: 90% } }',
      '14:35 services.shop.alarms.memory.critical: expected a percentage above 0 and at most 100, such as 90, got "90%"',
    ],
    [
      '{ memory: { critical: 75, warning: 90 } }',
      '14:48 services.shop.alarms.memory.warning: the warning threshold must be below the critical one',
    ],
    [
      '{ errors: { critical: 5, warning: 5 } }',
      '14:47 services.shop.alarms.errors.warning: the warning threshold must be below the critical one',
    ],
    [
      '{ latency: { critical: 1s, warning: 1000ms } }',
      '14:49 services.shop.alarms.latency.warning: the warning threshold must be below the critical one',
    ],
    [
      '{ latency: { critical: 5 } }',
      '14:36 services.shop.alarms.latency.critical: expected a duration such as 800ms or 1s, got 5: write a unit: 5s or 5m',
    ],
    [
      '{ latency: { critical: "5" } }',
      '14:36 services.shop.alarms.latency.critical: expected a duration such as 800ms or 1s, got "5": write a unit: 5s or 5m',
    ],
    ['{ latency: { critical: 0s } }', '14:36 services.shop.alarms.latency.critical: expected more than 0, got 0s'],
    [
      '{ latency: { critical: -1s } }',
      '14:36 services.shop.alarms.latency.critical: expected a duration such as 800ms or 1s, got "-1s"',
    ],
    [
      '{ latency: { stat: p101 } }',
      '14:32 services.shop.alarms.latency.stat: expected a statistic (p50 to p99.9, tm01 to tm99, Average or Maximum), got "p101"',
    ],
    [
      '{ latency: { for: 6 of 5 } }',
      '14:31 services.shop.alarms.latency.for: expected "M of N", such as 3 of 5, got "6 of 5": M is from 1 to N',
    ],
    [
      '{ latency: { for: 0 of 5 } }',
      '14:31 services.shop.alarms.latency.for: expected "M of N", such as 3 of 5, got "0 of 5": M is from 1 to N',
    ],
    [
      '{ latency: { for: 1 of 1441 } }',
      '14:31 services.shop.alarms.latency.for: expected "M of N", such as 3 of 5, got "1 of 1441": N is at most 1440, a day',
    ],
    ['{ latency: { for: 3 } }', '14:31 services.shop.alarms.latency.for: expected "M of N", such as 3 of 5, got 3'],
    [
      '{ memoryGrowth: { exhaustionWithin: 60 } }',
      '14:49 services.shop.alarms.memoryGrowth.exhaustionWithin: expected a duration such as 60m, got 60: write a unit: 60s or 60m',
    ],
    [
      '{ traffic: { band: 0 } }',
      '14:32 services.shop.alarms.traffic.band: expected a number above 0 and at most 100, such as 3, got 0',
    ],
    ['{ traffic: { warning: 100 } }', '14:35 services.shop.alarms.traffic.warning: expected anomaly, got 100'],
    ['{ traffic: true }', '14:24 services.shop.alarms.traffic: expected a mapping or false, got true'],
    [
      '{ errors: }',
      '14:15 services.shop.alarms.errors: expected a mapping or false, got nothing (quote a value that begins with #, or leave the key out)',
    ],
    ['{ latnecy: false }', '14:15 services.shop.alarms.latnecy: unknown key "latnecy": did you mean "latency"?'],
    [
      '{ errors: { treatMissingData: notbreaching } }',
      '14:43 services.shop.alarms.errors.treatMissingData: expected one of missing, ignore, breaching, notBreaching, got "notbreaching": did you mean notBreaching?',
    ],
  ])('written as %s is refused', (written, problem) => {
    expect(problemsOf(withAlarms(written))).toEqual([problem]);
  });
});

describe('a custom workload', () => {
  const withMetrics = (metrics: string, ...lines: readonly string[]): string =>
    withService(`workload: { kind: custom, metrics: ${metrics} }`, ...lines);
  const METRIC = '{ namespace: Shop, metricName: X }';

  it('quietly has no alarm whose metric it does not name', () => {
    const { alarms: settled } = loaded(withMetrics(`{ latency: ${METRIC} }`)).services['shop'] ?? {};
    expect(settled).toMatchObject({ memory: false, memoryGrowth: false, errors: false, traffic: false });
    expect(settled?.latency).not.toBe(false);
  });

  it('is refused where it writes out an alarm whose metric it does not name', () => {
    expect(problemsOf(withMetrics('{}', 'alarms: { memory: {}, errors: { critical: 2 }, latency: false }'))).toEqual([
      '14:15 services.shop.alarms.memory: this workload has no metric for this alarm: name workload.metrics.memory, or turn it off with memory: false',
      '14:27 services.shop.alarms.errors: this workload has no metric for this alarm: name workload.metrics.errors and workload.metrics.requests, or turn it off with errors: false',
    ]);
  });
});

describe('an Auto Scaling group without a load balancer', () => {
  const workload = 'workload: { kind: ec2-asg, autoScalingGroup: shop }';

  it('has memory alarms only', () => {
    expect(alarmsOf(workload)).toMatchObject({
      latency: false,
      errors: false,
      traffic: false,
      memory: { critical: 90 },
    });
  });

  it('is refused where it writes out an alarm that needs one', () => {
    expect(problemsOf(withService(workload, 'alarms: { latency: { critical: 2s } }'))).toEqual([
      '14:15 services.shop.alarms.latency: this workload has no metric for this alarm: name workload.loadBalancer, or turn it off with latency: false',
    ]);
  });
});

describe('a workload', () => {
  it.each([
    [
      '{ kind: alb-esc }',
      '13:23 services.shop.workload.kind: expected a kind of workload, got "alb-esc": did you mean "alb-ecs"?',
    ],
    ['{ kind: eks }', '13:23 services.shop.workload.kind: expected one of alb-ecs, lambda, ec2-asg, custom, got "eks"'],
    [
      '{ functionName: x }',
      '13:5 services.shop.workload.kind: missing: expected one of alb-ecs, lambda, ec2-asg, custom',
    ],
    [
      'web',
      '13:15 services.shop.workload: expected a mapping with a kind (alb-ecs, lambda, ec2-asg, custom), got "web"',
    ],
    [
      '{ kind: lambda }',
      '13:5 services.shop.workload.functionName: missing: expected the name of a Lambda function (not its ARN)',
    ],
    [
      '{ kind: lambda, functionName: "arn:aws:lambda:x" }',
      '13:45 services.shop.workload.functionName: expected the name of a Lambda function (not its ARN), got "arn:aws:lambda:x"',
    ],
    [
      '{ kind: lambda, functionName: x, cluster: y }',
      '13:48 services.shop.workload.cluster: unknown key "cluster": known here: kind, functionName, database, logGroup',
    ],
    [
      '{ kind: alb-ecs, loadBalancer: web, cluster: c, service: s }',
      '13:46 services.shop.workload.loadBalancer: expected the end of a load balancer\'s ARN, such as app/web/50dc6c495c0c9188, got "web"',
    ],
  ])('written as %s is refused', (workload, problem) => {
    expect(problemsOf(withService(`workload: ${workload}`))).toEqual([problem]);
  });

  it('is needed', () => {
    expect(problemsOf(withService())).toEqual([
      '11:3 services.shop.workload: missing: expected a mapping with a kind (alb-ecs, lambda, ec2-asg, custom)',
    ]);
  });
});

describe('a service', () => {
  it.each([
    ['cooldown: 25h', '14:15 services.shop.cooldown: expected at most 1 d, got 25h'],
    [
      'recoverAfter: 5 fortnights',
      '14:19 services.shop.recoverAfter: expected a duration such as 5m, got "5 fortnights"',
    ],
    [
      'runbook: javascript:alert(1)',
      '14:14 services.shop.runbook: expected a URL beginning with https:// or http://, got "javascript:alert(1)"',
    ],
    [
      'runbook: https://me:secret@example.com',
      '14:14 services.shop.runbook: expected a URL beginning with https:// or http://, got "https://me:secret@example.com": a user name or password must not be in it',
    ],
    [
      'insufficientData: paeg',
      '14:23 services.shop.insufficientData: expected one of ignore, notify, page, got "paeg": did you mean page?',
    ],
    [
      'description: "a\\nb"',
      '14:18 services.shop.description: expected one line of text, without line breaks or control characters',
    ],
  ])('with %s is refused', (written, problem) => {
    expect(problemsOf(withService(`workload: ${LAMBDA}`, written))).toEqual([problem]);
  });

  it('names an escalation policy of the file', () => {
    const text = withService(`workload: ${LAMBDA}`).replace('    escalation: primary', '    escalation: primry');
    expect(problemsOf(text)).toEqual([
      '12:17 services.shop.escalation: there is no escalation policy "primry": did you mean "primary"?',
    ]);
  });
});
