import { evaluateMetricAlarm } from '../lib/core/cloudwatch/evaluation/alarm-transitions.ts';
import type { AlarmState, MetricAlarm } from '../lib/core/alarm/definition.ts';
import type { Series } from '../lib/core/series/series.ts';
import { instantOf, MINUTE } from '../lib/core/time.ts';
import { type Contestant, interleaved, type Measured, tell } from './measure.ts';
import { randomFrom } from './random.ts';
import { perSecond, table, whole } from './table.ts';

const POINTS = 2_000_000;
const THRESHOLD = 94;
const START_MS = Date.UTC(2020, 0, 1);
const [NAIVE, SUM, OURS] = ['naive slices and filters', 'sum of the same array', 'evaluateMetricAlarm'] as const;

const ALARM: MetricAlarm = {
  name: 'memory',
  signal: {
    kind: 'metric',
    metric: {
      namespace: 'AWS/ECS',
      metricName: 'MemoryUtilization',
      dimensions: {},
      stat: 'Average',
      periodSeconds: 60,
    },
  },
  limit: { comparison: 'GreaterThanOrEqualToThreshold', threshold: THRESHOLD },
  datapointsToAlarm: 3,
  evaluationPeriods: 5,
  treatMissingData: 'missing',
};

/** Days of quiet with a busy hour each; 5 % are missing. */
const measuredValues = (): Float64Array => {
  const random = randomFrom(20_230_805);
  return Float64Array.from({ length: POINTS }, (_, minute) => {
    if (random() < 0.05) return NaN;
    return (minute % 1_440 < 60 ? 80 : 50) + 15 * random();
  });
};

/** What anybody writes first: look back anew at every period. */
const naiveTransitions = (values: Float64Array): number => {
  const { datapointsToAlarm: m, evaluationPeriods: n } = ALARM;
  let state: AlarmState = 'INSUFFICIENT_DATA';
  let changes = 0;
  for (let end = 1; end <= values.length; end += 1) {
    const range = values.slice(Math.max(0, end - 7), end);
    const real = range.filter((value) => !Number.isNaN(value)).slice(-n);
    const breaching = real.filter((value) => value >= THRESHOLD).length;
    const premature =
      real.length < n &&
      breaching === real.length &&
      range.length - range.findIndex((value) => !Number.isNaN(value)) >= m;
    let next: AlarmState = breaching >= m || (premature && breaching > 0) ? 'ALARM' : 'OK';
    if (next === 'OK' && breaching === real.length && real.length < n) next = 'INSUFFICIENT_DATA';
    if (next !== state) changes += 1;
    state = next;
  }
  return changes;
};

const sumOf = (values: Float64Array): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? NaN;
    if (value === value) sum += value;
  }
  return sum;
};

export type Evaluations = readonly (Measured & { readonly changes?: number })[];

const timed = (work: () => number, onResult: (result: number) => void): Contestant['round'] => {
  return () => {
    const start = performance.now();
    const result = work();
    const took = performance.now() - start;
    onResult(result);
    return Promise.resolve(took);
  };
};

/** Two million minutes of one series through one alarm, 3 of 5, beside the naive way and the least that reading costs. */
export const evaluations = async (): Promise<Evaluations> => {
  tell('evaluation');
  const values = measuredValues();
  const series: Series = { startMs: START_MS, periodMs: MINUTE, values };
  const span = { from: instantOf(START_MS), to: instantOf(START_MS + POINTS * MINUTE) };
  const changes = new Map<string, number>();
  const contestant = (name: string, work: () => number): Contestant => ({
    name,
    round: timed(work, (result) => changes.set(name, result)),
  });
  const ours = (): number => {
    const history = evaluateMetricAlarm(ALARM, () => [series], span);
    if ('unsupported' in history) throw new Error(history.unsupported);
    return history.transitions.length;
  };
  const measured = await interleaved(
    [contestant(OURS, ours), contestant(NAIVE, () => naiveTransitions(values)), contestant(SUM, () => sumOf(values))],
    { warmUp: 2, counted: 7 },
  );
  if (changes.get(OURS) !== changes.get(NAIVE)) {
    throw new Error(`${OURS} saw ${String(changes.get(OURS))} changes, ${NAIVE} ${String(changes.get(NAIVE))}`);
  }
  return measured.map((one) => (one.name === SUM ? one : { ...one, changes: changes.get(one.name) ?? 0 }));
};

export const evaluationsText = (measured: Evaluations): string => {
  const medianOf = (name: string): number => measured.find((one) => one.name === name)?.median ?? NaN;
  return table(
    ['one alarm, 3 of 5, 2 million minutes, 5 % missing', 'changes', 'points/s', 'median ms', 'to naive', 'to the sum'],
    measured.map(({ name, median, changes }) => [
      name,
      changes === undefined ? '' : whole(changes),
      whole(perSecond(POINTS, median)),
      median.toFixed(1),
      `${(medianOf(NAIVE) / median).toFixed(1)}x`,
      `${(medianOf(SUM) / median).toFixed(2)}x`,
    ]),
  );
};
