import type { Metric } from '../../core/alarm/definition.ts';
import { metricText } from '../../core/series/metric-text.ts';
import { safeText, shownValue } from '../../core/safe-text.ts';
import type { Unsupported } from '../../core/series/series.ts';
import { identityOf } from '../../core/series/metric-identity.ts';

/** How GetMetricData names a series. */
export interface Labelled {
  readonly id: string;
  readonly label: string;
}

const MOST_SHOWN = 6;

export const shownLabels = (results: readonly Labelled[]): string => {
  const shown = results.slice(0, MOST_SHOWN).map(({ id, label }) => `${safeText(id, 60)} ${shownValue(label)}`);
  const rest = results.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${String(rest)} more`] : [])].join(', ');
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html */
export const howToLabel = ({ dimensions }: Metric): string => {
  const parts = ['Namespace', 'MetricName', 'Stat', ...Object.keys(dimensions).map((name) => `Dim.${name}`)];
  return `give its query "Label": "${parts.map((part) => `\${PROP('${part}')}`).join(' ')}"`;
};

/** Whether a text stands in a label as whole words: `web` does in `web: CPU`, but not in `web-2` or `app/web`. */
export const isNamed = (text: string, label: string): boolean =>
  text !== '' &&
  label.includes(text) &&
  new RegExp(`(?<![\\w]|\\w[-./])${RegExp.escape(text)}(?![\\w]|[-./]\\w)`, 'u').test(label);

const STATISTIC =
  /(?<![\w./-])(?:Average|Sum|Minimum|Maximum|SampleCount|IQM|(?:p|tm|wm|tc|ts)\d+(?:\.\d+)?)(?![\w/-])/gu;
const AWS_NAMESPACE = /(?<![\w./-])AWS\/\w+/gu;

/** Whether a label names another statistic or namespace than the metric's, and not the metric's own. */
export const isOfAnother = (label: string, { stat, namespace, metricName }: Metric): boolean => {
  const statistics = [...label.matchAll(STATISTIC)].map(([text]) => text).filter((text) => text !== metricName);
  const namespaces = [...label.matchAll(AWS_NAMESPACE)].map(([text]) => text);
  const isOther = (named: readonly string[], own: string): boolean => named.length > 0 && !named.includes(own);
  return isOther(statistics, stat) || isOther(namespaces, namespace);
};

/** How well a label names a metric: what it names of it counts first, then that it leaves no dimension out; 0: not at all. */
const fit = (label: string, { namespace, metricName, stat, dimensions }: Metric): number => {
  if (!isNamed(metricName, label)) return 0;
  const values = Object.values(dimensions);
  const named = values.filter((value) => isNamed(value, label)).length;
  const others = [namespace, stat].filter((text) => isNamed(text, label)).length;
  return 1 + named + others - (values.length - named) / (values.length + 1);
};

/** Whether a label names one of the metrics, and not this one: whatever its id, it is no result of this one. */
export const isOfRival = (label: string, metric: Metric, among: readonly Metric[]): boolean =>
  fit(label, metric) === 0 && among.some((other) => fit(label, other) > 0);

export const severalFit = (results: readonly Labelled[], metric: Metric): Unsupported => ({
  unsupported: `${shownLabels(results)} fit ${metricText(metric)} alike: ${howToLabel(metric)}`,
});

const fitsBoth = (result: Labelled, [metric, rival]: readonly [Metric, Metric]): Unsupported => ({
  unsupported: `${shownLabels([result])} fits ${metricText(metric)} and ${metricText(rival)} alike: ${howToLabel(metric)}`,
});

/**
 * The result whose label names a metric best; undefined when none does. `among` are all metrics that results are looked
 * for: a label that names another of them as well is nobody's, one that names another of them better is not this one's.
 */
export const labelledResult = <Result extends Labelled>(
  metric: Metric,
  results: readonly Result[],
  among: readonly Metric[],
): Result | Unsupported | undefined => {
  const others = among.filter((other) => identityOf(other) !== identityOf(metric));
  const fitting = results
    .filter(({ label }) => !isOfAnother(label, metric))
    .map((result) => ({ result, own: fit(result.label, metric) }))
    .filter(({ own }) => own > 0)
    .sort((one, other) => other.own - one.own);
  // Without labels of one's own, hundreds of results have the same.
  const rivals = new Map<string, number>();
  const bestRival = ({ label }: Result): number => {
    const known = rivals.get(label);
    if (known !== undefined) return known;
    const fits = others.filter((other) => !isOfAnother(label, other)).map((other) => fit(label, other));
    const best = fits.reduce((most, one) => Math.max(most, one), 0);
    rivals.set(label, best);
    return best;
  };
  const first = fitting.find(({ result, own }) => bestRival(result) <= own);
  if (first === undefined) return undefined;
  const best = fitting
    .filter(({ result, own }) => own === first.own && bestRival(result) <= own)
    .map(({ result }) => result);
  if (best.length > 1) return severalFit(best, metric);
  const rival = others.find(
    (other) => !isOfAnother(first.result.label, other) && fit(first.result.label, other) === first.own,
  );
  return rival === undefined ? first.result : fitsBoth(first.result, [metric, rival]);
};
