import { describe, expect, it } from 'vitest';
import { lackedFields, lackOf } from '../../../lib/config/schema/alarm-lack.ts';
import { DEFAULT_ALARMS } from '../../../lib/config/schema/alarm-defaults.ts';
import { SATURATION, SATURATION_WINDOW } from '../../../lib/config/schema/saturation.ts';
import { workload as schema } from '../../../lib/config/schema/workload.ts';
import type { CustomMetric, Service, Workload } from '../../../lib/core/configuration.ts';
import type { AlarmKey } from '../../../lib/core/service/measurement.ts';
import { alarmsOf } from '../../../lib/core/service/service-alarms.ts';

type Kind = Workload['kind'];
type Whole<W> = { readonly [F in keyof W]-?: F extends 'metrics' ? Required<W[F]> : W[F] };

const metric: CustomMetric = { namespace: 'Shop', metricName: 'Value', dimensions: {} };
const balanced = { loadBalancer: 'app/web/50dc', targetGroup: 'targetgroup/web/73e2' };
const beside = { database: 'web-db', logGroup: '/web' };

/** Of each kind one that names everything it can; the compiler asks for what is new. */
const WHOLE: { readonly [K in Kind]: Whole<Extract<Workload, { readonly kind: K }>> } = {
  'alb-ecs': { kind: 'alb-ecs', cluster: 'prod', service: 'web', ...balanced, ...beside },
  ecs: {
    kind: 'ecs',
    cluster: 'prod',
    service: 'web',
    containerInsights: true,
    loadBalancer: 'net/web/50dc',
    targetGroup: 'targetgroup/web/73e2',
    ...beside,
  },
  lambda: { kind: 'lambda', functionName: 'web', alias: 'live', deadLetterQueue: 'web-dlq', ...beside },
  'ec2-asg': { kind: 'ec2-asg', autoScalingGroup: 'web', ...balanced, ...beside },
  nlb: { kind: 'nlb', loadBalancer: 'net/web/50dc', targetGroup: 'targetgroup/web/73e2', ...beside },
  sqs: { kind: 'sqs', queue: 'web', deadLetterQueue: 'web-dlq', ...beside },
  dynamodb: { kind: 'dynamodb', table: 'web', operations: ['Query'], ...beside },
  rds: { kind: 'rds', ...beside },
  custom: {
    kind: 'custom',
    metrics: {
      memory: metric,
      latency: metric,
      requests: metric,
      errors: metric,
      cpu: metric,
      healthy: metric,
      age: metric,
      depth: metric,
      disk: metric,
    },
    ...beside,
  },
};

/** What the alarm of a key watches. */
const WATCHES: { readonly [K in AlarmKey]: string } = {
  memory: 'memory',
  memoryGrowth: 'memory-growth',
  slowLeak: 'slow-leak',
  latency: 'latency',
  errors: 'errors',
  errorCount: 'error-count',
  availability: 'availability',
  traffic: 'traffic',
  lowTraffic: 'low-traffic',
  age: 'age',
  depth: 'depth',
  deadLetters: 'dead-letters',
  storage: 'storage',
  disk: 'disk',
  cpu: 'cpu',
  throttles: 'throttles',
  databaseCpu: 'database-cpu',
  connections: 'database-connections',
};
const KEYS = Object.keys(WATCHES) as AlarmKey[];

/** Without the fields at these places: `workload.metrics.cpu`. */
const without = (workload: Workload, places: readonly string[]): Workload => {
  const kept = (fields: object, place: string): object =>
    Object.fromEntries(
      Object.entries(fields)
        .filter(([name]) => !places.includes(`${place}.${name}`))
        .map(([name, value]) => [name, name === 'metrics' ? kept(value as object, `${place}.${name}`) : (value as unknown)]),
    );
  return kept(workload, 'workload') as Workload;
};

/** Where the schema lets a workload leave something out. */
const optionalPlaces = (workload: Workload): readonly string[] => {
  const metrics = workload.kind === 'custom' ? Object.keys(workload.metrics).map((name) => `metrics.${name}`) : [];
  return [...Object.keys(workload), ...metrics]
    .map((name) => `workload.${name}`)
    .filter((place) => schema.safeParse(without(workload, [place])).success);
};

const subsets = (places: readonly string[]): readonly (readonly string[])[] =>
  places.reduce<readonly (readonly string[])[]>((all, place) => [...all, ...all.map((some) => [...some, place])], [[]]);

const alarmedOn = (workload: Workload): ReadonlySet<string> => {
  const service: Service = {
    escalation: 'primary',
    workload,
    alarms: { ...DEFAULT_ALARMS, depth: { ...DEFAULT_ALARMS.depth, warning: 1 }, saturation: { ...SATURATION, for: SATURATION_WINDOW }, userImpact: true },
    recoverAfterMs: 0,
    cooldownMs: 0,
    insufficientData: 'notify',
  };
  return new Set(alarmsOf('web', service, 'prod').map(({ watches }) => watches));
};

describe.each(Object.values(WHOLE))('a workload of kind $kind', (whole: Workload) => {
  const absent = subsets(optionalPlaces(whole));

  it('may leave out what the schema says is optional', () => {
    expect(absent.length).toBeGreaterThanOrEqual(2);
    for (const places of absent) expect(schema.parse(without(whole, places))).toEqual(without(whole, places));
  });

  it('has an alarm exactly where it lacks nothing for it, whatever it leaves out', () => {
    for (const places of absent) {
      const workload = without(whole, places);
      const watched = alarmedOn(workload);
      const lacking = KEYS.filter((key) => lackOf(key, workload) !== undefined);
      expect([places, lacking]).toEqual([places, KEYS.filter((key) => !watched.has(WATCHES[key]))]);
    }
  });

  it('is told to name just the fields that give it the alarm, all of them', () => {
    for (const places of absent) {
      const workload = without(whole, places);
      for (const key of KEYS) {
        const lacked = lackedFields(key, workload) ?? [];
        const isGivenBy = (named: readonly string[]): boolean =>
          alarmedOn(without(whole, places.filter((place) => !named.includes(place)))).has(WATCHES[key]);
        if (lacked.length === 0) continue;
        expect([key, subsets(lacked).filter(isGivenBy)]).toEqual([key, [lacked]]);
        expect(lackOf(key, workload)).toContain(`name ${lacked.join(' and ')},`);
      }
    }
  });

  it('cannot have, whatever it names, just the alarms that it is told to turn off', () => {
    const watched = alarmedOn(whole);
    const cannot = KEYS.filter((key) => lackOf(key, whole)?.endsWith(`workload cannot have this alarm: turn it off with ${key}: false`));
    expect(cannot).toEqual(KEYS.filter((key) => !watched.has(WATCHES[key])));
  });
});

describe('a kind of workload', () => {
  it.each([
    ['sqs', 'an sqs workload'],
    ['rds', 'an rds workload'],
    ['nlb', 'an nlb workload'],
    ['ecs', 'an ecs workload'],
    ['dynamodb', 'a dynamodb workload'],
  ] as const)('%s is told of as it is spoken', (kind, spoken) => {
    expect(lackOf('latency', WHOLE[kind])).toMatch(new RegExp(`^${spoken} cannot`, 'u'));
  });
});

describe('every alarm', () => {
  it('is one that some kind of workload can have', () => {
    const watched = new Set(Object.values(WHOLE).flatMap((whole: Workload) => [...alarmedOn(whole)]));
    expect(Object.values(WATCHES).filter((watches) => !watched.has(watches))).toEqual([]);
  });
});
