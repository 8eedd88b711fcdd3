import { describe, expect, it } from 'vitest';
import type { AlarmChange } from '../../../lib/core/alarm/change.ts';
import { type Route, routeAlarm } from '../../../lib/core/service/route-alarm.ts';
import type { Configuration } from '../../../lib/core/configuration.ts';
import { NO_ALARMS } from '../../support/no-alarms.ts';

const policy = {
  levels: [],
  repeat: 0,
  acknowledgementTimeoutMs: 1_800_000,
  notify: [],
  unanswered: [],
  unansweredEveryMs: 3_600_000,
};
const configuration: Configuration = {
  hash: '0123456789ab',
  environment: 'prod',
  logs: false,
  services: {
    web: {
      escalation: 'web-team',
      runbook: 'https://wiki.example.com/web',
      workload: { kind: 'alb-ecs', loadBalancer: 'app/web/1', cluster: 'prod', service: 'web' },
      alarms: {
        ...NO_ALARMS,
        memory: { critical: 90, warning: 75, for: { datapointsToAlarm: 3, evaluationPeriods: 5 } },
        memoryGrowth: { exhaustionWithinMs: 3_600_000 },
        slowLeak: {},
      },
      recoverAfterMs: 60_000,
      cooldownMs: 120_000,
      insufficientData: 'page',
    },
    shop: {
      escalation: 'shop-team',
      workload: { kind: 'custom', metrics: {} },
      alarms: NO_ALARMS,
      recoverAfterMs: 300_000,
      cooldownMs: 600_000,
      insufficientData: 'ignore',
    },
  },
  routing: [
    { match: { name: 'TargetTracking-*' }, severity: 'info' },
    {
      match: { tags: { service: 'payments' } },
      service: 'payments',
      escalation: 'payments-team',
      severity: 'critical',
    },
    { match: { name: 'legacy-*', tags: { team: 'web' } }, service: 'web', severity: 'warning', runbook: 'legacy' },
    { match: { name: 'orders' }, service: 'orders', severity: 'critical' },
    { match: { name: 'old-*' }, service: 'web', escalation: 'legacy-team', severity: 'warning' },
    { match: { name: 'same-disk' }, service: 'web', escalation: 'web-team', severity: 'critical' },
  ],
  unrouted: { escalation: 'primary', severity: 'critical' },
  responders: {},
  channels: {},
  schedules: {},
  escalations: {
    primary: policy,
    'web-team': policy,
    'shop-team': policy,
    'payments-team': policy,
    'legacy-team': policy,
  },
};
const change = (alarmName: string, tags: Readonly<Record<string, string>> = {}): AlarmChange => ({
  kind: 'state',
  alarmArn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${alarmName}`,
  alarmName,
  account: '123456789012',
  region: 'eu-west-1',
  state: 'ALARM',
  at: '2026-03-04T10:15:30.123Z',
  reason: '',
  onRealData: true,
  tags,
});
const route = (alarmName: string, tags: Readonly<Record<string, string>> = {}): Route =>
  routeAlarm(change(alarmName, tags), configuration);

describe('an alarm that Tocsin deployed', () => {
  it('belongs to its service, with the severity of its definition', () => {
    expect(route('tocsin-prod-web-memory-critical')).toEqual({
      group: '["123456789012","eu-west-1","web","prod"]',
      service: 'web',
      environment: 'prod',
      severity: 'critical',
      runbook: 'https://wiki.example.com/web',
      recoverAfterMs: 60_000,
      cooldownMs: 120_000,
      insufficientData: 'page',
      how: 'deployed',
    });
    expect(route('tocsin-prod-web-memory-warning').severity).toBe('warning');
  });

  it('does about lost data what its service says, whatever its severity', () => {
    expect(route('tocsin-prod-web-memory-warning').insufficientData).toBe('page');
  });

  it('on a forecast wakes and tells nobody that none is made, whatever its service says', () => {
    for (const name of ['tocsin-prod-web-memory-growth-critical', 'tocsin-prod-web-slow-leak-warning'])
      expect(route(name)).toMatchObject({ how: 'deployed', insufficientData: 'ignore' });
    const tags = { 'tocsin:service': 'web', 'tocsin:severity': 'critical' };
    expect(route('tocsin-prod-web-memory-growth-critical', tags).insufficientData).toBe('ignore');
  });
});

describe('an alarm with tags', () => {
  it('goes where they say, before anything else', () => {
    const tags = {
      'tocsin:service': 'shop',
      'tocsin:severity': 'info',
      'tocsin:runbook': 'https://wiki.example.com/x',
    };
    expect(route('tocsin-prod-web-memory-critical', tags)).toMatchObject({
      service: 'shop',
      severity: 'info',
      runbook: 'https://wiki.example.com/x',
      how: 'tags',
    });
  });

  it('of another service takes nothing from the rule it passes by', () => {
    const passed = [
      route('legacy-disk', { team: 'web', 'tocsin:service': 'shop' }),
      route('card-errors', { service: 'payments', 'tocsin:service': 'shop' }),
    ];
    expect(passed.map(({ service, escalation, runbook }) => [service, escalation, runbook])).toEqual([
      ['shop', undefined, undefined],
      ['shop', undefined, undefined],
    ]);
  });

  it.each(['nobody', '__proto__', 'constructor', ''])('that name no service is routed without them: %s', (name) => {
    expect(route('tocsin-prod-web-memory-critical', { 'tocsin:service': name })).toMatchObject({
      service: 'web',
      how: 'deployed',
    });
    expect(route('stranger', { 'tocsin:service': name })).toMatchObject({ service: 'unrouted', severity: 'critical' });
  });

  it('that name no severity keeps the one it has', () => {
    expect(route('tocsin-prod-web-memory-warning', { 'tocsin:severity': 'CALM' }).severity).toBe('warning');
    expect(route('stranger', { 'tocsin:service': 'web' }).severity).toBe('critical');
  });

  it('has a severity of its own without a service', () => {
    expect(route('stranger', { 'tocsin:severity': 'warning' })).toMatchObject({ severity: 'warning', how: 'unrouted' });
  });

  it('of an alarm that the stack of another environment created leave the page to that stack', () => {
    const tags = { 'tocsin:service': 'web', 'tocsin:severity': 'critical', 'tocsin:environment': 'staging' };
    expect(route('tocsin-staging-web-memory-critical', tags)).toMatchObject({
      service: 'unrouted',
      severity: 'info',
      insufficientData: 'ignore',
    });
  });

  it.each([
    ['tocsin-prod-web-memory-critical', 'prod'],
    ['web-disk-full', 'staging'],
    ['tocsin-prod-web-memory-critical', 'staging'],
    ['tocsin-staging-web-memory-critical', undefined],
  ])('page here for every other alarm: %s of %s', (name, environment) => {
    const tags = { 'tocsin:service': 'web', 'tocsin:severity': 'critical' };
    const all = environment === undefined ? tags : { ...tags, 'tocsin:environment': environment };
    expect(route(name, all)).toMatchObject({ service: 'web', severity: 'critical' });
  });

  it('links only to web addresses', () => {
    const tags = { 'tocsin:service': 'web', 'tocsin:runbook': 'javascript:alert(1)' };
    expect(route('stranger', tags).runbook).toBe('https://wiki.example.com/web');
  });
});

describe('an alarm that a rule maps', () => {
  it('of a described service has that service’s timings, and its policy of today', () => {
    const mapped = route('legacy-disk', { team: 'web' });
    expect(mapped).toMatchObject({
      service: 'web',
      severity: 'warning',
      runbook: 'legacy',
      recoverAfterMs: 60_000,
      how: 'routing',
    });
    expect(mapped).not.toHaveProperty('escalation');
  });

  it('under another policy than its service’s keeps it, and is a group of its own under it', () => {
    expect(route('old-disk', { team: 'web' })).toMatchObject({
      group: '["123456789012","eu-west-1","web","prod","legacy-team"]',
      service: 'web',
      escalation: 'legacy-team',
    });
    expect(route('old-disk', { team: 'web', 'tocsin:service': 'web' }).escalation).toBe('legacy-team');
  });

  it('to the very policy of its service is in the service’s group', () => {
    expect(route('same-disk').group).toBe(route('tocsin-prod-web-memory-critical').group);
    expect(route('same-disk')).not.toHaveProperty('escalation');
  });

  it('of a service that is not described has the rule’s escalation and the defaults', () => {
    expect(route('card-errors', { service: 'payments' })).toEqual({
      group: '["123456789012","eu-west-1","payments","prod","payments-team"]',
      service: 'payments',
      environment: 'prod',
      severity: 'critical',
      escalation: 'payments-team',
      recoverAfterMs: 300_000,
      cooldownMs: 600_000,
      insufficientData: 'ignore',
      how: 'routing',
    });
    expect(route('orders')).not.toHaveProperty('escalation');
  });

  it('has to match everything the rule names; a name only as a whole', () => {
    expect(route('legacy-disk').how).toBe('unrouted');
    expect(route('my-legacy-disk', { team: 'web' }).how).toBe('unrouted');
    expect(route('orders-2').how).toBe('unrouted');
  });

  it('to a severity but no service is a group of its own', () => {
    expect(route('TargetTracking-web-AlarmHigh')).toMatchObject({
      group: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:TargetTracking-web-AlarmHigh',
      service: 'unrouted',
      severity: 'info',
      how: 'routing',
    });
  });
});

describe('an alarm that a rule knows by more than its name', () => {
  const byRules = (routing: Configuration['routing'], given: AlarmChange): Route =>
    routeAlarm(given, { ...configuration, routing });
  const queue = { ...change('orders'), metrics: [{ namespace: 'AWS/SQS', metricName: 'Age' }] };

  it('is matched by namespace and metric of one of its metrics', () => {
    const rule = { match: { namespace: 'AWS/*', metric: 'Age' }, service: 'queues', severity: 'warning' } as const;
    const across = {
      ...queue,
      metrics: [
        { namespace: 'Shop', metricName: 'Age' },
        { namespace: 'AWS/SQS', metricName: 'Depth' },
      ],
    };
    expect(byRules([rule], queue).service).toBe('queues');
    expect(byRules([rule], { ...queue, metrics: [...across.metrics, ...queue.metrics] }).service).toBe('queues');
    expect(byRules([rule], across).how).toBe('unrouted');
  });

  it('and of a composite one there is no metric, whatever the pattern', () => {
    expect(byRules([{ match: { namespace: '*' }, severity: 'info' }], change('composite')).how).toBe('unrouted');
  });

  it('is matched by account and Region', () => {
    const rule = {
      match: { account: '123456789012', region: 'eu-west-1' },
      service: 'here',
      severity: 'info',
    } as const;
    expect(byRules([rule], queue).service).toBe('here');
    expect(byRules([rule], { ...queue, account: '999999999999' }).how).toBe('unrouted');
    expect(byRules([rule], { ...queue, region: 'us-east-1' }).how).toBe('unrouted');
  });

  it('goes where the first rule says that matches', () => {
    const rules = ['*-dlq-*', 'orders-*', '*'].map(
      (name) => ({ match: { name }, service: name, severity: 'info' }) as const,
    );
    expect(['orders-dlq-age', 'orders-age', 'age'].map((name) => byRules(rules, change(name)).service)).toEqual([
      '*-dlq-*',
      'orders-*',
      '*',
    ]);
  });

  it('has no tag that its tags only inherit', () => {
    const rule = { match: { tags: { toString: 'x' } }, severity: 'info' } as const;
    expect(byRules([rule], queue).how).toBe('unrouted');
  });

  it('does about lost data what its rule says, else its service', () => {
    const rule = { match: { name: '*' }, service: 'web', severity: 'warning' } as const;
    expect(byRules([{ ...rule, insufficientData: 'notify' }], queue).insufficientData).toBe('notify');
    expect(byRules([rule], queue).insufficientData).toBe('page');
    expect(byRules([{ ...rule, service: 'queues' }], queue).insufficientData).toBe('ignore');
  });

  it('does about lost data what unrouted says, where no rule matches', () => {
    const unrouted = { ...configuration.unrouted, insufficientData: 'page' } as const;
    expect(routeAlarm(change('stranger'), { ...configuration, unrouted }).insufficientData).toBe('page');
  });
});

describe('an alarm that nothing maps', () => {
  it('pages as a group of its own', () => {
    expect(route('stranger')).toEqual({
      group: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:stranger',
      service: 'unrouted',
      environment: 'prod',
      severity: 'critical',
      recoverAfterMs: 300_000,
      cooldownMs: 600_000,
      insufficientData: 'ignore',
      how: 'unrouted',
    });
  });
});

describe('the group of an alarm', () => {
  it('carries account, Region and environment', () => {
    const groups = [
      routeAlarm(change('orders'), configuration),
      routeAlarm({ ...change('orders'), account: '999999999999' }, configuration),
      routeAlarm({ ...change('orders'), region: 'us-east-1' }, configuration),
      routeAlarm(change('orders'), { ...configuration, environment: 'test' }),
    ].map(({ group }) => group);
    expect(new Set(groups).size).toBe(4);
  });

  it('is one for all contributors of an alarm', () => {
    const of = (id: string): string =>
      routeAlarm({ ...change('stranger'), contributor: { id, attributes: {} } }, configuration).group;
    expect(of('a')).toBe(of('b'));
  });
});
