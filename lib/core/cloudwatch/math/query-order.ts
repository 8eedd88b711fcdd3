import type { MathQuery } from '../../alarm/definition.ts';
import { shownValue } from '../../safe-text.ts';
import type { Unsupported } from '../../series/series.ts';
import type { Expression } from './expression.ts';
import { parseExpression } from './parse-expression.ts';
import { type Read, readsOf } from './reads.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const MOST_QUERIES = 500;

export interface ParsedQuery {
  readonly id: string;
  /** Absent: a metric. */
  readonly expression?: Expression;
  readonly reads: readonly Read[];
}

/** What the returned value rests on, each entry after all that it refers to. */
export interface QueryOrder {
  readonly metricIds: readonly string[];
  readonly ordered: readonly ParsedQuery[];
}

interface Visit {
  readonly byId: ReadonlyMap<string, MathQuery>;
  readonly metricIds: readonly string[];
  readonly done: Map<string, ParsedQuery>;
}

/** A problem of one expression, with its id before it. */
export const problemOf = (id: string, { unsupported }: Unsupported): Unsupported => ({
  unsupported: `expression ${shownValue(id)}: ${unsupported}`,
});

const parsed = (query: MathQuery, metricIds: readonly string[]): ParsedQuery | Unsupported => {
  const { id } = query;
  if ('metric' in query) return { id, reads: [] };
  const expression = parseExpression(query.expression);
  if ('unsupported' in expression) return problemOf(id, expression);
  return { id, expression, reads: readsOf(expression, metricIds) };
};

const circleProblem = (id: string, path: readonly string[]): Unsupported => {
  const circle = [...path.slice(path.indexOf(id)), id].slice(0, 10);
  return { unsupported: `it refers to itself: ${circle.map((one) => shownValue(one)).join(' → ')}` };
};

const found = (id: string, path: readonly string[], { byId, metricIds }: Visit): ParsedQuery | Unsupported => {
  const query = path.includes(id) ? undefined : byId.get(id);
  if (query !== undefined) return parsed(query, metricIds);
  const problem = path.includes(id)
    ? circleProblem(id, path)
    : { unsupported: `there is no metric or expression ${shownValue(id)}` };
  const asker = path.at(-1);
  return asker === undefined ? problem : problemOf(asker, problem);
};

/** Adds an entry after everything it refers to; the path leads from the returned entry to this one. */
const visit = (id: string, path: readonly string[], state: Visit): Unsupported | undefined => {
  if (state.done.has(id)) return undefined;
  const entry = found(id, path, state);
  if ('unsupported' in entry) return entry;
  for (const read of new Set(entry.reads.map((one) => one.id))) {
    const problem = visit(read, [...path, id], state);
    if (problem !== undefined) return problem;
  }
  state.done.set(id, entry);
  return undefined;
};

/** Reads the expressions that the returned entry depends on; what it does not depend on may say anything. */
export const queryOrder = (queries: readonly MathQuery[], returned: string): QueryOrder | Unsupported => {
  if (queries.length > MOST_QUERIES) {
    return {
      unsupported: `${String(queries.length)} metrics and expressions; CloudWatch takes at most ${String(MOST_QUERIES)}`,
    };
  }
  const byId = new Map(queries.map((query) => [query.id, query]));
  if (byId.size < queries.length) return { unsupported: 'two metrics or expressions have the same id' };
  const metricIds = queries.filter((query) => 'metric' in query).map(({ id }) => id);
  const state: Visit = { byId, metricIds, done: new Map() };
  const problem = visit(returned, [], state);
  return problem ?? { metricIds, ordered: [...state.done.values()] };
};
