/** How a statistic over a long period comes of the same statistic over its parts. */
export type Aggregation = 'sum' | 'minimum' | 'maximum' | 'weighted' | 'impossible';

const STANDARD: Readonly<Record<string, Aggregation>> = {
  Sum: 'sum',
  SampleCount: 'sum',
  Minimum: 'minimum',
  Maximum: 'maximum',
  Average: 'weighted',
};

/** `TC(0.005:0.03)`: bounds that are values of the metric, not percentiles of the period. */
const BY_VALUE = /^(TM|WM|PR|TC|TS)\((?!.*%)[^)]*\)$/u;

/**
 * Counts and sums of samples between fixed values add up; means of them and the percentile rank are weighted by the
 * samples they rest on. Whatever looks at percentiles of a period (p99, tm90, IQM) cannot be told from its parts.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export const aggregationOf = (stat: string): Aggregation => {
  if (Object.hasOwn(STANDARD, stat)) return STANDARD[stat] ?? 'impossible';
  const name = BY_VALUE.exec(stat)?.[1];
  if (name === 'TC' || name === 'TS') return 'sum';
  return name === undefined ? 'impossible' : 'weighted';
};

/** The statistic whose values weigh those of a weighted one: a trimmed mean rests on its trimmed count only. */
export const weightOf = (stat: string): string => (stat.startsWith('TM(') ? stat.replace('TM', 'TC') : 'SampleCount');

const PERCENTILE = /^p(\d+(?:\.\d+)?)$/u;

/**
 * Samples below which a percentile says little; undefined when the statistic is no percentile.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
 */
export const enoughSamples = (stat: string): number | undefined => {
  const percent = Number(PERCENTILE.exec(stat)?.[1] ?? NaN);
  if (!(percent > 0 && percent < 100)) return undefined;
  // Rounded: 100 - 99.9 is not 0.1 in binary, and CloudWatch takes ten decimals.
  return 1_000 / (percent >= 50 ? Number((100 - percent).toFixed(10)) : percent);
};
