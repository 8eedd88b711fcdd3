import { describe, expect, it } from 'vitest';
import { servicesOf } from '../../../lib/core/deploy/services-of.ts';
import type { DeployedNames } from '../../../lib/core/deploy/told-deploy.ts';
import { configurationOf } from '../../support/configurations.ts';

const withRules = (...rules: readonly string[]) =>
  configurationOf(`
services:
  web:
    escalation: primary
    workload: { kind: alb-ecs, loadBalancer: app/web/50dc6c495c0c9188, cluster: prod, service: web }
  thumbnails:
    escalation: primary
    workload: { kind: lambda, functionName: thumbnails }
  search:
    escalation: primary
    workload: { kind: ec2-asg, autoScalingGroup: search-prod }
  mailer:
    escalation: primary
    workload: { kind: ecs, cluster: prod, service: mailer }
  worker:
    escalation: primary
    workload: { kind: custom, metrics: {} }
responders:
  alice: { name: Alice }
escalations:
  primary: { levels: [{ page: [responder:alice] }] }
deploys: [${rules.join(', ')}]
`);

const found = (names: DeployedNames, ...rules: readonly string[]): readonly string[] =>
  servicesOf({ services: [], names }, withRules(...rules));

describe('a deploy', () => {
  it.each<[DeployedNames, string]>([
    [{ ecsService: ['prod/web'] }, 'web'],
    [{ ecsService: ['prod/mailer'] }, 'mailer'],
    [{ function: ['thumbnails'] }, 'thumbnails'],
    [{ codedeployApplication: ['x'], autoScalingGroup: ['other', 'search-prod'] }, 'search'],
  ])('of %j is of %s, whose workload that is', (names, service) => {
    expect(found(names)).toEqual([service]);
  });

  it.each<[DeployedNames]>([
    [{ ecsService: ['staging/web'] }],
    [{ ecsService: ['web'] }],
    [{ function: ['Thumbnails'] }],
    [{ stack: ['web'] }],
    [{}],
  ])('of %j is nobody’s', (names) => {
    expect(found(names)).toEqual([]);
  });

  it('that names services itself is theirs, as far as they are described', () => {
    const configuration = withRules('{ match: { stack: x }, service: search }');
    const told = { services: ['worker', 'web', 'gone', 'constructor'], names: {} };
    expect(servicesOf(told, configuration)).toEqual(['worker', 'web']);
  });
});

describe('rules', () => {
  it('say whose a deploy is that no workload names', () => {
    expect(found({ stack: ['web-prod'] }, '{ match: { stack: web-prod }, service: web }')).toEqual(['web']);
    expect(found({ ecsService: ['prod/web'] }, '{ match: { ecsService: prod/* }, service: worker }')).toEqual(['web']);
  });

  it('count all, each service once', () => {
    const rules = ['web', 'worker', 'web'].map((service) => `{ match: { stack: shop-* }, service: ${service} }`);
    expect(found({ stack: ['shop-prod'] }, ...rules)).toEqual(['web', 'worker']);
  });

  it('match by every key they give', () => {
    const rule = '{ match: { codedeployApplication: shop, codedeployGroup: prod-* }, service: web }';
    expect(found({ codedeployApplication: ['shop'], codedeployGroup: ['prod-1'] }, rule)).toEqual(['web']);
    expect(found({ codedeployApplication: ['shop'], codedeployGroup: ['test-1'] }, rule)).toEqual([]);
    expect(found({ codedeployApplication: ['shop'] }, rule)).toEqual([]);
  });

  it.each([
    ['web', 'web', true],
    ['web', 'web-1', false],
    ['web', 'Web', false],
    ['web*', 'web', true],
    ['web*', 'web-1', true],
    ['*web', 'the-web', true],
    ['*', 'anything', true],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'abc', true],
    ['a*b*c', 'a-c-b', false],
    ['aa*aa', 'aaa', false],
    ['a.c', 'abc', false],
    ['**', '', true],
  ])('%s fits %s: %s', (pattern, name, fits) => {
    const rule = `{ match: { stack: "${pattern}" }, service: web }`;
    expect(found({ stack: [name] }, rule)).toEqual(fits ? ['web'] : []);
  });

  it('are quick whatever they look at', () => {
    const rule = `{ match: { stack: "${'a*'.repeat(120)}b" }, service: web }`;
    expect(found({ stack: ['a'.repeat(256)] }, rule)).toEqual([]);
  });
});
