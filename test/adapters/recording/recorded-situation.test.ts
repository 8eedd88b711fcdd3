import { describe, expect, it } from 'vitest';
import { type Recording, recordingSchema } from '../../../lib/adapters/recording/recording.ts';
import { recordedSituation } from '../../../lib/adapters/recording/recorded-situation.ts';
import type { Situation } from '../../../lib/core/diagnosis/facts/situation.ts';
import { instantOf, MINUTE } from '../../../lib/core/time.ts';

const START = Date.parse('2023-08-05T14:00:00Z');
const at = (minute: number): string => instantOf(START + minute * MINUTE);

const WHOLE = { LoadBalancer: 'app/web/1' };
const OWN = { ...WHOLE, TargetGroup: 'targetgroup/web/2' };

const balancer = (metricName: string, changes: object = {}, minutes: readonly number[] = [0, 1, 2]): object => ({
  namespace: 'AWS/ApplicationELB',
  metricName,
  dimensions: WHOLE,
  stat: 'Sum',
  periodSeconds: 60,
  timestamps: minutes.map(at),
  values: minutes,
  ...changes,
});

const deploy = (minute: number, changes: object = {}): object => ({
  at: at(minute),
  id: 'web-2',
  system: 'ecs',
  service: 'web',
  status: 'STARTED',
  ...changes,
});

const recordingOf = (series: readonly object[], more: object = {}): Recording =>
  recordingSchema.parse({ schema: 'recording/1', service: 'web', series, ...more });

const situationOf = (recording: Recording, minute = 60): Situation =>
  recordedSituation(recording, { at: at(minute), service: 'web', timeZone: 'UTC' });

const missingIn = ({ missing }: Situation): readonly string[] => missing.map(({ series }) => series);

describe('the situation of a recording', () => {
  it('knows usual metrics by their names, in seconds and percent', () => {
    const { watched } = situationOf(
      recordingOf([
        balancer('RequestCount'),
        balancer('TargetResponseTime', { stat: 'p50', unit: 'Milliseconds' }),
        balancer('SomethingElse'),
      ]),
    );
    expect(Object.keys(watched)).toEqual(['requests', 'latency']);
    expect(watched.latency).toMatchObject({ scale: 0.001, metric: { stat: 'p50', unit: 'Milliseconds' } });
  });

  it('looks at the own target group of a load balancer, else at the series with most values', () => {
    const few = balancer('RequestCount', { dimensions: OWN }, [0]);
    const more = balancer('RequestCount', { dimensions: { LoadBalancer: 'app/web/9' } }, [0, 1, 2, 3]);
    const chosen = (...series: readonly object[]): unknown =>
      situationOf(recordingOf(series)).watched.requests?.metric.dimensions;
    expect(chosen(balancer('RequestCount'), few, more)).toEqual(OWN);
    expect(chosen(balancer('RequestCount'), more)).toEqual({ LoadBalancer: 'app/web/9' });
  });

  it('counts the stretches of a metric that was recorded twice together', () => {
    const other = { dimensions: { LoadBalancer: 'app/web/9' } };
    const parts = [balancer('RequestCount', other, [0, 1]), balancer('RequestCount', other, [5, 6])];
    const { watched } = situationOf(recordingOf([balancer('RequestCount'), ...parts]));
    expect(watched.requests?.metric.dimensions).toEqual({ LoadBalancer: 'app/web/9' });
  });

  it('chooses by nothing that came later', () => {
    const early = balancer('RequestCount', {}, [0, 1]);
    const late = balancer('RequestCount', { dimensions: OWN }, [10, 11, 12]);
    const recording = recordingOf([early, late]);
    expect(situationOf(recording, 10.9).watched.requests?.metric.dimensions).toEqual(WHOLE);
    expect(situationOf(recording, 11).watched.requests?.metric.dimensions).toEqual(OWN);
  });

  it('looks at the target group that answers now, and at the whole rather than a zone', () => {
    const [blue, green] = ['blue', 'green'].map((name) => ({ ...WHOLE, TargetGroup: name }));
    const minutes = Array.from({ length: 40 }, (_, index) => index);
    const chosen = (...series: readonly object[]): unknown =>
      situationOf(recordingOf(series), 60).watched.requests?.metric.dimensions;
    const drained = balancer('RequestCount', { dimensions: blue }, minutes);
    const taken = balancer('RequestCount', { dimensions: green }, [55, 56, 57]);
    expect(chosen(drained, taken)).toEqual(green);
    const zone = balancer(
      'RequestCount',
      { dimensions: { ...green, AvailabilityZone: 'eu-west-1a' } },
      [55, 56, 57, 58],
    );
    expect(chosen(zone, taken)).toEqual(green);
  });

  it('looks at the database that is slower than before, of several', () => {
    const minutes = Array.from({ length: 60 }, (_, index) => index);
    const reads = (name: string, slower: number): object =>
      balancer(
        'ReadLatency',
        {
          namespace: 'AWS/RDS',
          stat: 'Average',
          dimensions: { DBInstanceIdentifier: name },
          values: minutes.map((one) => (one < 50 ? 0.002 : 0.002 * slower)),
        },
        minutes,
      );
    const { watched } = situationOf(recordingOf([reads('writer', 1), reads('replica', 20), reads('third', 1.1)]), 60);
    expect(watched.dependencyReads?.metric.dimensions).toEqual({ DBInstanceIdentifier: 'replica' });
  });

  it('knows incidents of others that are open then', () => {
    const incident = (service: string, openedAt: number, resolvedAt?: number): object => ({
      service,
      incidentId: `${service}-1`,
      openedAt: at(openedAt),
      ...(resolvedAt !== undefined && { resolvedAt: at(resolvedAt) }),
    });
    const incidents = [incident('payments', 50), incident('search', 10, 20), incident('web', 55), incident('mail', 70)];
    const { incidents: known } = situationOf(recordingOf([balancer('RequestCount')], { incidents }), 60);
    expect(known).toEqual([{ id: 'payments-1', service: 'payments', since: at(50) }]);
  });

  it('says what is not there by then', () => {
    const recording = recordingOf([balancer('RequestCount'), balancer('TargetResponseTime', { stat: 'p99' }, [9])]);
    expect(missingIn(situationOf(recording, 5))).toEqual(['latency', 'errors', 'memory', 'DB latency']);
    expect(missingIn(situationOf(recording))).toEqual(['errors', 'memory', 'DB latency']);
    expect(situationOf(recording).missing[0]?.reason).toBe('no-data');
  });

  it('knows deploys of the service that somebody had told of', () => {
    const deploys = [deploy(5), deploy(8, { status: 'SUCCEEDED' }), deploy(6, { id: 'db-7', service: 'billing' })];
    const recording = recordingOf([balancer('RequestCount')], { deploys });
    expect(situationOf(recording, 7).deploys).toMatchObject([{ id: 'web-2', status: 'STARTED' }]);
    expect(situationOf(recording).deploys?.map(({ status }) => status)).toEqual(['STARTED', 'SUCCEEDED']);
  });

  it('has the memory limit of the recording', () => {
    expect(situationOf(recordingOf([balancer('RequestCount')], { memoryLimitPercent: 91 })).memoryLimitPercent).toBe(
      91,
    );
  });

  it('knows a metric of the service by the usual one that means the same', () => {
    const { watched } = recordedSituation(recordingOf([balancer('Handled')]), {
      at: at(60),
      service: 'web',
      timeZone: 'UTC',
      usualOf: (metric) => ({ ...metric, metricName: 'Count' }),
    });
    expect(watched.requests?.metric.metricName).toBe('Handled');
  });
});
