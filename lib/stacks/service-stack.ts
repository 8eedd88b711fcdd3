import { NestedStack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ServiceAlarms } from '../constructs/service-alarms.ts';
import type { ServiceAlarmsProps } from '../constructs/service-alarms.ts';

/**
 * The alarms of one service, in a template of their own: a stack holds 500 resources, which the alarms of 100 services
 * are. One each, from the first service on, so that no alarm ever moves from one stack to another.
 */
export class ServiceStack extends NestedStack {
  constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id);
    new ServiceAlarms(this, 'Alarms', props);
  }
}
