import type { MathQuery } from '../../../../lib/core/alarm/definition.ts';
import type { Frame } from '../../../../lib/core/cloudwatch/math/frame.ts';
import { prepareQueries } from '../../../../lib/core/cloudwatch/math/evaluate-queries.ts';
import type { Unsupported } from '../../../../lib/core/series/series.ts';

/** A period without a value. */
export const none = NaN;

export type Columns = Readonly<Record<string, readonly number[]>>;

const metricQuery = (id: string): MathQuery => ({
  id,
  metric: { namespace: 'Shop', metricName: id, dimensions: {}, stat: 'Sum', periodSeconds: 60 },
});

export const queriesOf = (ids: readonly string[], expressions: Readonly<Record<string, string>>): MathQuery[] => [
  ...Object.entries(expressions).map(([id, expression]) => ({ id, expression })),
  ...ids.map(metricQuery),
];

/** One minute a period, from Saturday 5 August 2023, 14:15 UTC. */
export const frameOf = (columns: Columns, start = '2023-08-05T14:15:00.000Z', periodSeconds = 60): Frame => ({
  count: Object.values(columns)[0]?.length ?? 0,
  periodSeconds,
  startOf: (index) => Date.parse(start) + index * periodSeconds * 1_000,
  columns: new Map(Object.entries(columns).map(([id, values]) => [id, Float64Array.from(values)])),
});

/** The values of one entry over one frame. */
export const evaluateQueries = (
  queries: readonly MathQuery[],
  returned: string,
  frame: Frame,
): Float64Array | Unsupported => {
  const prepared = prepareQueries(queries, returned);
  return 'unsupported' in prepared ? prepared : prepared.valuesOf(frame);
};

/** The values of an expression over metrics, or why there are none. */
export const valuesOf = (expression: string, columns: Columns, frame = frameOf(columns)): number[] | string => {
  const values = evaluateQueries(queriesOf(Object.keys(columns), { e: expression }), 'e', frame);
  return 'unsupported' in values ? values.unsupported : [...values];
};
