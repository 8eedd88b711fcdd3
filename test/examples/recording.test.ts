import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { firstAlarm, latencyAlarmOf } from '../../examples/web-server/latency-alarm.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const FOLDER = 'examples/incidents/2023-08-05-memory-leak';

interface Series {
  readonly metricName: string;
  readonly stat: string;
  readonly timestamps: readonly string[];
  readonly values: readonly number[];
}

interface Recording {
  readonly series: readonly Series[];
  readonly deploys: readonly { readonly at: string; readonly id: string }[];
  readonly logs: readonly { readonly message: string }[];
  readonly responses: unknown;
}

const recording = JSON.parse(read(`${FOLDER}/recording.json`)) as Recording;
const alarm = latencyAlarmOf(read(`${FOLDER}/tocsin.yaml`));

const series = (metricName: string, stat: string): Series => {
  const found = recording.series.find((each) => each.metricName === metricName && each.stat === stat);
  if (found === undefined) throw new Error(`the recording holds no ${stat} of ${metricName}`);
  return found;
};

const endOf = (timestamp: string | undefined): number => Date.parse(timestamp ?? '') + 60_000;
const minutesBefore = (later: number, earlier: number): number => (later - earlier) / 60_000;

/** The first instant at which 3 of the 5 newest minutes are at or above the threshold. */
const firesAt = ({ timestamps, values }: Series, threshold: number): number => {
  const index = firstAlarm(values, { thresholdSeconds: threshold, datapoints: 3, periods: 5 });
  return index === undefined ? NaN : endOf(timestamps[index]);
};

const between = ({ timestamps, values }: Series, from: string, to: string): number[] =>
  values.filter((_, index) => {
    const at = Date.parse(timestamps[index] ?? '');
    return at >= Date.parse(from) && at < Date.parse(to);
  });

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? NaN;

const alarmAt = Date.parse('2023-08-05T14:15:00Z');

describe('the recording of 5 August 2023', () => {
  it('is a recording as its schema says', () => {
    const ajv = new Ajv2020({ allErrors: true });
    formats.default(ajv);
    const validate = ajv.compile(JSON.parse(read('schema/recording.schema.json')) as object);
    validate(recording);
    expect(validate.errors).toBeNull();
  });

  it('begins with an hour of quiet in which latency is far below the threshold', () => {
    const { timestamps, values } = series('TargetResponseTime', 'p99');
    expect(minutesBefore(alarmAt, Date.parse(timestamps[0] ?? ''))).toBeGreaterThan(90);
    expect(Math.max(...values.slice(0, 60))).toBeLessThan(alarm.thresholdSeconds / 2);
  });

  it('fires its latency alarm at 14:15Z, 3 of 5, and not before', () => {
    expect([alarm.datapoints, alarm.periods]).toEqual([3, 5]);
    expect(firesAt(series('TargetResponseTime', 'p99'), alarm.thresholdSeconds)).toBe(alarmAt);
  });

  it('crosses 75 and 90 percent of memory minutes before its latency alarm', () => {
    const memory = series('MemoryUtilization', 'Average');
    expect(minutesBefore(alarmAt, firesAt(memory, 90))).toBeGreaterThanOrEqual(5);
    expect(firesAt(memory, 75)).toBeLessThan(firesAt(memory, 90));
  });

  it('has a surge before the leak is felt', () => {
    const { values } = series('RequestCount', 'Sum');
    const quiet = mean(values.slice(0, 60));
    expect(
      mean(between(series('RequestCount', 'Sum'), '2023-08-05T13:45:00Z', '2023-08-05T14:00:00Z')),
    ).toBeGreaterThan(2 * quiet);
  });

  it('stays slow and short of memory until the reboot', () => {
    const slow = between(series('TargetResponseTime', 'p99'), '2023-08-05T14:15:00Z', '2023-08-05T15:30:00Z');
    expect(slow.filter((value) => value >= alarm.thresholdSeconds).length).toBeGreaterThan(0.8 * slow.length);
    expect(
      Math.min(...between(series('MemoryUtilization', 'Average'), '2023-08-05T14:15:00Z', '2023-08-05T15:30:00Z')),
    ).toBeGreaterThan(90);
  });

  it('has a healthy database all the while', () => {
    const reads = series('ReadLatency', 'Average');
    const quiet = median(between(reads, '2023-08-05T12:30:00Z', '2023-08-05T13:30:00Z'));
    const leak = median(between(reads, '2023-08-05T14:15:00Z', '2023-08-05T15:30:00Z'));
    expect(leak).toBeLessThan(2 * quiet);
  });

  it('is restored by 15:45Z: fast again, with memory to spare', () => {
    const after = ['2023-08-05T15:45:00Z', '2023-08-05T16:00:00Z'] as const;
    expect(Math.max(...between(series('TargetResponseTime', 'p99'), ...after))).toBeLessThan(alarm.thresholdSeconds);
    expect(Math.max(...between(series('MemoryUtilization', 'Average'), ...after))).toBeLessThan(75);
  });

  it('holds the rollout of the fix at the reboot, and what the server logged', () => {
    expect(recording.deploys.map(({ id }) => id)).toEqual(['web-2']);
    expect(minutesBefore(Date.parse(recording.deploys[0]?.at ?? ''), Date.parse('2023-08-05T15:30:00Z'))).toBeLessThan(
      2,
    );
    expect(recording.logs.map(({ message }) => message).join('\n')).toMatch(/garbage collection stopped the process/);
  });

  it('holds the responses beside it', () => {
    expect(recording.responses).toEqual(JSON.parse(read(`${FOLDER}/responses.json`)));
  });
});
