import * as z from 'zod';
import type { CustomMetric, MetricUnit } from '../../core/configuration.ts';
import { unitOfAws } from '../../core/service/metric-unit.ts';
import { listed } from '../../core/words.ts';
import { expected } from './expected.ts';
import { line, shaped } from './fields.ts';

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

/** A metric of AWS is counted as AWS counts it, whatever the file says. */
const checkUnit =
  (units: readonly MetricUnit[]) =>
  (metric: CustomMetric, context: z.RefinementCtx): void => {
    const known = unitOfAws(metric);
    if (known === undefined) return;
    const named = `${metric.namespace} ${metric.metricName}`;
    if (!units.includes(known)) {
      const message = `expected a metric in ${listed(units, 'or')}: AWS counts ${named} in ${known}`;
      context.addIssue({ code: 'custom', path: ['metricName'], message });
    } else if (metric.unit !== undefined && metric.unit !== known) {
      const message = `AWS counts ${named} in ${known}, got ${metric.unit}: leave unit out`;
      context.addIssue({ code: 'custom', path: ['unit'], message });
    }
  };

/** @param units that its alarm can be compared in; the first is meant where nobody says */
export const customMetric = (...units: readonly [MetricUnit, ...MetricUnit[]]): z.ZodType<CustomMetric> =>
  z
    .strictObject({
      ...fields,
      unit: z
        .enum(units, { error: ({ input }) => expected(listed(units, 'or'), input) })
        .optional()
        .meta({ description: 'What it counts. Default: as AWS counts it where it is one of AWS.', examples: [units[0]] }),
    })
    .superRefine(checkUnit(units));
