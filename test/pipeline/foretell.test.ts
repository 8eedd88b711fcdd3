import { describe, expect, it } from 'vitest';
import { batchesOf } from '../../lib/adapters/cloudwatch/read-series.ts';
import { labelledRecordings } from '../../bench/diagnosis/labelled-recordings.ts';
import { seriesOf } from '../../lib/adapters/recording/recording.ts';
import type { Metric } from '../../lib/core/alarm/definition.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import { forecastSeries } from '../../lib/core/forecast/forecast-series.ts';
import type { Span } from '../../lib/core/series/period-grid.ts';
import { heldPeriods } from '../../lib/core/series/retention.ts';
import type { Series, SeriesLookup } from '../../lib/core/series/series.ts';
import { FORECAST_EVERY_MS, forecastMetric, type ForecastName } from '../../lib/core/service/forecast-metrics.ts';
import { HOUR, instantOf, MINUTE } from '../../lib/core/time.ts';
import { foretell, type Foretold } from '../../lib/pipeline/foretell.ts';
import { type MetricHistory, MetricHistoryError } from '../../lib/ports/metric-history.ts';
import type { MetricSink, MetricValue } from '../../lib/ports/metric-sink.ts';
import { configurationOf } from '../support/configurations.ts';
import { historyOfSeries } from '../support/history-of-series.ts';

const configurationWith = (services: readonly string[], alarms = '{}'): Configuration =>
  configurationOf(`
version: 1
environment: prod
services:
${services.map((name) => `  ${name}: { escalation: primary, workload: { kind: alb-ecs, loadBalancer: app/web/50dc6c495c0c9188, cluster: prod, service: ${name} }, alarms: ${alarms} }`).join('\n')}
responders: { alice: { name: Alice } }
escalations: { primary: { levels: [{ page: [responder:alice] }] } }
`);

const web = configurationWith(['web']);
const workload = web.services['web']?.workload ?? { kind: 'custom', metrics: {} };

type History = Pick<MetricHistory, 'series'>;

/** One run at an instant, and what it put. */
const ran = async (
  atMs: number,
  history: History,
  {
    configuration = web,
    put = () => Promise.resolve(),
    hasTime,
  }: { configuration?: Configuration; put?: MetricSink['put']; hasTime?: () => boolean } = {},
): Promise<{ readonly foretold: Foretold; readonly values: readonly MetricValue[] }> => {
  const values: MetricValue[] = [];
  const sink: MetricSink = {
    put: async (some) => {
      await put(some);
      values.push(...some);
    },
  };
  const host = { metrics: history, sink, clock: () => instantOf(atMs), within: <T>(work: Promise<T>) => work };
  return { foretold: await foretell(host, configuration, hasTime), values };
};

/** What a run two minutes after each mark puts. */
const allPut = async (
  lookup: SeriesLookup,
  [fromMs, toMs]: readonly [number, number],
): Promise<readonly MetricValue[]> => {
  const all: MetricValue[] = [];
  for (let atMs = fromMs; atMs <= toMs; atMs += FORECAST_EVERY_MS) {
    const now = atMs + 2 * MINUTE + 20_000;
    all.push(
      ...(
        await ran(
          now,
          historyOfSeries(lookup, () => instantOf(now)),
        )
      ).values,
    );
  }
  return all;
};

/** `10:15 1440` of each. */
const shown = (values: readonly MetricValue[], name: ForecastName): readonly string[] =>
  values.filter(({ metric }) => metric.metricName === name).map(({ at, value }) => `${at} ${String(value)}`);

const replayed = (
  name: ForecastName,
  lookup: SeriesLookup,
  [fromMs, toMs]: readonly [number, number],
): readonly string[] => {
  const span = { from: instantOf(fromMs), to: instantOf(toMs) };
  const made = forecastSeries(name, { workload, memoryLimitPercent: 100, lookup }, span);
  if ('unsupported' in made) return [];
  return [...made.values].flatMap((value, index) => {
    const atMs = made.startMs + index * made.periodMs;
    return Number.isNaN(value) || atMs < fromMs ? [] : [`${instantOf(atMs)} ${String(value)}`];
  });
};

const markIn = (ms: number): number => Math.ceil(ms / FORECAST_EVERY_MS) * FORECAST_EVERY_MS;

