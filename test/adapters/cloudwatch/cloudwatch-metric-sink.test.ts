import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterEach, describe, expect, it } from 'vitest';
import { cloudWatchMetricHistory } from '../../../lib/adapters/cloudwatch/cloudwatch-metric-history.ts';
import { cloudWatchMetricSink } from '../../../lib/adapters/cloudwatch/cloudwatch-metric-sink.ts';
import { forecastMetric } from '../../../lib/core/service/forecast-metrics.ts';
import { METRICS_OPTIONS } from '../../../lib/runtime/client-options.ts';
import { type AwsStub, startAwsStub, type StubAnswer, type StubRequest } from '../../support/aws-stub.ts';
import { fakeCloudWatch } from '../../support/fake-cloudwatch.ts';
import { inMemoryMetricHistory } from '../../support/in-memory-metric-history.ts';
import { inMemoryMetricSink } from '../../support/in-memory-metric-sink.ts';
import { NOW } from '../../support/metric-history-contract.ts';
import { metricSinkContract } from '../../support/metric-sink-contract.ts';
import type { StoredValue } from '../../support/stored-metrics.ts';

describe('an account in memory', () => {
  metricSinkContract(() => {
    const values: StoredValue[] = [];
    const history = inMemoryMetricHistory({ values }, () => NOW);
    return Promise.resolve({ sink: inMemoryMetricSink(values), history });
  });
});

let stub: AwsStub | undefined;
let client: CloudWatchClient | undefined;

afterEach(async () => {
  client?.destroy();
  await stub?.close();
  stub = undefined;
});

const clientOf = async (answer: (request: StubRequest) => StubAnswer): Promise<CloudWatchClient> => {
  stub = await startAwsStub(answer);
  client = new CloudWatchClient({ ...stub.options, ...METRICS_OPTIONS, maxAttempts: 1 });
  return client;
};

describe('CloudWatch', () => {
  metricSinkContract(async () => {
    const made = await clientOf(fakeCloudWatch({ values: [] }, { now: NOW }));
    return { sink: cloudWatchMetricSink(made), history: cloudWatchMetricHistory({ client: made, clock: () => NOW }) };
  });
});

const forecast = { metric: forecastMetric('SlowLeak', 'web', 'prod'), at: '2026-11-22T11:55:00.000Z', value: 1 };

describe('a put', () => {
  it('names the metric with the dimensions of its alarm, and the instant that it is of', async () => {
    await cloudWatchMetricSink(await clientOf(() => ({ result: {} }))).put([forecast]);
    expect(stub?.requests).toMatchObject([
      {
        operation: 'PutMetricData',
        body: {
          Namespace: 'Tocsin',
          MetricData: [
            {
              MetricName: 'SlowLeak',
              Dimensions: [
                { Name: 'Service', Value: 'web' },
                { Name: 'Environment', Value: 'prod' },
              ],
              Timestamp: Date.parse(forecast.at) / 1_000,
              Value: 1,
            },
          ],
        },
      },
    ]);
  });

  it.each<StubAnswer>([
    { error: 'AccessDeniedException' },
    { error: 'InternalServiceFault', status: 500 },
    'broken connection',
  ])('that CloudWatch does not take fails: %o', async (answer) => {
    await expect(cloudWatchMetricSink(await clientOf(() => answer)).put([forecast])).rejects.toThrow();
  });
});
