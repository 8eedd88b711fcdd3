import { type MathQuery, type Metric, ONLY_METRIC, type Signal } from '../../alarm/definition.ts';
import { prepareQueries } from '../math/evaluate-queries.ts';
import type { Frame } from '../math/frame.ts';
import type { SeriesLookup, Unsupported } from '../../series/series.ts';

/** What an alarm's value is made of: metrics by id. */
export interface Needs {
  readonly metrics: ReadonlyMap<string, Metric>;
  /** Ids of those whose absence counts as a value: they are filled. */
  readonly optional: ReadonlySet<string>;
  /** Whether the value of one period depends on the window it is looked at through. */
  readonly windowed: boolean;
  /** One value a period of the frame; it may be a column of the frame itself. */
  readonly valuesOf: (frame: Frame) => Float64Array | Unsupported;
}

const usedMetrics = (queries: readonly MathQuery[], used: ReadonlySet<string>): ReadonlyMap<string, Metric> =>
  new Map(queries.flatMap((query) => ('metric' in query && used.has(query.id) ? [[query.id, query.metric]] : [])));

export const needsOf = (signal: Signal): Needs | Unsupported => {
  if (signal.kind === 'metric') {
    return {
      metrics: new Map([[ONLY_METRIC, signal.metric]]),
      optional: new Set(),
      windowed: false,
      valuesOf: ({ columns }) => columns.get(ONLY_METRIC) ?? { unsupported: 'there is no data of its metric' },
    };
  }
  const prepared = prepareQueries(signal.queries, signal.returned);
  if ('unsupported' in prepared) return prepared;
  return { ...prepared, metrics: usedMetrics(signal.queries, prepared.used) };
};

/** What must be held and is not: every metric that is not optional, and where nothing is held at all, all of them. */
export const missingFrom = ({ metrics, optional }: Needs, lookup: SeriesLookup): readonly Metric[] => {
  const absent = [...metrics].filter(([, metric]) => lookup(metric).length === 0);
  const needed = absent.length === metrics.size ? absent : absent.filter(([id]) => !optional.has(id));
  return needed.map(([, metric]) => metric);
};

/** Every metric a signal names. */
export const metricsOf = (signal: Signal): readonly Metric[] =>
  signal.kind === 'metric'
    ? [signal.metric]
    : signal.queries.flatMap((query) => ('metric' in query ? [query.metric] : []));

/** Seconds of one period of a signal; all its metrics have the same. */
export const periodSecondsOf = (signal: Signal): number => metricsOf(signal)[0]?.periodSeconds ?? 60;
