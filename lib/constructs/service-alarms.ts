import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { AlarmDefinition, Signal } from '../core/alarm/definition.ts';
import { metricMathOf } from '../core/alarm/metric-math.ts';
import { mathInput, watched } from './alarm-metric.ts';
import { runbookLink } from './runbook-link.ts';

export interface ServiceAlarmsProps {
  /** Deployed as they stand: what a replay evaluates. */
  readonly definitions: readonly AlarmDefinition[];
  /** @default - the folder of this project */
  readonly runbookBase?: string | undefined;
}

const lookingAt = (signal: Signal): Partial<CfnAlarmProps> => {
  if (signal.kind === 'metric') return watched(signal.metric);
  const { expression, metricStats } = metricMathOf(signal);
  return {
    metrics: [{ ...expression, returnData: true }, ...metricStats.map(({ id, metric }) => mathInput(id, metric))],
  };
};

/** What CloudWatch takes as the value of a tag. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Tag.html */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** An address that is no tag (`?pageId=7`, `#memory`) would fail the deploy; routing knows it from tocsin.yaml as well. */
const tagsOf = ({ service, severity, runbook }: AlarmDefinition): { key: string; value: string }[] => [
  { key: 'tocsin:service', value: service },
  { key: 'tocsin:severity', value: severity },
  ...(runbook !== undefined && TAG_VALUE.test(runbook) ? [{ key: 'tocsin:runbook', value: runbook }] : []),
];

/** `memory` of `tocsin-prod-web-memory-critical`. */
const kindOf = ({ name }: AlarmDefinition): string => name.split('-').at(-2) ?? name;

/** The service's own runbook, else the one of what the alarm watches. */
const descriptionOf = (definition: AlarmDefinition, runbookBase: string | undefined): string => {
  const runbook = definition.runbook ?? runbookLink(runbookBase, `service-${kindOf(definition)}`);
  return `${definition.description} Runbook: ${runbook}`;
};

/** The alarms of one service. They act on nobody: every alarm of the account is seen on the event bus. */
export class ServiceAlarms extends Construct {
  constructor(scope: Construct, id: string, { definitions, runbookBase }: ServiceAlarmsProps) {
    super(scope, id);
    for (const definition of definitions) {
      new CfnAlarm(this, definition.name, {
        alarmName: definition.name,
        alarmDescription: descriptionOf(definition, runbookBase),
        ...lookingAt(definition.signal),
        comparisonOperator: definition.comparison,
        threshold: definition.threshold,
        datapointsToAlarm: definition.datapointsToAlarm,
        evaluationPeriods: definition.evaluationPeriods,
        treatMissingData: definition.treatMissingData,
        tags: tagsOf(definition),
      });
    }
  }
}
