import { type CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { epochOf } from '../../core/time.ts';
import type { MetricSink, MetricValue } from '../../ports/metric-sink.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const MOST_VALUES = 1_000;

const chunksOf = (values: readonly MetricValue[]): readonly (readonly MetricValue[])[] =>
  Array.from({ length: Math.ceil(values.length / MOST_VALUES) }, (_, index) =>
    values.slice(index * MOST_VALUES, (index + 1) * MOST_VALUES),
  );

/** Values as CloudWatch keeps them, each at its own instant. */
export const cloudWatchMetricSink = (client: CloudWatchClient): MetricSink => ({
  put: async (values) => {
    for (const [Namespace, alike] of Map.groupBy(values, ({ metric }) => metric.namespace)) {
      for (const chunk of chunksOf(alike)) {
        const MetricData = chunk.map(({ metric, at, value }) => ({
          MetricName: metric.metricName,
          Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
          Timestamp: new Date(epochOf(at)),
          Value: value,
        }));
        await client.send(new PutMetricDataCommand({ Namespace, MetricData }));
      }
    }
  },
});
