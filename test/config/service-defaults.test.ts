import { describe, expect, it } from 'vitest';
import { loaded, PEOPLE, POLICY, problemsOf } from './loading.ts';

const WEB = '{ kind: alb-ecs, loadBalancer: app/web/50dc, cluster: prod, service: web }';
const file = (defaults: string, ...services: readonly string[]): string =>
  `${PEOPLE}${POLICY}defaults: ${defaults}\nservices:\n${services.map((service) => `  ${service}\n`).join('')}`;

describe('defaults', () => {
  it('are what every service has that does not say otherwise', () => {
    const { services } = loaded(
      file(
        '{ escalation: primary, owner: us, cooldown: 1m }',
        `web: { workload: ${WEB} }`,
        `api: { workload: ${WEB}, cooldown: 2m }`,
      ),
    );
    expect(services['web']).toMatchObject({ escalation: 'primary', owner: 'us', cooldownMs: 60_000 });
    expect(services['api']).toMatchObject({ escalation: 'primary', cooldownMs: 120_000 });
  });

  it('leave no trace: a file that repeats them is the same configuration', () => {
    const written = file('{ escalation: primary, alarms: { memory: false } }', `web: { workload: ${WEB} }`);
    const repeated = `${PEOPLE}${POLICY}services: { web: { escalation: primary, alarms: { memory: false }, workload: ${WEB} } }\n`;
    expect(loaded(written)).toEqual(loaded(repeated));
  });

  it('of an alarm stand beside what a service says of it, but for its severities', () => {
    const { services } = loaded(
      file(
        '{ escalation: primary, alarms: { memory: { critical: 80, warning: 60, for: 5 of 5 }, latency: false } }',
        `web: { workload: ${WEB}, alarms: { memory: { critical: 95 } } }`,
        `api: { workload: ${WEB}, alarms: { memory: { for: 1 of 1 }, latency: {} } }`,
        `off: { workload: ${WEB}, alarms: { memory: false } }`,
      ),
    );
    const fiveOfFive = { datapointsToAlarm: 5, evaluationPeriods: 5 };
    expect(services['web']?.alarms).toMatchObject({ latency: false });
    expect(services['web']?.alarms.memory).toEqual({ critical: 95, for: fiveOfFive });
    expect(services['api']?.alarms.memory).toMatchObject({ critical: 80, warning: 60, for: { evaluationPeriods: 1 } });
    expect(services['api']?.alarms.latency).toMatchObject({ critical: 1_000 });
    expect(services['off']?.alarms.memory).toBe(false);
  });

  it('of alarms that a workload cannot have are no mistake of it', () => {
    const { services } = loaded(
      file(
        '{ escalation: primary, alarms: { latency: { critical: 2s }, saturation: { cpu: 80, databaseCpu: 70 }, userImpact: true } }',
        `web: { workload: ${WEB} }`,
        'orders: { workload: { kind: sqs, queue: orders } }',
        'ledger: { workload: { kind: rds, database: ledger-db } }',
      ),
    );
    expect(services['web']?.alarms).toMatchObject({ latency: { critical: 2_000 }, saturation: { cpu: 80 } });
    expect(services['orders']?.alarms).toMatchObject({ latency: false, saturation: false });
    expect(services['ledger']?.alarms).toMatchObject({ saturation: { databaseCpu: 70 } });
  });

  it('that are wrong are told where they stand, once', () => {
    const wrong = '{ escalation: primery, alarms: { memory: { critical: 900 } }, colour: red }';
    const text = file(wrong, `web: { workload: ${WEB} }`, `api: { workload: ${WEB} }`);
    const line = String(text.split('\n').findIndex((one) => one.startsWith('defaults')) + 1);
    expect(problemsOf(text)).toEqual([
      `${line}:25 defaults.escalation: there is no escalation policy "primery": did you mean "primary"?`,
      `${line}:64 defaults.alarms.memory.critical: expected a percentage above 0 and at most 100, such as 90, got 900`,
      `${line}:73 defaults.colour: unknown key "colour": known here: owner, runbook, escalation, alarms, recoverAfter, cooldown, insufficientData`,
    ]);
  });

  it('do not hide what a service itself has wrong', () => {
    const text = file(
      '{ alarms: { memory: { critical: 80 } } }',
      `web: { workload: ${WEB}, alarms: { memory: { warning: 900 } } }`,
    );
    const problems = problemsOf(text).map((problem) => problem.replace(/^\d+:\d+ /u, ''));
    expect(problems).toEqual([
      'services.web.escalation: missing: expected the name of one of escalations',
      'services.web.alarms.memory.warning: expected a percentage above 0 and at most 100, such as 90, got 900',
    ]);
  });
});
