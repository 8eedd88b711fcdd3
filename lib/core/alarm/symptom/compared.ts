import { fieldsOf, type JsonObject, listOf, textOf } from '../../json-value.ts';
import { safeText } from '../../safe-text.ts';

/** What an alarm looks at, as far as its event tells. */
export interface Compared {
  /** Of an expression the first that it names. */
  readonly metric?: {
    readonly namespace: string;
    readonly name: string;
    /** Empty where an expression hides it. */
    readonly stat: string;
    readonly dimensions: ReadonlyMap<string, string>;
  };
  /** The values are those of the metric, not made of it. */
  readonly isItself: boolean;
  /** What a person called the values. */
  readonly label?: string;
  /** The expression multiplies by 100. */
  readonly isPercent?: true;
  readonly periodSeconds?: number;
}

type Query = JsonObject;

const LONGEST = 256;

const text = (value: unknown): string => safeText(textOf(value) ?? '', LONGEST).trim();

const isBand = ({ expression }: Query): boolean =>
  typeof expression === 'string' && /^\s*ANOMALY_DETECTION_BAND\b/iu.test(expression);

const periodOf = (period: unknown): Pick<Compared, 'periodSeconds'> =>
  typeof period === 'number' && period > 0 ? { periodSeconds: period } : {};

const dimensionsOf = (value: unknown): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(fieldsOf(value))
      .slice(0, 30)
      .map(([name, of]) => [text(name), text(of)]),
  );

const ofMetric = ({ metric, stat, period }: JsonObject): Pick<Compared, 'metric' | 'periodSeconds'> => {
  const { namespace, name, dimensions } = fieldsOf(metric);
  return {
    metric: { namespace: text(namespace), name: text(name), stat: text(stat), dimensions: dimensionsOf(dimensions) },
    ...periodOf(period),
  };
};

/** `SELECT AVG(ConsumedWriteCapacityUnits) FROM "AWS/DynamoDB" GROUP BY TableName` */
const SELECT =
  /^\s*SELECT\s+(\w{1,12})\(\s*"?([\w. -]{1,100}?)"?\s*\)\s+FROM\s+(?:SCHEMA\(\s*)?"?([\w/. -]{1,100}?)"?(?:\s|,|\)|$)/iu;

const ofInsights = (expression: string): Pick<Compared, 'metric' | 'isItself'> | undefined => {
  const [, stat, name, namespace] = SELECT.exec(expression) ?? [];
  if (stat === undefined || name === undefined || namespace === undefined) return undefined;
  return { metric: { namespace, name, stat, dimensions: new Map() }, isItself: true };
};

/** An expression that only fills up what is missing: `FILL(m1, 0)`. */
const FILLED = /^\s*(?:FILL\(\s*)?([a-z]\w*)(?:\s*,\s*(?:\w+|[\d.]+)\s*\))?\s*$/iu;

/** The first of the metrics that the expression names. */
const named = (expression: string, queries: readonly Query[]): JsonObject | undefined => {
  const ids = expression.match(/\b[a-z]\w*\b/gu) ?? [];
  const query = ids.map((id) => queries.find((one) => one['id'] === id && one['metricStat'] !== undefined));
  const found = query.find((one) => one !== undefined);
  return found === undefined ? undefined : fieldsOf(found['metricStat']);
};

/** A label that only repeats the expression or its id was written by nobody. */
const labelOf = ({ id, expression, label }: Query): Pick<Compared, 'label'> => {
  const name = text(label);
  const isOwn = name !== '' && ![text(id), text(expression)].includes(name) && /\p{L}{2}/u.test(name);
  return isOwn ? { label: name } : {};
};

const IS_PERCENT = /(?<![\d.])100(?:\.0+)?\s*\*|\*\s*100(?![\d.])/u;

const ofExpression = (query: Query, queries: readonly Query[]): Compared => {
  const expression = text(query['expression']);
  const inner = named(expression, queries);
  return {
    isItself: FILLED.test(expression),
    ...(inner === undefined ? {} : ofMetric(inner)),
    ...ofInsights(expression),
    ...periodOf(query['period']),
    ...(IS_PERCENT.test(expression) ? { isPercent: true } : {}),
    ...labelOf(query),
  };
};

/** What `detail.configuration` of an alarm's event says of the values that it compares. */
export const comparedOf = ({ metrics }: JsonObject): Compared => {
  const queries = listOf(metrics).map(fieldsOf);
  const compared = queries.filter((query) => !isBand(query));
  const query = compared.find(({ returnData }) => returnData !== false) ?? compared[0];
  if (query === undefined) return { isItself: false };
  const { metricStat } = query;
  if (metricStat === undefined) return ofExpression(query, queries);
  return { ...ofMetric(fieldsOf(metricStat)), isItself: true, ...labelOf(query) };
};
