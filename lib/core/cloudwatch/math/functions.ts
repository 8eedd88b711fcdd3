import { type Aggregate, aggregated } from './aggregates.ts';
import { metricCount, metrics, oneOf, removeEmpty, slice, sort } from './arrays.ts';
import { choice } from './choice.ts';
import { type ClockReading, CLOCKS, clockReading } from './clock.ts';
import { fill } from './fill.ts';
import { storable } from './operators.ts';
import { differences, rates, runningSum, timeDifferences } from './over-time.ts';
import { each, type Kernel, mapped, scalar, type Scope, series, type Term } from './term.ts';

export interface MathFunction {
  /** How to write it. */
  readonly usage: string;
  /** Undefined when the arguments are none that the documentation names. */
  readonly build: (args: readonly Term[], scope: Scope) => Term | undefined;
}

type OfOne = (term: Term | undefined) => Term | undefined;

const ofOne =
  (build: OfOne) =>
  ([term, ...rest]: readonly Term[]): Term | undefined =>
    rest.length === 0 ? build(term) : undefined;

type Named = readonly (readonly [string, MathFunction])[];

const ofPoints = (compute: (value: number) => number): Kernel => {
  const ofPoint = (value: number): number => storable(compute(value));
  return (values) => mapped(values, ofPoint);
};

const onPoints: Named = Object.entries({
  ABS: ofPoints(Math.abs),
  CEIL: ofPoints(Math.ceil),
  FLOOR: ofPoints(Math.floor),
  LOG: ofPoints(Math.log),
  LOG10: ofPoints(Math.log10),
}).map(([name, kernel]) => [
  name,
  { usage: `${name}(series or array)`, build: ofOne((term) => each(term, false, () => kernel)) },
]);

const overTime: Named = Object.entries({
  DIFF: differences,
  DIFF_TIME: timeDifferences,
  RATE: rates,
  RUNNING_SUM: () => runningSum,
}).map(([name, kernelOf]) => [
  name,
  { usage: `${name}(series or array)`, build: ofOne((term) => each(term, true, ({ frame }) => kernelOf(frame))) },
]);

const AGGREGATES: readonly Aggregate[] = ['AVG', 'MIN', 'MAX', 'SUM', 'STDDEV', 'DATAPOINT_COUNT'];

const aggregates: Named = AGGREGATES.map((name) => [
  name,
  { usage: `${name}(series or array)`, build: ofOne((term) => aggregated(name, term)) },
]);

const clocks: Named = CLOCKS.map((name: ClockReading) => [
  name,
  { usage: `${name}(series)`, build: ofOne((term) => clockReading(name, term)) },
]);

const period: OfOne = (term) =>
  term?.kind === 'series' && term.isMetric ? scalar(false, ({ frame }) => frame.periodSeconds) : undefined;

const timeSeries: OfOne = (term) =>
  term?.kind === 'scalar'
    ? series(term.windowed, (run) => new Float64Array(run.frame.count).fill(term.of(run)))
    : undefined;

/**
 * The functions that an alarm's expression may use.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export const MATH_FUNCTIONS: ReadonlyMap<string, MathFunction> = new Map([
  ...onPoints,
  ...overTime,
  ...aggregates,
  ...clocks,
  ['FILL', { usage: 'FILL(series or array, number, series, REPEAT or LINEAR)', build: fill }],
  ['FIRST', { usage: 'FIRST(array)', build: oneOf(0) }],
  ['IF', { usage: 'IF(series, series or number, series or number) or IF(number, series, series)', build: choice }],
  ['LAST', { usage: 'LAST(array)', build: oneOf(-1) }],
  ['METRICS', { usage: 'METRICS() or METRICS("part of an id"), where a metric has such an id', build: metrics }],
  ['METRIC_COUNT', { usage: 'METRIC_COUNT(array)', build: metricCount }],
  ['PERIOD', { usage: 'PERIOD(id of a metric)', build: ofOne(period) }],
  ['REMOVE_EMPTY', { usage: 'REMOVE_EMPTY(array)', build: removeEmpty }],
  ['SLICE', { usage: 'SLICE(array, first) or SLICE(array, first, end), with whole numbers from 0', build: slice }],
  ['SORT', { usage: 'SORT(array, AVG MIN MAX or SUM, ASC or DESC) and perhaps how many', build: sort }],
  ['TIME_SERIES', { usage: 'TIME_SERIES(number)', build: ofOne(timeSeries) }],
]);

/** Functions whose values only CloudWatch has, and why. */
export const BEYOND_REACH: ReadonlyMap<string, string> = new Map([
  ['ANOMALY_DETECTION_BAND', 'is not supported as part of an expression, only as what an alarm compares with'],
  ['DB_PERF_INSIGHTS', 'reads Performance Insights, which only CloudWatch can ask'],
  ['INSIGHT_RULE_METRIC', 'reads Contributor Insights, which only CloudWatch can ask'],
  ['LAMBDA', 'asks a Lambda function, which only CloudWatch can do'],
  ['SEARCH', 'finds metrics inside CloudWatch, and no alarm may use it'],
  ['SERVICE_QUOTA', 'is a quota of the account, which only CloudWatch knows'],
]);
