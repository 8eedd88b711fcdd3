import type { Metric, MetricAlarm } from '../../core/alarm/definition.ts';
import type { SeriesLookup, Unsupported } from '../../core/series/series.ts';
import { type Instant, instantOf } from '../../core/time.ts';
import { openJsonFile } from './json-file.ts';
import { scanSeries } from './scan-series.ts';

/** Metrics in a file of any size: only what is asked for is in memory. */
export interface SeriesFile {
  readonly kind: 'recording' | 'get-metric-data';
  /** Of a recording: the service it is of. */
  readonly service?: string;
  /** Of a recording: percent at which a process dies of its memory. */
  readonly memoryLimitPercent?: number;
  /** From the start of the first period to the end of the last; undefined: there is no value. */
  readonly extent: { readonly from: Instant; readonly to: Instant } | undefined;
  /** When the first value stands that one of the metrics can be told from; undefined: the file does not tell them apart, or none does. */
  beginOf(metrics: readonly Metric[]): Instant | undefined;
  /** What is not whole in the file, a sentence each. */
  readonly remarks: readonly string[];
  /** In the output of get-metric-data, where only labels name metrics: what one label names without doubt. */
  readonly lookup: SeriesLookup;
  /** What one of the alarms looks at; `among`: all that are evaluated on the file (a label may fit several). */
  bind(alarm: MetricAlarm, among?: readonly MetricAlarm[]): SeriesLookup | Unsupported;
  close(): Promise<void>;
}

/** @throws RecordingError naming the file, the place in it, what is wrong and what was expected. */
export const openSeriesFile = async (file: string): Promise<SeriesFile> => {
  const opened = await openJsonFile(file);
  try {
    const { index, ...rest } = await scanSeries(opened);
    const { from, to } = index.extent();
    return {
      ...rest,
      extent: from > to ? undefined : { from: instantOf(from), to: instantOf(to) },
      beginOf: (metrics) => {
        const begin = Math.min(...metrics.map((metric) => index.beginOf(metric)));
        return Number.isFinite(begin) ? instantOf(begin) : undefined;
      },
      remarks: [...index.remarks(), ...rest.remarks].map((remark) => `${file}: ${remark}`),
      lookup: index.lookup,
      bind: (alarm, among = [alarm]) => index.bind(alarm, among),
      close: () => opened.close(),
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
};
