import { describe, expect, it } from 'vitest';
import type { Metric } from '../../lib/core/alarm/definition.ts';
import { describedHistory } from '../../lib/core/cloudwatch/described/described-history.ts';
import type { Span } from '../../lib/core/series/period-grid.ts';
import type { Series } from '../../lib/core/series/series.ts';
import { type Instant, later, MINUTE } from '../../lib/core/time.ts';
import type { HeldSeries, MetricHistory } from '../../lib/ports/metric-history.ts';
import type { Account, StoredValue } from './stored-metrics.ts';

/** Twenty seconds into a minute. */
export const NOW: Instant = '2026-11-22T12:00:20.000Z';

export const memoryOf = (ServiceName: string, periodSeconds = 60): Metric => ({
  namespace: 'AWS/ECS',
  metricName: 'MemoryUtilization',
  dimensions: { ClusterName: 'prod', ServiceName },
  stat: 'Sum',
  periodSeconds,
});

/** The value of each minute ago. */
export const ago = (metric: Metric, values: Readonly<Record<number, number>>): StoredValue[] =>
  Object.entries(values).map(([minutes, value]) => ({ metric, at: later(NOW, -Number(minutes) * MINUTE), value }));

export const read = async (
  history: MetricHistory,
  metrics: readonly Metric[],
  span: Partial<Span> & Pick<Span, 'from'>,
): Promise<HeldSeries[]> => Array.fromAsync(history.series(metrics, { to: NOW, ...span }));

const shown = (series: Series | undefined): object | undefined =>
  series && { from: new Date(series.startMs).toISOString(), periodMs: series.periodMs, values: [...series.values] };

