import type { Signal } from '../alarm/definition.ts';
import { wordsOfMetric } from '../alarm/symptom/vocabulary.ts';
import type { CustomMetric, MetricUnit } from '../configuration.ts';

/** Of some metrics of AWS that no threshold can be compared with. */
type UnitOfAws = MetricUnit | 'MB' | 'USD';

const UNITS: readonly string[] = ['s', 'ms', 'percent', 'count', 'bytes', 'MB', 'USD'] satisfies readonly UnitOfAws[];

const isUnit = (kind: string | undefined): kind is UnitOfAws => kind !== undefined && UNITS.includes(kind);

/** The unit in which AWS counts a metric of its own; undefined: it is none, or in no unit. */
export const unitOfAws = ({
  namespace,
  metricName,
}: Pick<CustomMetric, 'namespace' | 'metricName'>): UnitOfAws | undefined => {
  const kind = wordsOfMetric(namespace, metricName)?.kind;
  return isUnit(kind) ? kind : undefined;
};

/** How many milliseconds one of what a metric counts is: what nobody says the unit of counts milliseconds. */
export const msEach = (signal: Signal, unit?: MetricUnit): number => {
  const known = unit ?? (signal.kind === 'metric' ? unitOfAws(signal.metric) : undefined);
  return known === 's' ? 1_000 : 1;
};
