import { sha256Hex } from '../hash.ts';
import type { AlarmTransition } from './evaluation/alarm-transitions.ts';
import { alarmTags } from '../alarm/alarm-tags.ts';
import { alarmArnOf } from '../alarm/alarm-reference.ts';
import type { CompositeTransition } from './composite/composite-history.ts';
import {
  type AlarmDefinition,
  type AlarmState,
  type CompositeAlarm,
  type MathQuery,
  type Metric,
  type MetricAlarm,
  isComposite,
  ONLY_METRIC,
} from '../alarm/definition.ts';
import { cloudWatchTime } from './evaluation/state-reason.ts';

/** EventBridge's `CloudWatch Alarm State Change` of an alarm whose tags ride in the event. */
export interface AlarmStateChangeEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': 'CloudWatch Alarm State Change';
  readonly source: 'aws.cloudwatch';
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly [string];
  readonly detail: {
    readonly alarmName: string;
    readonly configuration: { readonly description: string } & (MetricConfiguration | CompositeConfiguration);
    readonly state: EventState;
    readonly previousState: EventState;
    readonly alarmTags: Readonly<Record<string, string>>;
    readonly alarmTagsStatus: 'SUCCESS';
  };
}

interface MetricConfiguration {
  readonly metrics: readonly MetricQuery[];
}

interface CompositeConfiguration {
  readonly alarmRule: string;
  readonly actionsSuppressor?: string;
  /** Seconds. */
  readonly actionsSuppressorWaitPeriod?: number;
  readonly actionsSuppressorExtensionPeriod?: number;
}

interface EventState {
  readonly value: AlarmState;
  readonly reason: string;
  /** A JSON text. */
  readonly reasonData?: string;
  readonly timestamp?: string;
}

interface MetricQuery {
  readonly id: string;
  readonly metricStat?: {
    readonly metric: Pick<Metric, 'namespace' | 'dimensions'> & { readonly name: string };
    readonly period: number;
    readonly stat: string;
  };
  readonly expression?: string;
  readonly label?: string;
  readonly returnData: boolean;
}

/** A change of state of a metric alarm or a composite one. */
type Transition = AlarmTransition | CompositeTransition;

export interface TransitionOfAlarm {
  readonly definition: AlarmDefinition;
  readonly transition: Transition;
  /** The transition before; absent: the alarm was just created. */
  readonly previous?: Transition | undefined;
  readonly account: string;
  readonly region: string;
}

const metricQuery = (id: string, { metric, returnData }: { metric: Metric; returnData: boolean }): MetricQuery => ({
  id,
  metricStat: {
    metric: { namespace: metric.namespace, name: metric.metricName, dimensions: metric.dimensions },
    period: metric.periodSeconds,
    stat: metric.stat,
  },
  returnData,
});

const mathQuery = (query: MathQuery, returned: string): MetricQuery => {
  const returnData = query.id === returned;
  if ('metric' in query) return metricQuery(query.id, { metric: query.metric, returnData });
  const { id, expression, label } = query;
  return { id, expression, ...(label === undefined ? {} : { label }), returnData };
};

const metricsOf = ({ signal, limit }: MetricAlarm): MetricQuery[] => {
  const [returned, queries] =
    signal.kind === 'metric'
      ? [ONLY_METRIC, [metricQuery(ONLY_METRIC, { metric: signal.metric, returnData: true })]]
      : [signal.returned, signal.queries.map((query) => mathQuery(query, signal.returned))];
  if (!('band' in limit)) return queries;
  const expression = `ANOMALY_DETECTION_BAND(${returned}, ${String(limit.band.standardDeviations)})`;
  return [...queries, { id: 'ad1', expression, returnData: true }];
};

const suppressionOf = ({ suppressor }: CompositeAlarm): Partial<CompositeConfiguration> =>
  suppressor === undefined
    ? {}
    : {
        actionsSuppressor: suppressor.alarm,
        actionsSuppressorWaitPeriod: suppressor.waitSeconds,
        actionsSuppressorExtensionPeriod: suppressor.extensionSeconds,
      };

const watchedBy = (definition: AlarmDefinition): MetricConfiguration | CompositeConfiguration =>
  isComposite(definition)
    ? { alarmRule: definition.rule, ...suppressionOf(definition) }
    : { metrics: metricsOf(definition) };

const stateOf = ({ to, reason, reasonData, at }: Transition): EventState => ({
  value: to,
  reason,
  reasonData: JSON.stringify(reasonData),
  timestamp: cloudWatchTime(at),
});

/** Shaped like EventBridge's ids, but the same for the same change. */
const eventIdOf = (...content: readonly string[]): string =>
  sha256Hex(JSON.stringify(content))
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');

/** The event that CloudWatch would send for one transition of one of our alarms. */
export const alarmStateChangeEvent = (input: TransitionOfAlarm): AlarmStateChangeEvent => {
  const { definition, transition, previous, account, region } = input;
  const alarmArn = alarmArnOf(definition.name, { account, region });
  return {
    version: '0',
    id: eventIdOf(alarmArn, transition.to, transition.at),
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account,
    time: transition.at.replace(/\.\d+Z$/u, 'Z'),
    region,
    resources: [alarmArn],
    detail: {
      alarmName: definition.name,
      configuration: { description: definition.description, ...watchedBy(definition) },
      state: stateOf(transition),
      previousState:
        previous === undefined
          ? { value: transition.from, reason: 'Unchecked: Initial alarm creation' }
          : stateOf(previous),
      alarmTags: alarmTags(definition),
      alarmTagsStatus: 'SUCCESS',
    },
  };
};
