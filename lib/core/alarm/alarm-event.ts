import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { AlarmTransition } from './alarm-transitions.ts';
import type { AlarmDefinition, AlarmState, Metric, Signal } from './definition.ts';
import { metricMathOf } from './metric-math.ts';
import { cloudWatchTime } from './state-reason.ts';

/** EventBridge's `CloudWatch Alarm State Change` of a metric alarm whose tags ride in the event. */
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
    readonly configuration: { readonly description: string; readonly metrics: readonly MetricQuery[] };
    readonly state: EventState;
    readonly previousState: EventState;
    readonly alarmTags: Readonly<Record<string, string>>;
    readonly alarmTagsStatus: 'SUCCESS';
  };
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

export interface TransitionOfAlarm {
  readonly definition: AlarmDefinition;
  readonly transition: AlarmTransition;
  /** The transition before; absent: the alarm was just created. */
  readonly previous?: AlarmTransition | undefined;
  readonly account: string;
  readonly region: string;
}

const queryOf = (id: string, { metric, returnData }: { metric: Metric; returnData: boolean }): MetricQuery => ({
  id,
  metricStat: {
    metric: { namespace: metric.namespace, name: metric.metricName, dimensions: metric.dimensions },
    period: metric.periodSeconds,
    stat: metric.stat,
  },
  returnData,
});

const metricsOf = (signal: Signal): MetricQuery[] => {
  if (signal.kind === 'metric') return [queryOf('m1', { metric: signal.metric, returnData: true })];
  const { expression, metricStats } = metricMathOf(signal);
  return [
    { ...expression, returnData: true },
    ...metricStats.map(({ id, metric }) => queryOf(id, { metric, returnData: false })),
  ];
};

const stateOf = ({ to, reason, reasonData, at }: AlarmTransition): EventState => ({
  value: to,
  reason,
  reasonData: JSON.stringify(reasonData),
  timestamp: cloudWatchTime(at),
});

const tagsOf = ({ service, severity, runbook }: AlarmDefinition): Record<string, string> => ({
  'tocsin:service': service,
  'tocsin:severity': severity,
  ...(runbook === undefined ? {} : { 'tocsin:runbook': runbook }),
});

/** Shaped like EventBridge's ids, but the same for the same change. */
const eventIdOf = (...content: readonly string[]): string =>
  bytesToHex(sha256(utf8ToBytes(JSON.stringify(content))))
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');

/** The event that CloudWatch would send for one transition of one of our alarms. */
export const alarmStateChangeEvent = (input: TransitionOfAlarm): AlarmStateChangeEvent => {
  const { definition, transition, previous, account, region } = input;
  const alarmArn = `arn:aws:cloudwatch:${region}:${account}:alarm:${definition.name}`;
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
      configuration: { description: definition.description, metrics: metricsOf(definition.signal) },
      state: stateOf(transition),
      previousState:
        previous === undefined
          ? { value: transition.from, reason: 'Unchecked: Initial alarm creation' }
          : stateOf(previous),
      alarmTags: tagsOf(definition),
      alarmTagsStatus: 'SUCCESS',
    },
  };
};
