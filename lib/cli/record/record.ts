import { identityOf } from '../../core/series/metric-identity.ts';
import { recordingSchema } from '../../adapters/recording/recording.ts';
import { isComposite, type Metric } from '../../core/alarm/definition.ts';
import { metricText } from '../../core/series/metric-text.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { recordedMetrics } from '../../core/service/workload-measurements.ts';
import type { Series } from '../../core/series/series.ts';
import { forecastWatchedBy } from '../../core/service/forecast-metrics.ts';
import { alarmsOf } from '../../core/service/service-alarms.ts';
import { metricsOf } from '../../core/cloudwatch/evaluation/signal.ts';
import type { Service } from '../../core/configuration.ts';
import { type Instant, instantOf, SECOND } from '../../core/time.ts';
import type { HeldSeries } from '../../ports/metric-history.ts';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import { describedService } from '../files/described-service.ts';
import { readLive } from '../files/live-history.ts';
import { configurationFrom } from '../files/load-files.ts';
import { checkOut, STDOUT, writeOut } from '../files/out-file.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import { timeOption } from '../terminal/time-option.ts';
import { type Deploys, NOT_ASKED, recordedDeploys } from './recorded-deploys.ts';

export interface RecordOptions {
  readonly service: string;
  readonly from: string;
  readonly to?: string;
  readonly config: string;
  readonly stack?: string;
  readonly out: string;
}

/** @throws UsageError */
const askedSpan = ({ from, to }: RecordOptions, at: Instant): Span => {
  const span = { from: timeOption('--from', from, at), to: to === undefined ? at : timeOption('--to', to, at) };
  if (span.from >= at) throw new UsageError(`--from: expected a time before now, got ${from}, which is ${span.from}`);
  if (span.from < span.to) return span;
  throw new UsageError(`--to: expected a time after --from (${span.from}), got ${to ?? ''}, which is ${span.to}`);
};

/** Nothing is recorded of the future. @throws UsageError */
const spanOf = (options: RecordOptions, { now, err }: Shell): Span => {
  const at = now();
  const span = askedSpan(options, at);
  if (span.to <= at) return span;
  err(`--to: ${span.to} is in the future: the recording ends now, at ${at}`);
  return { from: span.from, to: at };
};

/** What a recording holds for diagnosis, and whatever the alarms of the service look at besides: forecasts are made anew. */
export const metricsToRecord = (name: string, service: Service, environment: string): readonly Metric[] => {
  const watched = alarmsOf(name, service, environment).flatMap((alarm) =>
    isComposite(alarm) || forecastWatchedBy(alarm) !== undefined ? [] : metricsOf(alarm.signal),
  );
  const all = [...recordedMetrics(service.workload), ...watched];
  return [...new Map(all.map((metric) => [`${identityOf(metric)} ${String(metric.periodSeconds)}`, metric])).values()];
};

type RecordedSeries = Metric & { readonly timestamps: readonly string[]; readonly values: readonly number[] };

const recorded = (metric: Metric, { startMs, periodMs, values }: Series): RecordedSeries => {
  const held = [...values.keys()].filter((index) => !Number.isNaN(values[index]));
  return {
    ...metric,
    periodSeconds: periodMs / SECOND,
    timestamps: held.map((index) => instantOf(startMs + index * periodMs)),
    values: held.map((index) => values[index] ?? 0),
  };
};

const remarksOn = (all: readonly HeldSeries[]): readonly string[] => [
  ...new Set(all.flatMap(({ remarks }) => remarks)),
  ...all.flatMap(({ metric, series }) =>
    series === undefined ? [`not in the recording: ${metricText(metric)}: CloudWatch holds no value of it`] : [],
  ),
];

interface About extends Pick<Deploys, 'deploys'> {
  readonly service: string;
  readonly description: string;
}

/** As one line a series, and a word of a deploy. @throws FailedError nothing was held. */
const recordingText = (all: readonly HeldSeries[], { service, description, deploys }: About): string => {
  const series = all.flatMap((held) => (held.series === undefined ? [] : [recorded(held.metric, held.series)]));
  if (series.length === 0) {
    throw new FailedError(
      `CloudWatch holds no value of ${service} in that time: look at its workload in tocsin.yaml, and at the account and Region of your AWS credentials`,
    );
  }
  const head = { schema: 'recording/1', service, description };
  recordingSchema.parse({ ...head, series, deploys });
  const lines = series.map((one) => `  ${JSON.stringify(one)}`).join(',\n');
  const known = deploys.map((one) => `  ${JSON.stringify(one)}`).join(',\n');
  const told = known === '' ? '' : `,"deploys":[\n${known}\n]`;
  return `${JSON.stringify(head).slice(0, -1)},"series":[\n${lines}\n]${told}}`;
};

/** `tocsin record`: a recording out of a live account. */
export const record = async (shell: Shell, options: RecordOptions): Promise<void> => {
  checkOut(options.out);
  const span = spanOf(options, shell);
  const configuration = await configurationFrom(options.config, shell);
  const service = describedService(configuration, options);
  const metrics = metricsToRecord(options.service, service, configuration.environment);
  const { deploys, remarks } =
    options.stack === undefined
      ? NOT_ASKED
      : await recordedDeploys(shell, options.stack, { service: options.service, span });
  const all: HeldSeries[] = [];
  for await (const held of readLive(shell, metrics, span)) all.push(held);
  const order = new Map(metrics.map((metric, index) => [metric, index]));
  all.sort((one, other) => (order.get(one.metric) ?? 0) - (order.get(other.metric) ?? 0));
  for (const remark of [...remarksOn(all), ...remarks]) shell.err(printable(remark));
  const description = `Recorded by tocsin record: ${span.from} to ${span.to}.`;
  await writeOut(shell, options.out, recordingText(all, { service: options.service, description, deploys }));
  if (options.out !== STDOUT) shell.err(printable(`${options.out} is written: npx tocsin replay ${options.out}`));
};
