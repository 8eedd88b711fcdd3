import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../lib/config/load-configuration.ts';
import { MINIMAL_FILE } from '../../lib/config/schema/minimal-file.ts';
import { formatProblems } from '../../lib/config/yaml/problem.ts';
import { canonicalJson } from '../../lib/core/canonical-json.ts';
import { loaded, PEOPLE, POLICY, problemsOf } from './loading.ts';
import { NO_ALARMS } from '../support/no-alarms.ts';

const EXAMPLE = readFileSync(new URL('../../examples/tocsin.yaml', import.meta.url), 'utf8');
const FULL = readFileSync(new URL('../../examples/tocsin.full.yaml', import.meta.url), 'utf8');

describe('the reference example', () => {
  it('loads as it stands', () => {
    const { hash, environment, services, routing, unrouted, schedules, escalations } = loaded(EXAMPLE);
    expect(hash).toMatch(/^[0-9a-f]{12}$/);
    expect(environment).toBe('prod');
    expect(services['web']).toEqual({
      description: 'Public web application',
      owner: 'web-team',
      runbook: 'https://wiki.example.com/runbooks/web',
      escalation: 'primary',
      workload: {
        kind: 'alb-ecs',
        loadBalancer: 'app/web/50dc6c495c0c9188',
        cluster: 'prod',
        service: 'web',
        database: 'web-db',
        logGroup: '/ecs/web',
      },
      alarms: {
        ...NO_ALARMS,
        memory: { critical: 90, warning: 75, for: { datapointsToAlarm: 3, evaluationPeriods: 5 } },
        memoryGrowth: { exhaustionWithinMs: 3_600_000 },
        slowLeak: {},
        latency: { stat: 'p99', critical: 1_000, for: { datapointsToAlarm: 3, evaluationPeriods: 5 } },
        errors: { critical: 5, for: { datapointsToAlarm: 3, evaluationPeriods: 5 } },
        traffic: { warning: 'anomaly', band: 3, for: { datapointsToAlarm: 3, evaluationPeriods: 5 } },
        saturation: {
          cpu: 90,
          databaseCpu: 90,
          connections: 'anomaly',
          for: { datapointsToAlarm: 3, evaluationPeriods: 5 },
        },
        userImpact: true,
      },
      recoverAfterMs: 300_000,
      cooldownMs: 600_000,
      insufficientData: 'notify',
    });
    expect(routing[1]).toEqual({
      match: { tags: { service: 'payments' } },
      service: 'payments',
      escalation: 'primary',
      severity: 'critical',
    });
    expect(unrouted).toEqual({ escalation: 'primary', severity: 'critical' });
    expect(schedules['web-primary']).toEqual({
      timeZone: 'America/New_York',
      layers: [{ rotation: ['alice', 'bob'], everyDays: 7, starting: '2023-07-31', handoff: '09:00' }],
    });
    expect(escalations['primary']).toEqual({
      levels: [
        { page: ['schedule:web-primary'], escalateAfterMs: 900_000 },
        { page: ['responder:dev-lead'], escalateAfterMs: 1_800_000 },
        { page: ['responder:manager'], escalateAfterMs: 1_800_000 },
      ],
      repeat: 2,
      acknowledgementTimeoutMs: 1_800_000,
      notify: ['channel:ops'],
      unanswered: ['channel:ops', 'responder:manager'],
      unansweredEveryMs: 3_600_000,
    });
  });
});

describe('a configuration', () => {
  it('is plain JSON', () => {
    for (const text of [EXAMPLE, FULL, MINIMAL_FILE]) {
      const configuration = loaded(text);
      expect(JSON.parse(JSON.stringify(configuration))).toEqual(configuration);
      expect(canonicalJson(configuration)).not.toContain('null');
    }
  });

  it('has a hash of its meaning, not of its spelling', () => {
    const hash = ({ text }: { text: string }): string => loaded(text).hash;
    expect(hash({ text: `# a comment\n${EXAMPLE}` })).toBe(hash({ text: EXAMPLE }));
    expect(hash({ text: EXAMPLE.replace('15m', '900 seconds') })).toBe(hash({ text: EXAMPLE }));
    expect(hash({ text: EXAMPLE.replace('15m', '16m') })).not.toBe(hash({ text: EXAMPLE }));
  });

  it('needs no more than somebody and an order to page them in', () => {
    expect(loaded(MINIMAL_FILE)).toMatchObject({
      environment: 'default',
      services: {},
      routing: [],
      unrouted: { escalation: 'primary', severity: 'critical' },
      reserveConcurrency: true,
    });
  });

  it('is unchanged by anchors and aliases', () => {
    const aliased = EXAMPLE.replace('escalateAfter: 30m }', 'escalateAfter: &half 30m }').replace(
      'acknowledgementTimeout: 30m',
      'acknowledgementTimeout: *half',
    );
    expect(aliased).not.toBe(EXAMPLE);
    expect(loaded(aliased)).toEqual(loaded(EXAMPLE));
  });
});

