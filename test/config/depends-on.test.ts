import { describe, expect, it } from 'vitest';
import { LAMBDA, loaded, PEOPLE, POLICY, problemsOf } from './loading.ts';

/** A file whose services, a lambda each, depend on others; the first stands on line 11, what it depends on on line 14. */
const withServices = (services: Readonly<Record<string, string | undefined>>): string => {
  const written = Object.entries(services).map(([name, others]) => {
    const dependsOn = others === undefined ? '' : `    dependsOn: ${others}\n`;
    return `  ${name}:\n    escalation: primary\n    workload: ${LAMBDA}\n${dependsOn}`;
  });
  return `${PEOPLE}${POLICY}services:\n${written.join('')}`;
};

describe('a service that depends on others', () => {
  it('names them', () => {
    const { services } = loaded(withServices({ web: '[api, search]', api: '[search]', search: undefined }));
    expect([services['web']?.dependsOn, services['api']?.dependsOn]).toEqual([['api', 'search'], ['search']]);
    expect(services['search']?.dependsOn).toBeUndefined();
  });

  it.each([
    ['[apy]', '14:17 services.web.dependsOn[0]: there is no service "apy": did you mean "api"?'],
    ['[api, api]', '14:22 services.web.dependsOn[1]: api is named twice'],
    ['api', '14:16 services.web.dependsOn: expected a list, got "api": write dependsOn: [api]'],
    ['[web]', '14:5 services.web.dependsOn: web depends on web: leave out the call by which trouble does not spread'],
  ])('written as %s is refused', (dependsOn, problem) => {
    expect(problemsOf(withServices({ web: dependsOn, api: undefined }))).toEqual([problem]);
  });

  it('never depends on itself by way of others: each would name the other as the cause', () => {
    expect(problemsOf(withServices({ web: '[api]', api: '[search, db]', search: '[web]', db: undefined }))).toEqual([
      '14:5 services.web.dependsOn: web depends on api depends on search depends on web: leave out the call by which trouble does not spread',
    ]);
  });
});
