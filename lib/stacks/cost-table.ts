import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { loadConfiguration } from '../config/read-configuration.ts';
import type { Configuration } from '../core/configuration.ts';
import { STEADY_METRICS } from '../core/cost/deployed-by.ts';
import { type Deployed, monthlyCost } from '../core/cost/monthly-cost.ts';
import { FORECAST_NAMESPACE } from '../core/service/forecast-metrics.ts';
import { counted } from '../core/words.ts';
import { TocsinStack } from './tocsin-stack.ts';

interface Resource {
  readonly Type: string;
  readonly Properties?: {
    readonly Metrics?: readonly { readonly MetricStat?: unknown }[];
    readonly Namespace?: string;
    readonly ThresholdMetricId?: string;
    readonly FifoQueue?: boolean;
    readonly RedrivePolicy?: unknown;
  };
}

const EXAMPLE = join(import.meta.dirname, '../../examples/tocsin.yaml');
const SIZES = [1, 10, 100] as const;

/** Of each template. */
const resourcesOf = (directory: string, isTemplate: (file: string) => boolean): Resource[][] =>
  readdirSync(directory)
    .filter(isTemplate)
    .map((file) => {
      const { Resources } = JSON.parse(readFileSync(join(directory, file), 'utf8')) as {
        Resources: Record<string, Resource>;
      };
      return Object.values(Resources);
    });

const count = (resources: readonly Resource[], type: string): number =>
  resources.filter(({ Type }) => Type === type).length;

/** A band has an upper and a lower bound, which count as metrics. */
const BAND_METRICS = 2;

/** An alarm on metric math costs what alarms on each of its metrics would. */
const metricsOf = ({ Properties }: Resource): number => {
  const own = Properties?.Metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1;
  return Properties?.ThresholdMetricId === undefined ? own : own + BAND_METRICS;
};

const alarmMetrics = (resources: readonly Resource[]): number =>
  resources.filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + metricsOf(alarm), 0);

const isOnForecast = ({ Properties }: Resource): boolean => Properties?.Namespace === FORECAST_NAMESPACE;

/** Reads it from the synthesized templates. */
export const deployedByTemplate = (configuration: Configuration): Deployed => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  new TocsinStack(app, 'Tocsin', { configuration });
  const { directory } = app.synth();
  const ofServices = resourcesOf(directory, (file) => file.endsWith('.nested.template.json'));
  const nested = ofServices.flat();
  const own = resourcesOf(directory, (file) => file === 'Tocsin.template.json').flat();
  const fifo = own.filter(({ Properties: p }) => p?.FifoQueue === true && p.RedrivePolicy !== undefined).length;
  return {
    services: Object.keys(configuration.services).length,
    foretoldServices: ofServices.filter((each) => each.some(isOnForecast)).length,
    forecastMetrics: nested.filter(isOnForecast).length,
    serviceAlarmMetrics: alarmMetrics(nested),
    compositeAlarms: count(nested, 'AWS::CloudWatch::CompositeAlarm'),
    opsAlarmMetrics: alarmMetrics(own),
    keys: count(own, 'AWS::KMS::Key'),
    polledQueues: count(own, 'AWS::Lambda::EventSourceMapping') - fifo,
    polledFifoQueues: fifo,
    steadyMetrics: STEADY_METRICS,
  };
};

const ofSize = ({ services, ...rest }: Configuration, size: number): Configuration => {
  const [service] = Object.values(services);
  if (service === undefined)
    throw new Error('the cost table multiplies the first service, got a file without services');
  return {
    ...rest,
    services: Object.fromEntries(Array.from({ length: size }, (_, i) => [`web-${String(i)}`, service])),
  };
};

const dollars = (amount: number): string => `$${amount.toFixed(2)}`;

const total = (lines: readonly { readonly dollars: number }[]): number =>
  lines.reduce((sum, line) => sum + line.dollars, 0);

/** Markdown: a line each kind of cost, a column each number of services. */
export const costTable = async (): Promise<string> => {
  const loaded = await loadConfiguration(EXAMPLE);
  if (loaded.outcome === 'problems') throw new Error(`${EXAMPLE} has to load`);
  const { configuration } = loaded;
  const columns = SIZES.map((size) => monthlyCost(deployedByTemplate(ofSize(configuration, size))));
  const [first = []] = columns;
  const rows = first.map(({ what }, row) => [what, ...columns.map((column) => dollars(column[row]?.dollars ?? 0))]);
  const all = [
    ['A month', ...SIZES.map((size) => counted(size, 'service'))],
    ['---', ...SIZES.map(() => '---:')],
    ...rows,
    ['**Together**', ...columns.map((column) => `**${dollars(total(column))}**`)],
  ];
  return `${all.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
};

if (import.meta.main) process.stdout.write(await costTable());
