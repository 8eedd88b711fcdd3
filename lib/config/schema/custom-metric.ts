import * as z from 'zod';
import { wordsOfMetric } from '../../core/alarm/symptom/vocabulary.ts';
import type { CustomMetric, MemoryMetric, MetricUnit } from '../../core/configuration.ts';
import { unitOfAws } from '../../core/service/metric-unit.ts';
import { listed } from '../../core/words.ts';
import { expected } from './expected.ts';
import { line, shaped } from './fields.ts';
import { bytes } from './sizes.ts';

const MOST_DIMENSIONS = 30;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html */
const dimensionName = shaped('the name of a dimension (ASCII, not beginning with :)', /^(?!:)(?=.*[!-~])[ -~]{1,255}$/);
const dimensionValue = shaped('the value of a dimension (ASCII, at most 1024 characters)', /^(?=.*[!-~])[ -~]{1,1024}$/);

const fields = {
  namespace: shaped('a namespace of CloudWatch, such as Shop/Worker', /^[\w./#-][\w./#: -]{0,254}$/).meta({
    examples: ['Shop/Worker'],
  }),
  metricName: line(255).meta({ examples: ['QueueLatency'] }),
  dimensions: z
    .record(dimensionName, dimensionValue)
    .refine((dimensions) => Object.keys(dimensions).length <= MOST_DIMENSIONS, {
      error: `expected at most ${String(MOST_DIMENSIONS)} dimensions`,
    })
    .prefault({})
    .meta({ description: 'Every dimension of the metric, as CloudWatch has it.' }),
};

/** A metric of AWS is counted as AWS counts it, whatever the file says; every threshold is of what is used. */
const checkMetric =
  (units: readonly string[]) =>
  (metric: CustomMetric, context: z.RefinementCtx): void => {
    const named = `${metric.namespace} ${metric.metricName}`;
    const report = (key: 'metricName' | 'unit', message: string): void => {
      context.addIssue({ code: 'custom', path: [key], message });
    };
    const { words = '' } = wordsOfMetric(metric.namespace, metric.metricName) ?? {};
    const known = unitOfAws(metric);
    if (/^(?:free|idle) /u.test(words)) report('metricName', `expected a metric of what is used: ${named} is ${words}`);
    else if (known === undefined) return;
    else if (!units.includes(known))
      report('metricName', `expected a metric in ${listed(units, 'or')}: AWS counts ${named} in ${known}`);
    else if (metric.unit !== undefined && metric.unit !== known)
      report('unit', `AWS counts ${named} in ${known}, got ${metric.unit}: leave unit out`);
  };

type Units = readonly [MetricUnit, ...MetricUnit[]];

/** @param adviceOn what to write where another unit is given */
const metricIn = (units: Units, adviceOn: (unit: unknown) => string = () => ''): z.ZodType<CustomMetric> =>
  z
    .strictObject({
      ...fields,
      unit: z
        .enum(units, { error: ({ input }) => `${expected(listed(units, 'or'), input)}${adviceOn(input)}` })
        .optional()
        .meta({ description: 'What it counts. Default: as AWS counts it where it is one of AWS.', examples: [units[0]] }),
    })
    .superRefine(checkMetric(units));

/** @param units that its alarm can be compared in; the first is meant where nobody says */
export const customMetric = (...units: Units): z.ZodType<CustomMetric> => metricIn(units);

const WITH_LIMIT = ': bytes need their limit, { metric: { ... }, limit: 512MB }';

const memoryInBytes = z
  .strictObject({
    metric: customMetric('bytes').meta({ description: 'Bytes in use.' }),
    limit: bytes({ example: '512MB', least: '1MB', most: '100TB', base: 1_024 }).meta({
      description: 'Of how many; 1,024 to the next, as containers have it.',
    }),
  })
  .transform(({ metric, limit }): MemoryMetric => ({ ...metric, limitBytes: limit }));

/** Percent of the limit, or bytes where the limit is told. */
export const memoryMetric: z.ZodType<MemoryMetric> = z.union([metricIn(['percent'], (unit) => (unit === 'bytes' ? WITH_LIMIT : '')), memoryInBytes], {
  error: ({ input }) => (typeof input === 'object' && input !== null ? undefined : expected('a metric', input)),
});
