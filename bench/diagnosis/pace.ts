import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { diagnose } from '../../lib/core/diagnosis/diagnose.ts';
import { watchedAs } from '../../lib/core/diagnosis/facts/known-metrics.ts';
import type { Role, Situation, WatchedSeries } from '../../lib/core/diagnosis/facts/situation.ts';
import { identityOf } from '../../lib/core/series/metric-identity.ts';
import type { Series } from '../../lib/core/series/series.ts';
import { DAY, epochOf, HOUR, instantOf, MINUTE } from '../../lib/core/time.ts';
import { percentile } from '../percentile.ts';
import { randomFrom } from '../random.ts';
import { whole } from '../table.ts';
import { say } from './say.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOW = epochOf('2026-03-17T14:00:00.000Z');
const ONSET = NOW - 25 * MINUTE;
const WARM_UP = 300;
const COUNTED = 500;

/** A quiet level, its noise, and what 25 minutes of a leak add. */
type Shape = readonly [metricName: string, stat: string, level: number, noise: number, added: number];

const SHAPES: readonly Shape[] = [
  ['RequestCount', 'Sum', 3000, 150, 0],
  ['TargetResponseTime', 'p50', 0.04, 0.004, 0.1],
  ['TargetResponseTime', 'p99', 0.09, 0.02, 0.5],
  ['HTTPCode_Target_5XX_Count', 'Sum', 1, 1, 60],
  ['HTTPCode_ELB_5XX_Count', 'Sum', 0, 1, 20],
  ['MemoryUtilization', 'Average', 40, 0.5, 35],
  ['MemoryUtilization', 'Maximum', 42, 0.6, 40],
  ['ReadLatency', 'Average', 0.005, 0.0004, 0],
  ['WriteLatency', 'Average', 0.004, 0.0004, 0],
  ['DatabaseConnections', 'Average', 20, 1, 0],
];

/** Of which a diagnosis also looks at 14 days. */
const LONG: readonly string[] = ['RequestCount', 'MemoryUtilization'];

const seriesFor = ([, , level, noise, added]: Shape, periodMs: number, lengthMs: number): Series => {
  const random = randomFrom(level + periodMs);
  const startMs = NOW - lengthMs;
  const values = Float64Array.from({ length: lengthMs / periodMs }, (_, index) => {
    const ms = startMs + index * periodMs;
    const day = 1 + 0.2 * Math.sin((2 * Math.PI * ms) / DAY);
    return level * day + noise * (random() + random()) + (added * Math.max(0, ms - ONSET)) / (NOW - ONSET);
  });
  return { startMs, periodMs, values };
};

const situationOf = (shapes: readonly Shape[]): Situation => {
  const watched: Partial<Record<Role, WatchedSeries>> = {};
  const held = new Map<string, readonly Series[]>();
  for (const shape of shapes) {
    const [metricName, stat] = shape;
    const metric = { namespace: 'AWS', metricName, dimensions: {}, stat, periodSeconds: 60 };
    const found = watchedAs(metric);
    if (found === undefined) throw new Error(`${metricName} ${stat} is not looked at`);
    watched[found.role] = { metric, scale: found.scale };
    const long = LONG.includes(metricName) ? [seriesFor(shape, 5 * MINUTE, 14 * DAY)] : [];
    held.set(identityOf(metric), [seriesFor(shape, MINUTE, 3 * HOUR), ...long]);
  }
  return {
    service: 'web',
    at: instantOf(NOW),
    watched,
    lookup: (metric) => held.get(identityOf(metric)) ?? [],
    memoryLimitPercent: 100,
    deploys: [{ at: instantOf(NOW - HOUR), id: 'web-2', system: 'ecs', status: 'SUCCEEDED' }],
    alarms: [],
    incidents: [],
    dependency: 'DB',
    missing: [],
    timeZone: 'UTC',
  };
};

const timesOf = (situation: Situation): string => {
  const times = Array.from({ length: WARM_UP + COUNTED }, () => {
    const start = performance.now();
    diagnose(situation);
    return performance.now() - start;
  }).slice(WARM_UP);
  const { cause } = diagnose(situation);
  const [p50, p95] = [50, 95].map((percent) => percentile(times, percent).toFixed(2));
  return `p50 ${p50 ?? ''} ms, p95 ${p95 ?? ''} ms, least ${Math.min(...times).toFixed(2)} ms (says ${cause})`;
};

const bundleBytes = (): readonly [whole: number, own: number] => {
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['lib/core/diagnosis/diagnose.ts'],
    outdir: 'bundles',
    bundle: true,
    minify: true,
    metafile: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'error',
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const own = inputs.filter(([path]) => path.startsWith('lib/core/diagnosis/'));
  return [outputFiles[0]?.contents.length ?? 0, own.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)];
};

export const sayPace = (): void => {
  const quiet = SHAPES.map(([name, stat, level, noise]): Shape => [name, stat, level, noise, 0]);
  const [bytes, own] = bundleBytes();
  say(
    `\nOne diagnosis, warm, of 3 h by the minute and 14 days of traffic and memory (goal: p95 ≤ 5 ms), ${String(COUNTED)} each`,
  );
  say(`  a leak:  ${timesOf(situationOf(SHAPES))}`);
  say(`  quiet:   ${timesOf(situationOf(quiet))}`);
  say(`  bundle, minified: ${whole(bytes)} bytes, ${whole(own)} of them of the diagnosis itself (goal: ≤ 60,000)`);
};
