import { Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Metric } from '../core/alarm/definition.ts';
import { mathInput, watched } from './alarm-metric.ts';
import { runbookLink } from './runbook-link.ts';

/** What the names of the pager's own alarms begin with; the rule of the alarm intake leaves them out. */
export const opsAlarmPrefix = ({ stackName }: Stack): string => `${stackName}-ops-`;

export interface OpsAlarmProps {
  /** After the prefix; its runbook is `ops-<name>.md`. */
  readonly name: string;
  /** What is wrong and the first thing to do. */
  readonly description: string;
  /** Several are added up. */
  readonly metrics: readonly Metric[];
  readonly evaluationPeriods: number;
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
    const actions = [props.topic.topicArn];
    const runbook = runbookLink(props.runbookBase, `ops-${props.name}`);
    new CfnAlarm(this, 'Alarm', {
      alarmName: `${opsAlarmPrefix(Stack.of(this))}${props.name}`,
      alarmDescription: `${props.description} Runbook: ${runbook}`,
      ...lookingAt(props.metrics),
      evaluationPeriods: props.evaluationPeriods,
      comparisonOperator: props.comparison,
      threshold: props.threshold,
      treatMissingData: props.missing ?? 'notBreaching',
      alarmActions: actions,
      okActions: actions,
    });
  }
}
