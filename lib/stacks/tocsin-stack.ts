import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ServiceAlarms } from '../constructs/service-alarms.ts';
import { alarmsOf } from '../core/alarm/service-alarms.ts';
import type { Configuration } from '../core/configuration.ts';

export interface TocsinStackProps extends StackProps {
  readonly configuration: Configuration;
}

/** What one deploy puts into the account: so far the alarms of every described service. */
export class TocsinStack extends Stack {
  constructor(scope: Construct, id: string, { configuration, ...props }: TocsinStackProps) {
    super(scope, id, props);
    for (const [name, service] of Object.entries(configuration.services)) {
      new ServiceAlarms(this, `Alarms-${name}`, { definitions: alarmsOf(name, service, configuration.environment) });
    }
  }
}
