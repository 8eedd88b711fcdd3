import { describe, expect, it } from 'vitest';
import type { AlarmSettings } from '../../lib/core/alarm-settings.ts';
import { NO_ALARMS } from '../support/no-alarms.ts';
import { LAMBDA, loaded, problemsOf, withService } from './loading.ts';

const THREE_OF_FIVE = { datapointsToAlarm: 3, evaluationPeriods: 5 };
const alarmsOf = (...lines: readonly string[]): AlarmSettings | undefined =>
  loaded(withService(...lines)).services['shop']?.alarms;
const ECS = '{ kind: alb-ecs, loadBalancer: app/shop/50dc, cluster: prod, service: shop }';
const ECS_WITH_TARGETS = ECS.replace(' }', ', targetGroup: targetgroup/shop/73e2 }');
const withAlarms = (alarms: string): string => withService(`workload: ${LAMBDA}`, `alarms: ${alarms}`);
const alarms = (written: string): AlarmSettings | undefined => loaded(withAlarms(written)).services['shop']?.alarms;

describe('a service that names no alarm', () => {
  it('has the default ones', () => {
    expect(alarmsOf(`workload: ${LAMBDA}`)).toEqual({
      memory: { critical: 90, warning: 75, for: THREE_OF_FIVE },
      memoryGrowth: { exhaustionWithinMs: 3_600_000 },
      slowLeak: {},
      latency: { stat: 'p99', critical: 1_000, for: THREE_OF_FIVE },
      errors: { critical: 5, for: THREE_OF_FIVE },
      errorCount: false,
      availability: false,
      traffic: { warning: 'anomaly', band: 3, for: THREE_OF_FIVE },
      lowTraffic: false,
      age: false,
      depth: false,
      deadLetters: false,
      storage: false,
      disk: false,
      saturation: { throttles: 1, for: THREE_OF_FIVE },
      userImpact: true,
    });
  });

  it('is watched for healthy targets where its target group is named', () => {
    expect(alarmsOf(`workload: ${ECS}`)).toMatchObject({ availability: false, saturation: { cpu: 90 } });
    expect(alarmsOf(`workload: ${ECS_WITH_TARGETS}`)?.availability).toEqual({
      critical: 1,
      for: { datapointsToAlarm: 2, evaluationPeriods: 3 },
    });
  });

  it('is watched for a full database where one is named', () => {
    expect(alarmsOf('workload: { kind: lambda, functionName: shop, database: shop-db }')?.saturation).toEqual({
      throttles: 1,
      databaseCpu: 90,
      connections: 'anomaly',
      for: THREE_OF_FIVE,
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
    expect(written?.traffic).toEqual({ critical: 'anomaly', band: 3, for: THREE_OF_FIVE });
    expect(alarmsOf(`workload: ${ECS_WITH_TARGETS}`, 'alarms: { availability: { warning: 2 } }')?.availability).toEqual(
      {
        warning: 2,
        for: { datapointsToAlarm: 2, evaluationPeriods: 3 },
      },
    );
  });

  it('keeps the other kinds of saturation when it gives or turns off one', () => {
    const workload = `workload: ${ECS.replace(' }', ', database: shop-db }')}`;
    const saturation = (written: string) => alarmsOf(workload, `alarms: { saturation: ${written} }`)?.saturation;
    expect(saturation('{ connections: 80 }')).toEqual({
      cpu: 90,
      databaseCpu: 90,
      connections: 80,
      for: THREE_OF_FIVE,
    });
    expect(saturation('{ databaseCpu: false, connections: false, for: 5 of 5 }')).toEqual({
      cpu: 90,
      for: { datapointsToAlarm: 5, evaluationPeriods: 5 },
    });
    expect(saturation('{ cpu: false, databaseCpu: false, connections: false }')).toBe(false);
  });

  it('is off when it is false', () => {
    const off = Object.keys(NO_ALARMS).map((key) => `${key}: false`);
    expect(alarms(`{ ${off.join(', ')} }`)).toEqual(NO_ALARMS);
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
      '14:35 services.shop.alarms.memory.critical: expected a percentage above 0 and at most 100, such as 90, got "90%": write critical: 90',
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
      '14:36 services.shop.alarms.latency.critical: expected a duration such as 800ms or 1s, got 5: write critical: 5ms or 5s',
    ],
    [
      '{ latency: { critical: "5" } }',
      '14:36 services.shop.alarms.latency.critical: expected a duration such as 800ms or 1s, got "5": write critical: 5ms or 5s',
    ],
    ['{ latency: { critical: 0s } }', '14:36 services.shop.alarms.latency.critical: expected from 1ms to 1h, got "0s"'],
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
    [
      '{ latency: { for: 3 } }',
      '14:31 services.shop.alarms.latency.for: expected "M of N", such as 3 of 5, got 3: write for: 3 of 3',
    ],
    [
      '{ memoryGrowth: { exhaustionWithin: 60 } }',
      '14:49 services.shop.alarms.memoryGrowth.exhaustionWithin: expected a duration such as 60m, got 60: write exhaustionWithin: 60m',
    ],
    [
      '{ traffic: { band: 0 } }',
      '14:32 services.shop.alarms.traffic.band: expected a number above 0 and at most 100, such as 3, got 0',
    ],
    ['{ traffic: { warning: 100 } }', '14:35 services.shop.alarms.traffic.warning: expected anomaly, got 100'],
    [
      '{ traffic: true }',
      '14:24 services.shop.alarms.traffic: expected a mapping or false, got true: write traffic: {}',
    ],
    [
      '{ errors: }',
      '14:15 services.shop.alarms.errors: expected a mapping or false, got nothing (indent what belongs to it, or leave the key out)',
    ],
    [
      '{ saturation: { cpu: 0 } }',
      '14:34 services.shop.alarms.saturation.cpu: expected a percentage above 0 and at most 100, such as 90, got 0: write cpu: false',
    ],
    [
      '{ saturation: { throttles: 0.5 } }',
      '14:40 services.shop.alarms.saturation.throttles: expected a whole number of refused calls from 1 to 1000000, a mapping with critical or warning, or false, got 0.5',
    ],
    [
      '{ saturation: { throttles: 0 } }',
      '14:40 services.shop.alarms.saturation.throttles: expected a whole number from 1 to 1000000, got 0: write throttles: false',
    ],
    [
      '{ saturation: { connections: many } }',
      '14:42 services.shop.alarms.saturation.connections: expected anomaly, a whole number of connections from 1 to 1000000, a mapping with critical or warning, or false, got "many"',
    ],
    [
      '{ saturation: { cpu: 90 } }',
      '14:34 services.shop.alarms.saturation.cpu: a lambda workload cannot have this alarm: turn it off with cpu: false',
    ],
    [
      '{ saturation: { connections: anomaly } }',
      '14:42 services.shop.alarms.saturation.connections: this workload has no metric for this alarm: name workload.database, or turn it off with connections: false',
    ],
    [
      '{ availability: {} }',
      '14:15 services.shop.alarms.availability: a lambda workload cannot have this alarm: turn it off with availability: false',
    ],
    ['{ userImpact: yes please }', '14:27 services.shop.alarms.userImpact: expected true or false, got "yes please"'],
    [
      '{ errors: false, userImpact: true }',
      '14:42 services.shop.alarms.userImpact: expected critical thresholds of at least two of latency, errors and availability, got 1: with fewer it would only repeat another alarm; leave it out or turn it off with userImpact: false',
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
    expect(settled).toMatchObject({
      memory: false,
      memoryGrowth: false,
      slowLeak: false,
      errors: false,
      traffic: false,
      saturation: false,
    });
    expect(settled).toMatchObject({ availability: false, saturation: false });
    expect(settled?.latency).not.toBe(false);
    expect(loaded(withMetrics(`{ cpu: ${METRIC} }`)).services['shop']?.alarms.saturation).toMatchObject({ cpu: 90 });
  });

  it('is refused where it names errors without the requests that they are a part of', () => {
    expect(problemsOf(withMetrics(`{ errors: ${METRIC} }`))).toEqual([
      '13:42 services.shop.workload.metrics.errors: no alarm looks at it without workload.metrics.requests: name that too, or turn the alarm off with errors: false',
    ]);
    expect(problemsOf(withMetrics(`{ errors: ${METRIC} }`, 'alarms: { errors: false }'))).toEqual([]);
  });

  it.each([
    [
      "namespace: ':AWS', metricName: X",
      'namespace: expected a namespace of CloudWatch, such as Shop/Worker, got ":AWS"',
    ],
    [
      "namespace: A, metricName: X, dimensions: { ':x': a }",
      'dimensions[":x"]: expected the name of a dimension (ASCII, not beginning with :), got ":x"',
    ],
    [
      'namespace: A, metricName: X, dimensions: { Queue: caf\u00e9 }',
      'dimensions.Queue: expected the value of a dimension (ASCII, at most 1024 characters), got "caf\u00e9"',
    ],
    [
      "namespace: A, metricName: X, dimensions: { Queue: ' ' }",
      'dimensions.Queue: expected the value of a dimension (ASCII, at most 1024 characters), got " "',
    ],
  ])('is refused where CloudWatch would refuse its metric: %s', (written, problem) => {
    const [found = '', ...more] = problemsOf(withMetrics(`{ latency: { ${written} } }`));
    expect(found).toContain(`services.shop.workload.metrics.latency.${problem}`);
    expect(more).toEqual([]);
  });

  it('is refused where it writes out saturation with nothing that could be full', () => {
    expect(problemsOf(withMetrics(`{ latency: ${METRIC} }`, 'alarms: { saturation: {} }'))).toEqual([
      '14:15 services.shop.alarms.saturation: this workload has no metric for these alarms: name workload.metrics.cpu or workload.database, or turn them off with saturation: false',
    ]);
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

  it('has alarms on memory and CPU only', () => {
    expect(alarmsOf(workload)).toMatchObject({
      latency: false,
      errors: false,
      availability: false,
      traffic: false,
      memory: { critical: 90 },
      saturation: { cpu: 90 },
    });
  });

  it('is refused where it names a target group, which nothing would look at', () => {
    const named = workload.replace(' }', ', targetGroup: targetgroup/shop/73e2 }');
    expect(problemsOf(withService(named))).toEqual([
      '13:69 services.shop.workload.targetGroup: no alarm looks at it without workload.loadBalancer: name that too, or turn the alarm off with availability: false',
    ]);
    expect(problemsOf(withService(named, 'alarms: { availability: false }'))).toEqual([]);
  });

  it('has a name that CloudWatch takes as a dimension', () => {
    expect(problemsOf(withService("workload: { kind: ec2-asg, autoScalingGroup: 'arn:aws:x' }"))).toEqual([
      '13:50 services.shop.workload.autoScalingGroup: expected the name of an Auto Scaling group (not its ARN), got "arn:aws:x": write autoScalingGroup: x',
    ]);
  });

  it('needs a load balancer and a target group for availability', () => {
    expect(problemsOf(withService(workload, 'alarms: { availability: {} }'))).toEqual([
      '14:15 services.shop.alarms.availability: this workload has no metric for this alarm: name workload.loadBalancer and workload.targetGroup, or turn it off with availability: false',
    ]);
  });

  it('is refused where it writes out an alarm that needs one', () => {
    expect(problemsOf(withService(workload, 'alarms: { latency: { critical: 2s } }'))).toEqual([
      '14:15 services.shop.alarms.latency: this workload has no metric for this alarm: name workload.loadBalancer, or turn it off with latency: false',
    ]);
  });
});

describe('an alarm on throttles', () => {
  it('is refused for what is no function', () => {
    const written = withService(`workload: ${ECS}`, 'alarms: { saturation: { throttles: 1 } }');
    expect(problemsOf(written)).toEqual([
      '14:40 services.shop.alarms.saturation.throttles: an alb-ecs workload cannot have this alarm: turn it off with throttles: false',
    ]);
  });
});

describe('an availability alarm', () => {
  it('warns above the number of targets from which it pages', () => {
    const written = withService(
      `workload: ${ECS_WITH_TARGETS}`,
      'alarms: { availability: { critical: 2, warning: 2 } }',
    );
    expect(problemsOf(written)).toEqual([
      '14:53 services.shop.alarms.availability.warning: the warning threshold must be above the critical one',
    ]);
  });

  it('counts whole targets', () => {
    const written = withService(`workload: ${ECS_WITH_TARGETS}`, 'alarms: { availability: { critical: 0 } }');
    expect(problemsOf(written)).toEqual([
      '14:41 services.shop.alarms.availability.critical: expected a whole number from 1 to 1000, got 0',
    ]);
  });

  it('is refused on a load balancer without a target group', () => {
    expect(problemsOf(withService(`workload: ${ECS}`, 'alarms: { availability: { critical: 1 } }'))).toEqual([
      '14:15 services.shop.alarms.availability: this workload has no metric for this alarm: name workload.targetGroup, or turn it off with availability: false',
    ]);
  });
});

describe('a workload', () => {
  it.each([
    [
      '{ kind: alb-esc }',
      '13:23 services.shop.workload.kind: expected a kind of workload, got "alb-esc": did you mean "alb-ecs"?',
    ],
    [
      '{ kind: fargate-spot }',
      '13:23 services.shop.workload.kind: expected one of alb-ecs, ecs, lambda, ec2-asg, nlb, sqs, dynamodb, rds, custom, got "fargate-spot"',
    ],
    [
      '{ functionName: x }',
      '13:5 services.shop.workload.kind: missing: expected one of alb-ecs, ecs, lambda, ec2-asg, nlb, sqs, dynamodb, rds, custom',
    ],
    [
      'web',
      '13:15 services.shop.workload: expected a mapping with a kind (alb-ecs, ecs, lambda, ec2-asg, nlb, sqs, dynamodb, rds, custom), got "web"',
    ],
    [
      '{ kind: lambda }',
      '13:5 services.shop.workload.functionName: missing: expected the name of a Lambda function (not its ARN)',
    ],
    [
      '{ kind: lambda, functionName: "arn:aws:lambda:x" }',
      '13:45 services.shop.workload.functionName: expected the name of a Lambda function (not its ARN), got "arn:aws:lambda:x": write functionName: x',
    ],
    [
      '{ kind: lambda, functionName: x, cluster: y }',
      '13:48 services.shop.workload.cluster: unknown key "cluster": known here: kind, functionName, alias, deadLetterQueue, database, logGroup',
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
      '11:3 services.shop.workload: missing: expected a mapping with a kind (alb-ecs, ecs, lambda, ec2-asg, nlb, sqs, dynamodb, rds, custom)',
    ]);
  });
});

describe('a service', () => {
  it.each([
    ['cooldown: 25h', '14:15 services.shop.cooldown: expected 0s, or from 1s to 24h, got "25h"'],
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
      '14:18 services.shop.description: expected one line of text, without line breaks or control characters: write description: a b',
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
