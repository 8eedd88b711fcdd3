import { describe, expect, it } from 'vitest';
import { LAMBDA, loaded, problemsOf, withService } from './loading.ts';

/** A file with one service, `shop`, and one rule, on line 15. */
const withRule = (rule: string): string => `${withService(`workload: ${LAMBDA}`)}\ndeploys:\n  - { ${rule} }\n`;

describe('a rule of deploys', () => {
  it('says whose a deploy is by names of what was deployed', () => {
    const rule = 'match: { pipeline: shop-*, stack: shop }, service: shop';
    expect(problemsOf(withRule(rule))).toEqual([]);
    expect(loaded(withRule(rule)).deploys).toEqual([{ match: { pipeline: 'shop-*', stack: 'shop' }, service: 'shop' }]);
  });

  it.each([
    [
      'match: { stack: x }, service: shopp',
      '15:37 deploys[0].service: there is no service "shopp": did you mean "shop"?',
    ],
    ['match: { stack: x }', '15:5 deploys[0].service: missing: expected the name of one of services'],
    [
      'match: {}, service: shop',
      '15:7 deploys[0].match: expected at least one of ecsService, function, autoScalingGroup, codedeployApplication, codedeployGroup, pipeline, stack, appconfigApplication, appconfigEnvironment: an empty match would take every deploy',
    ],
    ['service: shop', '15:5 deploys[0].match: missing: expected a mapping'],
    ['match: { stak: x }, service: shop', '15:16 deploys[0].match.stak: unknown key "stak": did you mean "stack"?'],
    [
      'match: { stack: 5 }, service: shop',
      '15:23 deploys[0].match.stack: expected text, got 5: write stack: "5", in quotes',
    ],
    ['match: { stack: "" }, service: shop', '15:16 deploys[0].match.stack: expected text, got ""'],
  ])('written as %s is refused', (rule, problem) => {
    expect(problemsOf(withRule(rule))).toContain(problem);
  });
});

it('a file without such rules has none', () => {
  expect(loaded(withService(`workload: ${LAMBDA}`)).deploys).toBeUndefined();
});
