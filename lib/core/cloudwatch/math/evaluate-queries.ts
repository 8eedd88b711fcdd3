import type { MathQuery } from '../../alarm/definition.ts';
import { shownValue } from '../../safe-text.ts';
import type { Unsupported } from '../../series/series.ts';
import { compile } from './compile.ts';
import type { Frame } from './frame.ts';
import { type ParsedQuery, problemOf, type QueryOrder, queryOrder } from './query-order.ts';
import { type OneSeries, type Run, type Scope, series, type Valued } from './term.ts';

/** What the returned value of metric math rests on. */
interface Inspection {
  /** Whether the value of one period depends on other periods of the frame. */
  readonly windowed: boolean;
  /** The ids of the metrics it depends on. */
  readonly used: ReadonlySet<string>;
  /** Those of them that it can do without: FILL gives each a value where it has none, or only the time is asked of it. */
  readonly optional: ReadonlySet<string>;
}

/** Metric math that is read and checked once, for many frames. */
export interface PreparedQueries extends Inspection {
  /** An optional metric without a column has no value at all; any other is a problem. The values are not to be changed. */
  readonly valuesOf: (frame: Frame) => Float64Array | Unsupported;
}

/** Computes once a run: expressions may refer to this one many times. */
const oncePerRun = <T>(of: (run: Run) => T): ((run: Run) => T) => {
  const known = new WeakMap<Run, { readonly value: T }>();
  return (run) => {
    const found = known.get(run) ?? { value: of(run) };
    known.set(run, found);
    return found.value;
  };
};

const remembered = (term: Valued): Valued => {
  switch (term.kind) {
    case 'scalar':
      return { kind: 'scalar', windowed: term.windowed, of: oncePerRun(term.of) };
    case 'series':
      return series(term.windowed, oncePerRun(term.of));
    case 'array':
      return { ...term, of: oncePerRun(term.of) };
  }
};

const metricTerm = (id: string): OneSeries => ({
  kind: 'series',
  isMetric: true,
  windowed: false,
  of: ({ frame }) => frame.columns.get(id) ?? new Float64Array(frame.count).fill(NaN),
});

const termOf = ({ id, expression }: ParsedQuery, scope: Scope): Valued | Unsupported => {
  if (expression === undefined) return metricTerm(id);
  const term = compile(expression, scope);
  if ('unsupported' in term) return problemOf(id, term);
  if (term.kind === 'word' || term.kind === 'text') {
    return problemOf(id, { unsupported: 'expected a number, a series or an array' });
  }
  return remembered(term);
};

/** All of them are in memory at once: of a month by the minute so many take 350 MB. */
const MOST_SERIES_IN_ALL = 1_000;

const tooManySeries: Unsupported = {
  unsupported: `its expressions give more than ${String(MOST_SERIES_IN_ALL)} series in all: take arrays apart, or name fewer metrics`,
};

const termsOf = ({ ordered, metricIds }: QueryOrder): ReadonlyMap<string, Valued> | Unsupported => {
  const terms = new Map<string, Valued>();
  let seriesInAll = 0;
  const scope: Scope = { metricIds, termOf: (id) => terms.get(id) };
  for (const query of ordered) {
    const term = termOf(query, scope);
    if ('unsupported' in term) return term;
    seriesInAll += term.kind === 'array' ? term.atMost : 1;
    if (seriesInAll > MOST_SERIES_IN_ALL) return tooManySeries;
    terms.set(query.id, term);
  }
  return terms;
};

const NOT_ONE_SERIES = {
  scalar: 'it gives a number; an alarm needs a time series, as TIME_SERIES(…) makes of a number',
  array: 'it gives an array; an alarm needs one time series, as FIRST(…) or SUM(…) makes of an array',
} as const;

const metricsIn = ({ ordered }: QueryOrder, returned: string): Omit<Inspection, 'windowed'> => {
  const used = ordered.filter(({ expression }) => expression === undefined).map(({ id }) => id);
  const needed = new Set(ordered.flatMap(({ reads }) => reads.filter(({ isNeeded }) => isNeeded).map(({ id }) => id)));
  return { used: new Set(used), optional: new Set(used.filter((id) => !needed.has(id) && id !== returned)) };
};

const problemWith = (frame: Frame, { used, optional }: Omit<Inspection, 'windowed'>): Unsupported | undefined => {
  for (const id of used) {
    const column = frame.columns.get(id);
    if (column === undefined && !optional.has(id)) return { unsupported: `there is no data of ${shownValue(id)}` };
    if (column !== undefined && column.length !== frame.count) {
      return {
        unsupported: `${shownValue(id)} has ${String(column.length)} values, expected ${String(frame.count)}`,
      };
    }
  }
  return undefined;
};

/** Reads and checks what the returned entry depends on. */
export const prepareQueries = (queries: readonly MathQuery[], returned: string): PreparedQueries | Unsupported => {
  const order = queryOrder(queries, returned);
  if ('unsupported' in order) return order;
  const terms = termsOf(order);
  if ('unsupported' in terms) return terms;
  const result = terms.get(returned);
  if (result?.kind !== 'series') {
    return problemOf(returned, { unsupported: NOT_ONE_SERIES[result?.kind ?? 'array'] });
  }
  const metrics = metricsIn(order, returned);
  return {
    ...metrics,
    windowed: result.windowed,
    valuesOf: (frame) => {
      const problem = problemWith(frame, metrics);
      if (problem !== undefined) return problem;
      const run: Run = { frame };
      // In order, so that a chain of expressions never nests: each finds the values before it.
      for (const term of terms.values()) term.of(run);
      return result.of(run);
    },
  };
};
