import type { Metric } from '../../core/alarm/definition.ts';
import { heldPeriods } from '../../core/series/retention.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { epochOf, HOUR, SECOND } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';
import { type MetricHistory, MetricHistoryError } from '../../ports/metric-history.ts';

/**
 * Values a second that CloudWatch gives an account and Region, of spans up to three hours and of longer ones. It counts
 * what is asked for, not what there is.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
const VALUES_A_SECOND = { recent: 180_000, long: 396_000 } as const;

type Kind = keyof typeof VALUES_A_SECOND;

interface Spent {
  readonly atMs: number;
  readonly values: number;
}

interface Host {
  readonly clock: Clock;
  /** Processes that may ask at once: each has its share. */
  readonly processes: number;
}

const kindOf = ({ from, to }: Span): Kind => (epochOf(to) - epochOf(from) > 3 * HOUR ? 'long' : 'recent');

type SeriesHistory = Pick<MetricHistory, 'series'>;

/**
 * What one process may ask of CloudWatch in a second: its share of what the account has. Beyond that a question is refused
 * as throttled before it is asked, so that in a storm those that are asked are answered.
 */
export class Ration {
  private readonly host: Host;
  private readonly spent: Record<Kind, readonly Spent[]> = { recent: [], long: [] };

  constructor(host: Host) {
    this.host = host;
  }

  /** The history as far as the share goes; all of a process share it. */
  of(history: SeriesHistory): SeriesHistory {
    const allows = (metrics: readonly Metric[], span: Span): boolean => this.allows(metrics, span);
    return {
      series: async function* (metrics, span) {
        if (!allows(metrics, span))
          throw new MetricHistoryError('not asked: this process has asked CloudWatch for its share of this second', {
            why: 'throttled',
          });
        yield* history.series(metrics, span);
      },
    };
  }

  private allows(metrics: readonly Metric[], span: Span): boolean {
    const now = this.host.clock();
    const kind = kindOf(span);
    const values = metrics.reduce((sum, { periodSeconds }) => sum + heldPeriods(periodSeconds, span, now).count, 0);
    const lately = this.spent[kind].filter(({ atMs }) => epochOf(now) - atMs < SECOND);
    const all = lately.reduce((sum, one) => sum + one.values, values);
    const isWithin = all <= VALUES_A_SECOND[kind] / this.host.processes;
    this.spent[kind] = isWithin ? [...lately, { atMs: epochOf(now), values }] : lately;
    return isWithin;
  }
}
