import {
  CloudWatchClient,
  type MetricDatum,
  PutMetricDataCommand,
  type PutMetricDataCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { readRecording } from '../../lib/adapters/recording/read-recording.ts';
import { type Recording, seriesOf } from '../../lib/adapters/recording/recording.ts';
import type { DeployWord } from '../../lib/core/deploy/deploy-word.ts';
import type { Metric } from '../../lib/core/alarm/definition.ts';
import { epochOf, type Instant, later, MINUTE } from '../../lib/core/time.ts';

/** What was recorded until an instant. */
export interface Recorded {
  readonly file: string;
  readonly at: Instant;
}

/** A quarter of an hour before somebody is hurt memory leaks in a surge. */
export const LEAK: Recorded = {
  file: 'examples/incidents/2023-08-05-memory-leak/recording.json',
  at: '2023-08-05T13:50:00.000Z',
};

/** A quarter of an hour after a deploy that made it slow. */
export const SLOW_DEPLOY: Recorded = {
  file: 'examples/web-server/corpus/recordings/deploy-slow-1.json.gz',
  at: '2026-03-03T12:00:00.000Z',
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const DATA_A_CALL = 500;

type Part = Recording['series'][number];

/** What AWS names the service by, as a workload of its own has it. */
const renamed = (
  service: string,
  { LoadBalancer, ServiceName, ...others }: Part['dimensions'],
): Part['dimensions'] => ({
  ...others,
  ...(LoadBalancer !== undefined && { LoadBalancer: `app/${service}/50dc6c495c0c9188` }),
  ...(ServiceName !== undefined && { ServiceName: service }),
});

/** Values of one minute, by statistic, as the requests of it that have both for a median and a 99th percentile. */
const valuesOf = (byStat: ReadonlyMap<string, number>): Pick<MetricDatum, 'Value' | 'Values' | 'Counts'> => {
  const [median, tail] = [byStat.get('p50'), byStat.get('p99')];
  if (median !== undefined && tail !== undefined) return { Values: [median, tail], Counts: [97, 3] };
  return { Value: byStat.get('Sum') ?? byStat.get('Average') ?? median ?? tail };
};

const metricOf = ({ namespace, metricName, dimensions, stat, periodSeconds }: Part): Metric => ({
  namespace,
  metricName,
  dimensions,
  stat,
  periodSeconds,
});

interface Minute {
  readonly at: number;
  readonly byStat: ReadonlyMap<string, number>;
}

/** Of one metric, until the instant: what was recorded of each minute, by statistic. */
const minutesOf = (recording: Recording, alike: readonly Part[], until: Instant): readonly Minute[] => {
  const lookup = seriesOf(recording);
  const points = alike.flatMap((part) =>
    lookup(metricOf(part)).flatMap(({ startMs, periodMs, values }) =>
      Array.from(values, (value, index) => ({ at: startMs + index * periodMs, stat: part.stat, value })),
    ),
  );
  const known = points.filter(({ at, value }) => !Number.isNaN(value) && at < epochOf(until));
  return [...Map.groupBy(known, ({ at }) => at)].map(([at, ofMinute]) => ({
    at,
    byStat: new Map(ofMinute.map(({ stat, value }) => [stat, value])),
  }));
};

interface Moved {
  readonly recording: Recording;
  readonly until: Instant;
  readonly moveMs: number;
}

/** What was recorded, of a service of that name, moved by so much: calls of PutMetricData. */
const callsOf = (service: string, { recording, until, moveMs }: Moved): readonly PutMetricDataCommandInput[] => {
  const metrics = Map.groupBy(recording.series, ({ namespace, metricName }) => `${namespace} ${metricName}`);
  return [...metrics.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const { namespace: Namespace, metricName: MetricName, dimensions } = first;
    const Dimensions = Object.entries(renamed(service, dimensions)).map(([Name, Value]) => ({ Name, Value }));
    const data = minutesOf(recording, alike, until).map(({ at, byStat }) => ({
      MetricName,
      Dimensions,
      Timestamp: new Date(at + moveMs),
      ...valuesOf(byStat),
    }));
    const starts = Array.from({ length: Math.ceil(data.length / DATA_A_CALL) }, (_, call) => call * DATA_A_CALL);
    return starts.map((start) => ({ Namespace, MetricData: data.slice(start, start + DATA_A_CALL) }));
  });
};

/**
 * Puts what was recorded into CloudWatch, as if it had happened to these services until this minute; deploys that were
 * recorded, by their time now.
 */
export const putRecorded = async (
  options: object,
  { file, at: until }: Recorded,
  services: readonly string[],
): Promise<readonly DeployWord[]> => {
  const recording = await readRecording(file);
  const moveMs = Math.floor(Date.now() / MINUTE) * MINUTE - epochOf(until);
  const client = new CloudWatchClient(options);
  try {
    for (const call of services.flatMap((service) => callsOf(service, { recording, until, moveMs })))
      await client.send(new PutMetricDataCommand(call));
  } finally {
    client.destroy();
  }
  return recording.deploys.map((word) => ({ ...word, at: later(word.at, moveMs) }));
};

/** A service of tocsin.yaml that such a thing can happen to. */
export const recordedService = (service: string, escalation: string): string => `
  ${service}:
    escalation: ${escalation}
    workload: { kind: alb-ecs, loadBalancer: app/${service}/50dc6c495c0c9188, cluster: prod, service: ${service} }
`;
