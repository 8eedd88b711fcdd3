import { Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { OPS_TAG } from '../core/alarm/alarm-tags.ts';
import type { Metric } from '../core/alarm/definition.ts';
import { mathInput, watched } from './alarm-metric.ts';
import { runbookLink } from './runbook-link.ts';

/** The alarms about the pager itself, each with a runbook `ops-<name>.md`. */
export const OPS_ALARMS = [
  'alarms-dead-letters',
  'alarms-oldest-message',
  'pages-dead-letters',
  'pages-oldest-message',
  'pages-refused',
  'undelivered',
  'ticks-dead-letters',
  'ticks-oldest-message',
  'diagnoses-dead-letters',
  'diagnoses-oldest-message',
  'deploys-unrecorded',
  'alarm-intake-errors',
  'page-sender-errors',
  'escalation-clock-errors',
  'responses-errors',
  'reconciler-errors',
  'enrichment-errors',
  'functions-throttled',
  'loop-stopped',
  'reconciler-silent',
  'memory-forecast-silent',
  'release-verdict-errors',
  'digest-unsent',
  'rule-failed',
] as const;

export type OpsAlarmName = (typeof OPS_ALARMS)[number];

/** The whole name: the rule of the alarm intake leaves out these, and no other alarm of the account. */
export const opsAlarmName = ({ stackName }: Stack, name: OpsAlarmName): string => `${stackName}-ops-${name}`;

export interface OpsAlarmProps {
  readonly name: OpsAlarmName;
  /** What is wrong and the first thing to do. */
  readonly description: string;
  /** Several are added up. */
  readonly metrics: readonly Metric[];
  readonly evaluationPeriods: number;
  /** Of those, so many have to breach. @default - all */
  readonly datapoints?: number;
  readonly comparison: 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold';
  readonly threshold: number;
  /** @default - no data is no trouble */
  readonly missing?: 'breaching';
  readonly topic: ITopic;
  /** @default - the folder of this project */
  readonly runbookBase?: string | undefined;
}

const lookingAt = (metrics: readonly Metric[]): Partial<CfnAlarmProps> => {
  const [first, second] = metrics;
  if (first !== undefined && second === undefined) return watched(first);
  const inputs = metrics.map((metric, index) => mathInput(`m${String(index + 1)}`, metric));
  return { metrics: [{ id: 'total', expression: 'SUM(METRICS())', returnData: true }, ...inputs] };
};

/** An alarm about the pager, which acts straight on the ops topic and never travels the pipeline that it watches. */
export class OpsAlarm extends Construct {
  constructor(scope: Construct, id: string, props: OpsAlarmProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const actions = [props.topic.topicArn];
    const runbook = runbookLink(props.runbookBase, `ops-${props.name}`);
    new CfnAlarm(this, 'Alarm', {
      alarmName: opsAlarmName(stack, props.name),
      alarmDescription: `${props.description} Runbook: ${runbook}`,
      ...lookingAt(props.metrics),
      evaluationPeriods: props.evaluationPeriods,
      ...(props.datapoints === undefined ? {} : { datapointsToAlarm: props.datapoints }),
      comparisonOperator: props.comparison,
      threshold: props.threshold,
      treatMissingData: props.missing ?? 'notBreaching',
      // Rides in its events: no pager of this account pages for the alarms of another.
      tags: [{ key: OPS_TAG, value: stack.stackName }],
      actionConfiguration: { alarmTagsPropagation: { enabled: true, includedTagKeys: [OPS_TAG] } },
      alarmActions: actions,
      okActions: actions,
    });
  }
}
