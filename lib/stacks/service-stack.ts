import { NestedStack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { DefinedAlarms } from '../constructs/defined-alarms.ts';
import type { DefinedAlarmsProps } from '../constructs/defined-alarms.ts';

/**
 * The alarms of one service, in a template of their own: a stack holds 500 resources, which the alarms of 100 services
 * are. One each, from the first service on, so that no alarm ever moves from one stack to another.
 */
export class ServiceStack extends NestedStack {
  constructor(scope: Construct, id: string, props: DefinedAlarmsProps) {
    super(scope, id);
    new DefinedAlarms(this, 'Alarms', props);
  }
}
