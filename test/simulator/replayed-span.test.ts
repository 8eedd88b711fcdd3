import { describe, expect, it } from 'vitest';
import type { Recording } from '../../lib/adapters/recording/recording.ts';
import { latency, minute, replaying, slowFromTen } from './replaying.ts';

/** Two days of five-minute values of the same metric, as `tocsin record` puts beside the minutes. */
const withHistory = (recording: Recording): Recording => {
  const timestamps = Array.from({ length: 576 }, (_, index) => minute(-2_880 + 5 * index));
  const [series] = recording.series;
  if (series === undefined) throw new Error('no series');
  const history = { ...series, periodSeconds: 300 as const, timestamps, values: timestamps.map(() => 0.1) };
  return { ...recording, series: [history, ...recording.series] };
};

describe('a replay of minutes beside a history of longer periods', () => {
  it('begins at the first value that an alarm can look at', async () => {
    const { output } = await replaying(withHistory(latency(slowFromTen)));
    expect(output.from).toBe(minute(0));
  });

  it('does what it does without that history', async () => {
    const [beside, alone] = await Promise.all([
      replaying(withHistory(latency(slowFromTen))),
      replaying(latency(slowFromTen)),
    ]);
    expect(beside.output.alarms).toEqual(alone.output.alarms);
  });

  it('begins with whatever there is where no alarm can look at any of it', async () => {
    const { series, ...rest } = withHistory(latency(slowFromTen));
    const { output } = await replaying({ ...rest, series: series.slice(0, 1) });
    expect(output.from).toBe(minute(-2_880));
  });
});
