import type { Signal } from '../alarm/definition.ts';
import { wordsOfMetric } from '../alarm/symptom/vocabulary.ts';
import type { CustomMetric, MetricUnit } from '../configuration.ts';

const UNITS: readonly string[] = ['s', 'ms', 'percent', 'count', 'bytes'] satisfies readonly MetricUnit[];

const isUnit = (kind: string | undefined): kind is MetricUnit => kind !== undefined && UNITS.includes(kind);

/** The unit in which AWS counts a metric of its own; undefined: it is none, or in another. */
export const unitOfAws = ({
  namespace,
  metricName,
}: Pick<CustomMetric, 'namespace' | 'metricName'>): MetricUnit | undefined => {
  const kind = wordsOfMetric(namespace, metricName)?.kind;
  return isUnit(kind) ? kind : undefined;
};

/** How many milliseconds one of what a metric counts is: what nobody says the unit of counts milliseconds. */
export const msEach = (signal: Signal, unit?: MetricUnit): number => {
  const known = unit ?? (signal.kind === 'metric' ? unitOfAws(signal.metric) : undefined);
  return known === 's' ? 1_000 : 1;
};
