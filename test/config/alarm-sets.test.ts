import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alarmsOf } from '../../lib/core/service/service-alarms.ts';
import { loaded } from './loading.ts';

const alarmsIn = (file: string): readonly string[] => {
  const { services, environment } = loaded(
    readFileSync(new URL(`../fixtures/alarm-sets/${file}.yaml`, import.meta.url), 'utf8'),
  );
  return Object.entries(services).flatMap(([name, service]) =>
    alarmsOf(name, service, environment).map(({ watches, severity }) => `${name} ${watches} ${severity}`),
  );
};

describe('the alarms that teams have published, written again', () => {
  it('of ECS behind a load balancer say counts, critical CPU and no traffic, for all services at once', () => {
    const alarms = alarmsIn('ecs-behind-alb');
    expect(alarms).toEqual(
      expect.arrayContaining([
        'shop availability critical',
        'shop availability warning',
        'shop error-count warning',
        'shop low-traffic critical',
        'shop cpu critical',
        'search cpu warning',
        'search errors critical',
      ]),
    );
    expect(alarms).not.toContain('search low-traffic critical');
  });

  it('of a module for ECS are CPU, memory and running tasks', () => {
    expect(alarmsIn('ecs-module')).toEqual([
      'mailer memory critical',
      'mailer availability critical',
      'mailer availability warning',
      'mailer cpu critical',
      'invoices memory critical',
      'invoices availability critical',
      'invoices cpu critical',
    ]);
  });

  it('of functions are counts, durations, ages and dead letters', () => {
    expect(alarmsIn('functions')).toEqual([
      'resize latency warning',
      'resize error-count critical',
      'resize error-count warning',
      'resize dead-letters critical',
      'resize throttles critical',
      'resize throttles warning',
      'replicate latency warning',
      'replicate error-count critical',
      'replicate error-count warning',
      'replicate age critical',
      'replicate age warning',
      'replicate throttles critical',
      'replicate throttles warning',
    ]);
  });

  it('of a compiler farm look at periods of five minutes, instances in service, queue and table', () => {
    expect(alarmsIn('compiler-farm')).toEqual([
      'site latency critical',
      'site errors critical',
      'site traffic warning',
      'site cpu warning',
      'site user-impact critical',
      'instances availability critical',
      'compilations age critical',
      'compilations age warning',
      'compilations depth warning',
      'compilations dead-letters warning',
      'links error-count warning',
      'links throttles warning',
    ]);
  });

  it('of instances with an agent are CPU, memory and disk by their dimensions', () => {
    expect(alarmsIn('instances-with-agent')).toEqual(
      expect.arrayContaining([
        'build-server memory critical',
        'build-server disk critical',
        'build-server cpu critical',
        'ledger storage critical',
      ]),
    );
  });
});