/** What each metric history keeps to. `open` makes one of an account, at `NOW`. */
export const metricHistoryContract = (open: (account: Account) => Promise<MetricHistory>): void => {
  const web = memoryOf('web');

  describe('the values of a metric', () => {
    it('are those of whole periods, oldest first, NaN where there is none', async () => {
      const history = await open({ values: ago(web, { 5: 50, 4: 40, 2: 20 }) });
      const [held] = await read(history, [web], { from: later(NOW, -6 * MINUTE) });
      expect(held).toMatchObject({ metric: web, remarks: [] });
      expect(shown(held?.series)).toEqual({
        from: '2026-11-22T11:54:00.000Z',
        periodMs: MINUTE,
        values: [Number.NaN, 50, 40, Number.NaN, 20, Number.NaN],
      });
    });

    it('end with the last period that ended before the end of the span', async () => {
      const history = await open({ values: ago(web, { 5: 50, 4: 40, 3: 30 }) });
      const [held] = await read(history, [web], { from: later(NOW, -6 * MINUTE), to: '2026-11-22T11:56:59.999Z' });
      expect([...(held?.series?.values ?? [])]).toEqual([Number.NaN, 50]);
    });

    it('end with the last period that has ended, however long the span is', async () => {
      const history = await open({ values: ago(web, { 2: 20, 1: 10, 0: 1 }) });
      const [held] = await read(history, [web], { from: later(NOW, -2 * MINUTE), to: later(NOW, 60 * MINUTE) });
      expect([...(held?.series?.values ?? [])]).toEqual([20, 10]);
    });

    it('are of the period that was asked for', async () => {
      const history = await open({ values: ago(web, { 9: 1, 8: 2, 4: 4, 3: 8 }) });
      const [held] = await read(history, [memoryOf('web', 300)], { from: later(NOW, -10 * MINUTE) });
      expect(shown(held?.series)).toEqual({ from: '2026-11-22T11:50:00.000Z', periodMs: 5 * MINUTE, values: [3, 12] });
    });

    it('are undefined where none is held, or no period of the span has ended', async () => {
      const history = await open({ values: ago(web, { 5: 50, 0: 1 }) });
      expect(await read(history, [memoryOf('api')], { from: later(NOW, -6 * MINUTE) })).toMatchObject([
        { metric: memoryOf('api'), series: undefined },
      ]);
      expect(await read(history, [web], { from: later(NOW, -2_000) })).toMatchObject([{ series: undefined }]);
    });

    it('come once for each metric, whatever their periods', async () => {
      const metrics = [memoryOf('a'), memoryOf('b', 300), memoryOf('c'), memoryOf('none')];
      const history = await open({ values: metrics.slice(0, 3).flatMap((one) => ago(one, { 7: 7 })) });
      const all = await read(history, metrics, { from: later(NOW, -10 * MINUTE) });
      const sums = all.map(({ metric, series }) => [
        metric.dimensions['ServiceName'],
        series?.values.reduce((sum, value) => sum + (value || 0), 0),
      ]);
      expect(sums.sort()).toEqual([
        ['a', 7],
        ['b', 7],
        ['c', 7],
        ['none', undefined],
      ]);
    });
  });

  describe('values that are held for so long only', () => {
    const DAYS = 24 * 60;

    it.each([
      [60, 15, 60],
      [10, 1, 60],
      [60, 16, 300],
      [60, 63, 300],
      [60, 64, 3_600],
      [420, 16, 600],
    ])('of %i s from %i days ago are read as periods of %i s', async (asked, days, given) => {
      const metric = memoryOf('web', asked);
      const history = await open({ values: ago(web, { [days * DAYS - 61]: 5 }) });
      const [held] = await read(history, [metric], { from: later(NOW, -days * DAYS * MINUTE) });
      expect(held?.series?.periodMs).toBe(given * 1_000);
      expect(held?.series?.values.filter((value) => value === 5)).toHaveLength(1);
      expect(held?.remarks.join()).toContain(given === asked ? '' : `read as periods of ${String(given)} s`);
    });

    it('are read from where they begin, and it is said', async () => {
      const history = await open({ values: ago(web, { [400 * DAYS]: 5 }) });
      const [held] = await read(history, [memoryOf('web', 3_600)], { from: later(NOW, -500 * DAYS * MINUTE) });
      expect(shown(held?.series)).toMatchObject({ from: '2025-08-24T13:00:00.000Z' });
      expect(held?.remarks).toEqual(['CloudWatch holds nothing older than 455 d: read from 2025-08-24T13:00:00.000Z']);
    });
  });

  describe('the alarms of an account', () => {
    it('are all of them, of every kind', async () => {
      const alarms = {
        MetricAlarms: [{ AlarmName: 'one', Threshold: 1 }, { AlarmName: 'two' }, { AlarmName: 'three' }],
        CompositeAlarms: [{ AlarmName: 'both', AlarmRule: 'ALARM("one")' }],
      };
      const history = await open({ alarms, values: [] });
      expect(await history.alarms()).toMatchObject(alarms);
    });

    it('are none in an account without any', async () => {
      const history = await open({ values: [] });
      expect(await history.alarms()).toMatchObject({ MetricAlarms: [], CompositeAlarms: [] });
    });
  });

  it('gives every state change of a span, newest first', async () => {
    const at = (minutes: number): Instant => later(NOW, -minutes * MINUTE);
    const changes = [9, 8, 3, 1].map((minutes) => ({
      AlarmName: `a${String(minutes)}`,
      at: at(minutes),
      from: 'OK' as const,
      to: 'ALARM' as const,
    }));
    const history = await open({ changes, values: [] });
    const told = await history.changes({ from: at(8), to: at(2) });
    expect(told.AlarmHistoryItems).toMatchObject([{ AlarmName: 'a3' }, { AlarmName: 'a8' }]);
    expect(describedHistory(told)).toEqual({
      changes: [
        { alarmName: 'a8', at: at(8), from: 'OK', to: 'ALARM' },
        { alarmName: 'a3', at: at(3), from: 'OK', to: 'ALARM' },
      ],
    });
  });
};
