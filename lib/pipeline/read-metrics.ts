import type { Metric } from '../core/alarm/definition.ts';
import type { Missing } from '../core/diagnosis/facts/situation.ts';
import type { Span } from '../core/series/period-grid.ts';
import type { Series } from '../core/series/series.ts';
import { MetricHistoryError } from '../ports/metric-history.ts';
import { reasonOf, type Sources, type SourcesHost } from './sources.ts';

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

/** A question is asked once more without what failed alone, and no more often: there is no time, and it would be a storm. */
const TIMES = 2;

class Reading {
  readonly held = new Map<Metric, Series | undefined>();
  readonly unread = new Map<Metric, Missing['reason']>();
  private readonly host: MetricsHost;

  constructor(host: MetricsHost) {
    this.host = host;
  }

  /** Those of which it is said that they cannot be read are left out, and the others are asked for once more. */
  async read({ metrics, span }: MetricsAsked): Promise<void> {
    let left = metrics;
    for (let asked = 0; left.length > 0 && asked < TIMES; asked += 1) {
      const failed = await this.failing(left, span);
      left = left.filter((one) => !failed.has(one) && !this.held.has(one));
    }
    for (const one of left) this.unread.set(one, 'timeout');
  }

  /** Those that failed; never none while any is left unread. */
  private async failing(metrics: readonly Metric[], span: Span): Promise<ReadonlySet<Metric>> {
    try {
      for await (const { metric, series } of this.host.metrics.series(metrics, span)) this.held.set(metric, series);
      return new Set(metrics);
    } catch (error) {
      this.host.report?.('metrics could not be read', error);
      const failed = meantBy(error, metrics);
      for (const one of failed) if (!this.held.has(one)) this.unread.set(one, reasonOf(error));
      return new Set(failed);
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
  const [held, unread] = [new Map(reading.held), new Map(reading.unread)];
  for (const metric of questions.flatMap(({ metrics }) => metrics))
    if (!held.has(metric) && !unread.has(metric)) unread.set(metric, 'timeout');
  return { held, unread };
};