describe('what is put into CloudWatch', () => {
  const recordings = labelledRecordings('examples/web-server/corpus/recordings', 'kept').filter(
    ({ name, periodMs }) =>
      periodMs === MINUTE && /^(leak|cache|surge|daily|step|saw|dependency-held).*[24]$/u.test(name),
  );

  it('is, point by point, what replay and backtest make of the same recording', async () => {
    let growing = 0;
    for (const { recording, from, to } of recordings) {
      const lookup = seriesOf(recording);
      const span = [markIn(from), markIn(to)] as const;
      const put = shown(await allPut(lookup, span), 'MemoryExhaustionMinutes');
      expect(put).toEqual(replayed('MemoryExhaustionMinutes', lookup, span));
      growing += put.filter((one) => !one.endsWith(' 1440')).length;
    }
    expect(recordings.length).toBeGreaterThan(20);
    expect(growing).toBeGreaterThan(50);
  });

  it('is the same of days', async () => {
    const startMs = Date.parse('2026-03-02T10:00:00Z');
    const values = Float64Array.from({ length: 72 * 60 }, (_, minute) =>
      minute % 97 === 0 ? Number.NaN : 40 + Math.max(0, minute - 2_000) / 120 + ((minute * 7_919) % 13) / 20,
    );
    const series: Series = { startMs, periodMs: MINUTE, values };
    const lookup = (metric: Metric): readonly Series[] =>
      metric.metricName === 'MemoryUtilization' && metric.stat === 'Average' ? [series] : [];
    for (const hours of [29, 50, 70]) {
      const span = [startMs + hours * HOUR, startMs + (hours + 2) * HOUR] as const;
      expect(shown(await allPut(lookup, span), 'SlowLeak')).toEqual(replayed('SlowLeak', lookup, span));
    }
    const [last] = (await allPut(lookup, [startMs + 70 * HOUR, startMs + 70 * HOUR])).slice(-1);
    expect(last).toMatchObject({ value: 1 });
  });
});

const NOW = Date.parse('2026-03-02T12:02:20Z');
const MARK = '2026-03-02T12:00:00.000Z';

/** Level memory of every service, but for what a test says. */
const level = (values: (metric: Metric) => number | undefined = () => 40): SeriesLookup => {
  const startMs = NOW - (NOW % HOUR) - 5 * HOUR;
  return (metric) => {
    const value = metric.metricName === 'MemoryUtilization' ? values(metric) : 10;
    return value === undefined ? [] : [{ startMs, periodMs: MINUTE, values: new Float64Array(300).fill(value) }];
  };
};

const named = (metric: Metric): string => metric.dimensions['ServiceName'] ?? '';
const history = (lookup: SeriesLookup = level()): History => historyOfSeries(lookup, () => instantOf(NOW));

/** Every question that is asked, and an answer of its own where a test says one. */
const asking = (answer: (metrics: readonly Metric[]) => void = () => undefined, of = history()) => {
  const asked: (readonly Metric[])[] = [];
  const spans: Span[] = [];
  const series: History['series'] = async function* (metrics, span) {
    asked.push(metrics);
    spans.push(span);
    answer(metrics);
    yield* of.series(metrics, span);
  };
  return { asked, spans, history: { series } };
};

describe('a run', () => {
  it('puts the forecasts of the last mark, as the alarms watch them', async () => {
    const { foretold, values } = await ran(NOW, history());
    expect(values).toEqual([
      { metric: forecastMetric('MemoryExhaustionMinutes', 'web', 'prod'), at: MARK, value: 1_440 },
    ]);
    expect(foretold).toEqual({ at: MARK, put: 1, unforeseen: [] });
  });

  it('asks for memory alone while it does not grow, whatever the number of services, in a few questions', async () => {
    const configuration = configurationWith(Array.from({ length: 120 }, (_, index) => `s${String(index)}`));
    const { asked, spans, history: of } = asking();
    const { foretold } = await ran(NOW, of, { configuration });
    expect(foretold).toMatchObject({ put: 120, unforeseen: [] });
    const calls = spans.flatMap((span, index) => {
      const metrics = asked[index] ?? [];
      return batchesOf(metrics, heldPeriods(metrics[0]?.periodSeconds ?? 60, span, instantOf(NOW)));
    });
    expect(calls).toHaveLength(6);
    expect(asked.filter((metrics) => metrics.length > 0)).toHaveLength(6);
    expect(new Set(asked.flat().map(({ metricName }) => metricName))).toEqual(new Set(['MemoryUtilization']));
    expect(Math.max(...asked.map(({ length }) => length))).toBe(49);
  });

  it('asks for traffic too of a service whose memory grows', async () => {
    const growing: SeriesLookup = (metric) =>
      named(metric) === 'api'
        ? level()(metric).map((one) => ({
            ...one,
            values: one.values.map((value, minute) => value + Math.max(0, minute - 200) / 2),
          }))
        : level()(metric);
    const { asked, history: of } = asking(undefined, history(growing));
    const { values } = await ran(NOW, of, { configuration: configurationWith(['web', 'api']) });
    expect(asked.at(-1)?.map(({ metricName }) => metricName)).toContain('RequestCount');
    expect(values.map(({ metric, value }) => [metric.dimensions['Service'], value < 60])).toEqual([
      ['web', false],
      ['api', true],
    ]);
  });

  it('reads and puts nothing of what no alarm watches', async () => {
    const { asked, history: of } = asking();
    const off = configurationWith(['web'], '{ memoryGrowth: false, slowLeak: false }');
    expect((await ran(NOW, of, { configuration: off })).foretold).toEqual({ at: MARK, put: 0, unforeseen: [] });
    expect(asked).toEqual([]);
  });
});

