import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../../examples/web-server/corpus/kinds.ts';
import { wasHurt } from '../../examples/web-server/corpus/hurt.ts';
import { labelledRecordingOf } from '../../examples/web-server/corpus/labelled-recording.ts';
import type { Scenario } from '../../examples/web-server/corpus/scenario.ts';
import type { Minute } from '../../examples/web-server/minute.ts';
import { Turns } from '../../examples/web-server/turns.ts';
import { randomFrom } from '../../bench/random.ts';

const scenarioOf = (kind: string, seed = 1): Scenario => {
  const make = KINDS[kind];
  if (make === undefined) throw new Error(`no kind ${kind}`);
  return make(randomFrom(seed));
};

const ALL = Object.keys(KINDS);
const rateAt = (scenario: Scenario, minute: number): number => scenario.crowdAt(minute).perSecond;

describe('a kind of trouble', () => {
  it.each(ALL)('%s draws the same run of the same numbers, and another of others', (kind) => {
    const text = (seed: number): string => JSON.stringify({ ...scenarioOf(kind, seed), crowdAt: undefined });
    expect(text(1)).toBe(text(1));
    expect(text(1)).not.toBe(text(2));
  });

  /** Several lives, or a cache that has to fill, need longer after it. */
  const leastQuiet = new Map([
    ['leak-restarts', 20],
    ['cache-fills', 27],
  ]);

  it.each(ALL)('%s leaves enough quiet before, 40 minutes of most, and 35 of trouble', (kind) => {
    for (let seed = 0; seed < 20; seed++) {
      const { truth, minutes } = scenarioOf(kind, seed);
      const least = leastQuiet.get(kind) ?? 40;
      expect(truth.onset ?? least).toBeGreaterThanOrEqual(least);
      expect((truth.onset ?? 0) + 35).toBeLessThan(minutes);
    }
  });

  it('has traffic by the factor that it says, and else as usual', () => {
    for (const kind of ALL.filter((each) => each !== 'daily' && each !== 'traffic-drop')) {
      const scenario = scenarioOf(kind);
      const { surge } = scenario.truth;
      const most = Math.max(...Array.from({ length: scenario.minutes }, (_, minute) => rateAt(scenario, minute)));
      expect(most / rateAt(scenario, 0), kind).toBeCloseTo(surge?.factor ?? 1, 5);
    }
  });

  it('is one of at least 16, and each cause is there', () => {
    expect(ALL.length).toBeGreaterThanOrEqual(16);
    const causes = new Set(ALL.map((kind) => scenarioOf(kind).truth.cause));
    expect([...causes].sort()).toEqual([
      'dependency',
      'deploy-regression',
      'memory-leak',
      'none',
      'traffic-surge',
      'unknown',
    ]);
  });
});

const MINUTE: Minute = {
  requests: 60,
  p50Seconds: 0.05,
  p99Seconds: 0.1,
  serverErrors: 0,
  memoryPercent: 40,
  cpuPercent: 10,
  connections: 5,
  cachedPages: 1,
  readSeconds: 0.01,
};

const labelled = (holes: number): Record<string, unknown> =>
  labelledRecordingOf({
    kind: 'leak-deploy',
    scenario: { ...scenarioOf('leak-deploy'), holes },
    recorded: {
      minutes: Array.from({ length: 90 }, () => MINUTE),
      entries: [{ minute: 45.25, id: 'web-2', status: 'SUCCEEDED' }],
      deaths: [12, 71.5],
      waitedPercent: 3,
    },
    secondsPerMinute: 1,
    periodSeconds: 60,
    start: Date.parse('2026-03-02T09:00:00Z'),
    random: randomFrom(3),
  });

describe('a labelled recording', () => {
  it('is a recording as its schema says', () => {
    const ajv = new Ajv2020({ allErrors: true });
    formats.default(ajv);
    const schema = readFileSync(new URL('../../schema/recording.schema.json', import.meta.url), 'utf8');
    const validate = ajv.compile(JSON.parse(schema) as object);
    validate(labelled(0.2));
    expect(validate.errors).toBeNull();
  });

  it('says beside it what really was the matter, in its own time', () => {
    expect(labelled(0)).toMatchObject({
      deploys: [{ at: '2026-03-02T09:45:15.000Z', id: 'web-2', status: 'SUCCEEDED' }],
      truth: { kind: 'leak-deploy', cause: 'memory-leak', deploy: 'web-2', exhaustedAt: '2026-03-02T10:11:30.000Z' },
    });
  });

  it('lacks as many values as it has holes', () => {
    const values = (recording: Record<string, unknown>): number =>
      (recording['series'] as { values: number[] }[]).reduce((sum, series) => sum + series.values.length, 0);
    const share = values(labelled(0.2)) / values(labelled(0));
    expect(share).toBeGreaterThan(0.75);
    expect(share).toBeLessThan(0.85);
  });
});

describe('a surge', () => {
  const truth = { ...scenarioOf('surge-mild').truth, onset: 45, end: null };
  const minutes = (changes: Partial<Minute>): readonly Minute[] =>
    Array.from({ length: 90 }, (_, minute) => (minute < 45 ? MINUTE : { ...MINUTE, ...changes }));

  it('hurt those who waited or failed, as it was measured', () => {
    expect(wasHurt(minutes({ p50Seconds: 0.06 }), truth)).toBe(true);
    expect(wasHurt(minutes({ p99Seconds: 0.2 }), truth)).toBe(true);
    expect(wasHurt(minutes({ serverErrors: 1 }), truth)).toBe(true);
  });

  it('hurt nobody where they were served as before', () => {
    expect(wasHurt(minutes({ requests: 150, p50Seconds: 0.052 }), truth)).toBe(false);
  });
});

describe('turns', () => {
  it('lets so many in at once, first come, first served', async () => {
    const turns = new Turns(2);
    const order: string[] = [];
    let inside = 0;
    const visit = (name: string): Promise<void> =>
      turns.during(async () => {
        expect(++inside).toBeLessThanOrEqual(2);
        order.push(name);
        await Promise.resolve();
        inside -= 1;
      });
    await Promise.all(['a', 'b', 'c', 'd'].map(visit));
    expect(order).toEqual(['a', 'b', 'c', 'd']);
  });

  it('refuses who would make the line too long, and goes on after a failure', async () => {
    const turns = new Turns(1);
    turns.longestLine = 1;
    const failing = turns.during(() => Promise.reject(new Error('no page')));
    const waiting = turns.during(() => Promise.resolve('served'));
    await expect(turns.during(() => Promise.resolve())).rejects.toThrow('too many wait');
    await expect(failing).rejects.toThrow('no page');
    await expect(waiting).resolves.toBe('served');
  });
});
