import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { AlarmDefinition, Metric, Signal } from '../core/alarm/definition.ts';
import { metricMathOf } from '../core/alarm/metric-math.ts';

export interface ServiceAlarmsProps {
  /** Deployed as they stand: what a replay evaluates. */
  readonly definitions: readonly AlarmDefinition[];
}

const metricStat = ({
  namespace,
  metricName,
  dimensions,
  stat,
  periodSeconds,
}: Metric): CfnAlarm.MetricStatProperty => ({
  metric: { namespace, metricName, dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })) },
  period: periodSeconds,
  stat,
});

const queriesOf = (signal: Signal): CfnAlarm.MetricDataQueryProperty[] => {
  if (signal.kind === 'metric') return [{ id: 'm1', metricStat: metricStat(signal.metric), returnData: true }];
  const { expression, metricStats } = metricMathOf(signal);
  return [
    { ...expression, returnData: true },
    ...metricStats.map(({ id, metric }) => ({ id, metricStat: metricStat(metric), returnData: false })),
  ];
};

const tagsOf = ({ service, severity, runbook }: AlarmDefinition): { key: string; value: string }[] => [
  { key: 'tocsin:service', value: service },
  { key: 'tocsin:severity', value: severity },
  ...(runbook === undefined ? [] : [{ key: 'tocsin:runbook', value: runbook }]),
];

/** The alarms of one service. They act on nobody: every alarm of the account is seen on the event bus. */
export class ServiceAlarms extends Construct {
  constructor(scope: Construct, id: string, { definitions }: ServiceAlarmsProps) {
    super(scope, id);
    for (const definition of definitions) {
      new CfnAlarm(this, definition.name, {
        alarmName: definition.name,
        alarmDescription: definition.description,
        metrics: queriesOf(definition.signal),
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
