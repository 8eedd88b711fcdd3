import { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type AlarmDefinition, type CompositeAlarmDefinition, isComposite } from '../core/alarm/definition.ts';
import { alarmLabel } from './alarm-label.ts';
import { evaluatedBy } from './alarm-metric.ts';

export interface DefinedAlarmsProps {
  /** Deployed as they stand: what a replay evaluates. A composite comes after the alarms that its rule names. */
  readonly definitions: readonly AlarmDefinition[];
  /** @default - the folder of this project */
  readonly runbookBase?: string | undefined;
}

/** Alarms as they are defined. They act on nobody: every alarm of the account is seen on the event bus. */
export class DefinedAlarms extends Construct {
  constructor(scope: Construct, id: string, { definitions, runbookBase }: DefinedAlarmsProps) {
    super(scope, id);
    const deployed = new Map<string, CfnAlarm>();
    for (const definition of definitions) {
      const label = alarmLabel(definition, runbookBase);
      if (isComposite(definition)) this.combine(definition, label, deployed);
      else {
        const alarm = new CfnAlarm(this, definition.name, { ...label, ...evaluatedBy(definition) });
        deployed.set(definition.name, alarm);
      }
    }
  }

  /** CloudWatch refuses a rule that names an alarm before it exists. */
  private combine(
    { name, rule }: CompositeAlarmDefinition,
    label: ReturnType<typeof alarmLabel>,
    deployed: ReadonlyMap<string, CfnAlarm>,
  ): void {
    const composite = new CfnCompositeAlarm(this, name, { ...label, alarmRule: rule });
    for (const [child, alarm] of deployed) if (rule.includes(`"${child}"`)) composite.addResourceDependency(alarm);
  }
}
