import type { Metric, MetricAlarm } from '../../core/alarm/definition.ts';
import { metricText } from '../../core/series/metric-text.ts';
import type { Series, SeriesLookup, Unsupported } from '../../core/series/series.ts';
import { metricsOf, needsOf } from '../../core/cloudwatch/evaluation/signal.ts';
import {
  howToLabel,
  isNamed,
  isOfAnother,
  isOfRival,
  type Labelled,
  labelledResult,
  severalFit,
  shownLabels,
} from './labelled-result.ts';
import { identityOf } from '../../core/series/metric-identity.ts';

interface Binding<Result> {
  readonly alarm: MetricAlarm;
  /** All alarms that are evaluated on the file, this one included. */
  readonly among: readonly MetricAlarm[];
  readonly results: readonly Result[];
}

/** What is looked for; `id`: how the alarm's metric math calls it. */
interface Wanted {
  readonly metric: Metric;
  readonly id?: string;
}

const isSame = (one: Metric, other: Metric): boolean => identityOf(one) === identityOf(other);

/** Every alarm calls its first metric m1: an id says which is meant only while they mean the same by it. */
const byId = <Result extends Labelled>(
  { metric, id }: Wanted,
  { among, results }: Binding<Result>,
): readonly Result[] => {
  const called = among.flatMap(({ signal }) => (signal.kind === 'math' ? signal.queries : []));
  const isShared = called.some((query) => query.id === id && !('metric' in query && isSame(query.metric, metric)));
  if (isShared) return [];
  const watched = among.flatMap(({ signal }) => metricsOf(signal));
  return results.filter(
    ({ id: own, label }) => own === id && !isOfAnother(label, metric) && !isOfRival(label, metric, watched),
  );
};

const byAlarmName = <Result extends Labelled>({ alarm, results }: Binding<Result>): readonly Result[] =>
  alarm.signal.kind === 'metric' ? results.filter(({ id, label }) => label === alarm.name || id === alarm.name) : [];

const byBeingAlone = <Result extends Labelled>({ alarm, among, results }: Binding<Result>): readonly Result[] => {
  const [only] = metricsOf(alarm.signal);
  const watched = among.flatMap(({ signal }) => metricsOf(signal));
  if (results.length !== 1 || only === undefined || !watched.every((metric) => isSame(metric, only))) return [];
  return results.filter(({ label }) => !isOfAnother(label, only));
};

/** Whether a label is made of nothing but values of dimensions. */
const isOfDimensions = (label: string, { dimensions }: Metric): boolean => {
  const longestFirst = Object.values(dimensions).sort((one, other) => other.length - one.length);
  return label.trim() !== '' && longestFirst.reduce((rest, value) => rest.replaceAll(value, ''), label).trim() === '';
};

/** What CloudWatch calls metrics that differ in nothing but dimensions, where no label was asked for: by their values. */
const byDimensions = <Result extends Labelled>(
  { metric }: Wanted,
  { among, results }: Binding<Result>,
): readonly Result[] => {
  const watched = among.flatMap(({ signal }) => metricsOf(signal));
  const fits = (label: string): readonly Metric[] => watched.filter((one) => isOfDimensions(label, one));
  if (!watched.every((one) => isSame({ ...one, dimensions: metric.dimensions }, metric))) return [];
  return results.filter(({ label }) => fits(label).length > 0 && fits(label).every((one) => isSame(one, metric)));
};

const nothingFits = ({ metric }: Wanted, results: readonly Labelled[]): Unsupported => ({
  isAbsent: true,
  unsupported: `no result of get-metric-data can be told to be ${metricText(metric)} (there are: ${shownLabels(results) || 'none'}): ${howToLabel(metric)}`,
});

/** The first rule that knows of a result decides; undefined: none does. */
const resultFor = <Result extends Labelled>(
  wanted: Wanted,
  binding: Binding<Result>,
): Result | Unsupported | undefined => {
  const { results, among } = binding;
  for (const found of [byId(wanted, binding), byAlarmName(binding)]) {
    if (found.length > 1) return severalFit(found, wanted.metric);
    if (found[0] !== undefined) return found[0];
  }
  const watched = among.flatMap(({ signal }) => metricsOf(signal));
  const labelled = labelledResult(wanted.metric, results, watched);
  if (labelled !== undefined) return labelled;
  const ofDimensions = byDimensions(wanted, binding);
  return ofDimensions.length > 1
    ? severalFit(ofDimensions, wanted.metric)
    : (ofDimensions[0] ?? byBeingAlone(binding)[0]);
};

const wantedBy = ({ signal }: MetricAlarm): readonly (Wanted & { readonly isOptional: boolean })[] | Unsupported => {
  if (signal.kind === 'metric') return [{ metric: signal.metric, isOptional: false }];
  const needs = needsOf(signal);
  if ('unsupported' in needs) return needs;
  return [...needs.metrics].map(([id, metric]) => ({ id, metric, isOptional: needs.optional.has(id) }));
};

/** What an alarm does not name, such as the samples that its values rest on: a label has to name the statistic as well. */
const besides = <Result extends Labelled>(metric: Metric, { among, results }: Binding<Result>): Result | undefined => {
  const watched = among.flatMap(({ signal }) => metricsOf(signal));
  const ofStatistic = results.filter(({ label }) => isNamed(metric.stat, label));
  const found = labelledResult(metric, ofStatistic, watched);
  return found === undefined || 'unsupported' in found ? undefined : found;
};

/**
 * The series of one alarm in the results of GetMetricData, by the ids of its metric math, else its name, else the labels,
 * else because there is but one; unsupported where that leaves a doubt. What it may do without can be absent.
 */
export const bindAlarm = <Result extends Labelled>(
  binding: Binding<Result>,
  seriesFor: (result: Result, metric: Metric) => readonly Series[],
): SeriesLookup | Unsupported => {
  const wanted = wantedBy(binding.alarm);
  if ('unsupported' in wanted) return wanted;
  const bound = new Map<string, Result>();
  for (const one of wanted) {
    const result = resultFor(one, binding) ?? (one.isOptional ? undefined : nothingFits(one, binding.results));
    if (result === undefined) continue;
    if ('unsupported' in result) return result;
    bound.set(identityOf(one.metric), result);
  }
  return (metric) => {
    const result = bound.get(identityOf(metric)) ?? besides(metric, binding);
    return result === undefined ? [] : seriesFor(result, metric);
  };
};
