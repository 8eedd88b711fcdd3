import { fieldsOf, type JsonObject, listOf, textOf } from '../../json-value.ts';
import { safeText } from '../../safe-text.ts';

/** What an alarm looks at, as far as its event tells. */
export interface Watched {
  readonly metric?: {
    readonly namespace: string;
    readonly name: string;
    /** Empty where an expression hides it. */
    readonly stat: string;
    readonly dimensions: ReadonlyMap<string, string>;
  };
  /** What a person called the expression. */
  readonly label?: string;
  readonly periodSeconds?: number;
}

const LONGEST = 256;

const text = (value: unknown): string => safeText(textOf(value) ?? '', LONGEST).trim();

type Query = JsonObject;

const isBand = ({ expression }: Query): boolean =>
  typeof expression === 'string' && /^\s*ANOMALY_DETECTION_BAND\b/iu.test(expression);

const periodOf = (period: unknown): Pick<Watched, 'periodSeconds'> =>
  typeof period === 'number' && period > 0 ? { periodSeconds: period } : {};

const dimensionsOf = (value: unknown): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(fieldsOf(value))
      .slice(0, 30)
      .map(([name, of]) => [text(name), text(of)]),
  );

const ofMetric = ({ metric, stat, period }: JsonObject): Watched => {
  const { namespace, name, dimensions } = fieldsOf(metric);
  return {
    metric: { namespace: text(namespace), name: text(name), stat: text(stat), dimensions: dimensionsOf(dimensions) },
    ...periodOf(period),
  };
};

/** `SELECT AVG(ConsumedWriteCapacityUnits) FROM "AWS/DynamoDB" GROUP BY TableName` */
const SELECT =
  /^\s*SELECT\s+(\w{1,12})\(\s*"?([\w. -]{1,100}?)"?\s*\)\s+FROM\s+(?:SCHEMA\(\s*)?"?([\w/. -]{1,100}?)"?(?:\s|,|\)|$)/iu;

const ofInsights = (expression: string): Watched | undefined => {
  const [, stat, name, namespace] = SELECT.exec(expression) ?? [];
  if (stat === undefined || name === undefined || namespace === undefined) return undefined;
  return { metric: { namespace, name, stat, dimensions: new Map() } };
};

/** The one metric that an expression only fills up or repeats: `FILL(m1, 0)`. */
const wrappedMetric = (expression: string, queries: readonly Query[]): Watched | undefined => {
  const id = /^\s*(?:FILL\(\s*)?([a-z]\w*)(?:\s*,\s*(?:\w+|[\d.]+)\s*\))?\s*$/iu.exec(expression)?.[1];
  const inner = queries.find((query) => query['id'] === id)?.['metricStat'];
  return inner === undefined ? undefined : ofMetric(fieldsOf(inner));
};

/** A label that only repeats the expression or its id was written by nobody. */
const labelOf = ({ id, expression, label }: Query): Pick<Watched, 'label'> => {
  const name = text(label);
  const isOwn = name !== '' && ![text(id), text(expression)].includes(name) && /\p{L}{2}/u.test(name);
  return isOwn ? { label: name } : {};
};

const ofExpression = (query: Query, queries: readonly Query[]): Watched => {
  const expression = text(query['expression']);
  const inner = queries.map(({ metricStat }) => fieldsOf(metricStat)).find(({ period }) => period !== undefined);
  const known = ofInsights(expression) ?? wrappedMetric(expression, queries) ?? {};
  return { ...periodOf(query['period'] ?? inner?.['period']), ...known, ...labelOf(query) };
};

/** What `detail.configuration` of an alarm's event says of the values that it compares. */
export const watchedOf = ({ metrics }: JsonObject): Watched => {
  const queries = listOf(metrics).map(fieldsOf);
  const returned = queries.filter((query) => query['returnData'] !== false && !isBand(query));
  const query = returned[0] ?? queries.find((one) => !isBand(one));
  if (query === undefined) return {};
  const { metricStat } = query;
  return metricStat === undefined
    ? ofExpression(query, queries)
    : { ...ofMetric(fieldsOf(metricStat)), ...labelOf(query) };
};