describe('several problems', () => {
  it('are told all at once, in the order of the file, each at its line', () => {
    const text = EXAMPLE.replace('environment: prod', 'enviroment: prod')
      .replace('critical: 1s', 'critical: 5')
      .replace('[alice, bob]', '[alice, bbo]')
      .replace('repeat: 2', 'repeat: many');
    expect(problemsOf(text)).toEqual([
      '4:1 enviroment: unknown key "enviroment": did you mean "environment"?',
      '23:45 services.web.alarms.latency.critical: expected a duration such as 800ms or 1s, got 5: write critical: 5ms or 5s',
      '53:27 schedules.web-primary.layers[0].rotation[1]: there is no responder "bbo": did you mean "bob"?',
      '65:13 escalations.primary.repeat: expected a whole number from 0 to 9, got "many"',
    ]);
  });

  it('are formatted one a line, as editors understand them', () => {
    const result = parseConfiguration(`${PEOPLE}${POLICY}repeat: 2\nweb: 1\n`, 'ops/tocsin.yaml');
    expect(result.outcome === 'problems' && formatProblems(result.problems)).toMatch(
      /^ops\/tocsin\.yaml:10:1 repeat: unknown key "repeat".*\nops\/tocsin\.yaml:11:1 web: unknown key "web".*$/,
    );
  });

  it('show control characters of a hostile key escaped', () => {
    const result = parseConfiguration(`${PEOPLE}${POLICY}"\\e[2J\\n": 2\n`, 'tocsin.yaml');
    expect(result.outcome === 'problems' && formatProblems(result.problems)).toContain('["\\u001b[2J\\n"]');
  });
});

describe('a file without the essentials', () => {
  it.each(['', '# nothing but a comment\n', '---\n', 'null\n'])('that is empty shows one that works: %j', (text) => {
    expect(problemsOf(text)).toEqual([`1:1 the file is empty; a file that works:\n${MINIMAL_FILE.trimEnd()}`]);
  });

  it('without an escalation policy shows one that works', () => {
    const message = `at least one escalation policy is needed; a file that works:\n${MINIMAL_FILE.trimEnd()}`;
    expect(problemsOf('environment: prod\n')).toEqual([`1:1 escalations: ${message}`]);
    expect(problemsOf(`${PEOPLE}escalations: {}\n`)).toEqual([`6:1 escalations: ${message}`]);
  });

  it('without anybody to page says so', () => {
    expect(problemsOf(POLICY)).toEqual([
      `1:1 at least one responder or channel is needed; a file that works:\n${MINIMAL_FILE.trimEnd()}`,
      '4:18 escalations.primary.levels[0].page[0]: there is no responder "alice": describe it under responders',
    ]);
  });
});

describe('any text', () => {
  const lines = (text: string): number => text.split('\n').length;
  const loadsOrIsToldWithinTheFile = (text: string): void => {
    const result = parseConfiguration(text, 'tocsin.yaml');
    if (result.outcome === 'configuration') return;
    expect(result.problems.length).toBeGreaterThan(0);
    for (const { line, column, message } of result.problems) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines(text));
      expect(column).toBeGreaterThanOrEqual(1);
      expect(message).not.toBe('');
      expect(message).not.toMatch(/Invalid input|undefined|\[object/);
    }
  };

  it('never makes the loader throw', () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '&a ',
      '*a',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '|\n',
      '? ',
      '!t ',
      '\t',
      '#',
      '%',
      '---\n',
      '<<: ',
      ',',
    );
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), loadsOrIsToldWithinTheFile));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        loadsOrIsToldWithinTheFile(pieces.join(''));
      }),
      { numRuns: 500 },
    );
  });

  it('that was an example before somebody edited it loads, or is told at lines of the file', () => {
    const words = fc.constantFrom(
      '',
      '5',
      'null',
      '[]',
      '{}',
      'x: 1',
      '-1',
      '1e999',
      '.nan',
      '[[',
      '&a',
      '*a',
      'constructor',
      '"\\u0000"',
      '~',
      'yes',
      '2023-02-30',
      '\t',
    );
    const source = fc.constantFrom(EXAMPLE, FULL);
    const edit = fc.record({
      at: fc.nat(),
      length: fc.nat({ max: 30 }),
      by: fc.oneof(words, fc.string({ maxLength: 5 })),
    });
    fc.assert(
      fc.property(source, fc.array(edit, { minLength: 1, maxLength: 3 }), (text, edits) => {
        const edited = edits.reduce((now, { at, length, by }) => {
          const from = at % (now.length + 1);
          return now.slice(0, from) + by + now.slice(from + length);
        }, text);
        loadsOrIsToldWithinTheFile(edited);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
