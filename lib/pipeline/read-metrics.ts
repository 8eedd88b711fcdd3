import type { Metric } from '../core/alarm/definition.ts';
import type { Missing } from '../core/diagnosis/facts/situation.ts';
import type { Span } from '../core/series/period-grid.ts';
import type { Series } from '../core/series/series.ts';
import { MetricHistoryError } from '../ports/metric-history.ts';
import { whyMissing, type Sources, type SourcesHost } from './sources.ts';

export interface MetricsHost extends Pick<Sources, 'metrics'>, Pick<SourcesHost, 'within' | 'report'> {}

/** Metrics that are read by one question. */
export interface MetricsAsked {
  readonly metrics: readonly Metric[];
  readonly span: Span;
}

/** By the metrics as they were asked for; each is in one of the two. */
export interface ReadValues {
  /** Undefined: not one value is held. */
  readonly held: ReadonlyMap<Metric, Series | undefined>;
  readonly unread: ReadonlyMap<Metric, Missing['reason']>;
}

/** Which of them failed: some, where it is said which. */
const meantBy = (error: unknown, metrics: readonly Metric[]): readonly Metric[] => {
  const about = error instanceof MetricHistoryError ? error.metrics : [];
  const meant = metrics.filter((one) => about.includes(one));
  return meant.length > 0 ? meant : metrics;
};

/** A question is asked so often, and no more often: there is no time, and it would be a storm. */
const TIMES = 2;

class Reading {
  readonly held = new Map<Metric, Series | undefined>();
  readonly unread = new Map<Metric, Missing['reason']>();
  private readonly host: MetricsHost;

  constructor(host: MetricsHost) {
    this.host = host;
  }

  /** What was not answered is asked for once more, and so are others without what was refused. */
  async read({ metrics, span }: MetricsAsked): Promise<void> {
    let left = metrics;
    for (let time = 1; left.length > 0 && time <= TIMES; time += 1) {
      await this.ask(left, span);
      left = left.filter((one) => !this.held.has(one) && (this.unread.get(one) ?? 'timeout') === 'timeout');
    }
  }

  private async ask(metrics: readonly Metric[], span: Span): Promise<void> {
    try {
      for await (const { metric, series } of this.host.metrics.series(metrics, span)) this.held.set(metric, series);
    } catch (error) {
      this.host.report?.('metrics could not be read', error);
      for (const one of meantBy(error, metrics)) if (!this.held.has(one)) this.unread.set(one, whyMissing(error));
    }
  }
}

/** Asks questions at once, each failing alone: why what is not there by the end of the time is not is said of each metric. */
export const readMetrics = async (host: MetricsHost, questions: readonly MetricsAsked[]): Promise<ReadValues> => {
  const reading = new Reading(host);
  try {
    await host.within(Promise.all(questions.map((question) => reading.read(question))));
  } catch (error) {
    host.report?.('metrics were not read in time', error);
  }
  const held = new Map(reading.held);
  const left = questions.flatMap(({ metrics }) => metrics).filter((one) => !held.has(one));
  return { held, unread: new Map(left.map((one) => [one, reading.unread.get(one) ?? 'timeout'])) };
};