describe('a newest minute that CloudWatch has not got yet', () => {
  const late =
    (minutes: number): SeriesLookup =>
    (metric) => {
      const all = Float64Array.from({ length: 300 }, (_, at) => 40 + Math.max(0, at - 180) / 3);
      const startMs = Date.parse(MARK) - 300 * MINUTE;
      return metric.metricName === 'MemoryUtilization'
        ? [{ startMs, periodMs: MINUTE, values: all.subarray(0, 300 - minutes) }]
        : [];
    };

  it.each([1, 2, 3, 4, 5])('hides no growth, and fakes none: %i missing', async (minutes) => {
    const whole = (await ran(NOW, history(late(0)))).values[0]?.value ?? NaN;
    const { values } = await ran(NOW, history(late(minutes)));
    expect(whole).toBeLessThan(90);
    expect(Math.abs((values[0]?.value ?? NaN) - whole)).toBeLessThanOrEqual(minutes + 5);
  });

  it('is no figure at all once memory was not heard of for longer', async () => {
    expect((await ran(NOW, history(late(6)))).values).toEqual([]);
  });
});

describe('a service that cannot be foretold', () => {
  const three = configurationWith(['web', 'api', 'jobs']);
  const services = (values: readonly MetricValue[]): readonly (string | undefined)[] =>
    values.map(({ metric }) => metric.dimensions['Service']);

  it('for want of values has no figure, which is no failure', async () => {
    const only = level((metric) => (named(metric) === 'api' ? undefined : 40));
    const { foretold, values } = await ran(NOW, history(only), { configuration: three });
    expect(services(values)).toEqual(['web', 'jobs']);
    expect(foretold.unforeseen).toEqual([]);
  });

  it.each([
    ['denied', 'denied'],
    ['malformed', 'not-configured'],
  ] as const)('because its metric is %s has no figure, is named, and the others have theirs', async (why, reason) => {
    const { history: of } = asking((metrics) => {
      const metric = metrics.find((one) => named(one) === 'api');
      if (metric !== undefined) throw new MetricHistoryError('no', { why, metrics: [metric] });
    });
    const { foretold, values } = await ran(NOW, of, { configuration: three });
    expect(services(values)).toEqual(['web', 'jobs']);
    expect(foretold.unforeseen).toEqual([{ service: 'api', reason }]);
  });

  it.each([
    ['throttled', new MetricHistoryError('no', { why: 'throttled' }), 'throttled'],
    ['a shape that nobody knows', new TypeError('no iterable'), 'timeout'],
  ])('because everything is %s has no figure, never one that stands for it', async (_what, error, reason) => {
    const { history: of } = asking(() => {
      throw error;
    });
    const { foretold, values } = await ran(NOW, of, { configuration: three });
    expect(values).toEqual([]);
    expect(foretold.unforeseen.map((one) => one.reason)).toEqual([reason, reason, reason]);
  });

  it('because CloudWatch does not take it is named', async () => {
    const put = (): Promise<void> => Promise.reject(new Error('throttled'));
    const { foretold } = await ran(NOW, history(), { configuration: three, put });
    expect(foretold).toMatchObject({ put: 0, unforeseen: [{ reason: 'not-put' }, {}, {}] });
  });

  it('for want of time is named, and what came before it was put', async () => {
    const many = configurationWith(Array.from({ length: 60 }, (_, index) => `s${String(index)}`));
    let asked = 0;
    const hasTime = (): boolean => asked++ === 0;
    const { foretold, values } = await ran(NOW, history(), { configuration: many, hasTime });
    expect(values).toHaveLength(49);
    expect(foretold.unforeseen).toHaveLength(11);
    expect(foretold.unforeseen[0]).toEqual({ service: 's49', reason: 'no-time' });
  });

  it('of traffic that cannot be read, grows where its memory does, and is named', async () => {
    const growing: SeriesLookup = (metric) =>
      level()(metric).map((one) => ({
        ...one,
        values: one.values.map((value, at) => value + Math.max(0, at - 200) / 2),
      }));
    const { history: of } = asking((metrics) => {
      if (metrics.some(({ metricName }) => metricName === 'RequestCount'))
        throw new MetricHistoryError('no', { why: 'throttled' });
    }, history(growing));
    const { foretold, values } = await ran(NOW, of);
    expect(values[0]?.value).toBeLessThan(60);
    expect(foretold.unforeseen).toEqual([{ service: 'web', reason: 'throttled' }]);
  });
});
