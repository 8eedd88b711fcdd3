import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { TABLE_NAME } from '../adapters/dynamodb/contract.ts';
import { keepsReleases, readsMetrics, tellsOfReleases, usesKey } from './authority.ts';
import { PipelineFunction } from './pipeline-function.ts';
import type { PipelineResources } from './pipeline-resources.ts';
import { callOnSchedule } from './scheduler.ts';

export interface ReleaseVerdictsProps {
  readonly resources: Pick<PipelineResources, 'configuration' | 'table' | 'encryptionKey'>;
}

/** Every five minutes: judges the deploys that are due, and tells nobody but the event bus. It pages nobody. */
export class ReleaseVerdicts extends Construct {
  readonly verdicts: PipelineFunction;

  constructor(scope: Construct, id: string, { resources }: ReleaseVerdictsProps) {
    super(scope, id);
    const { configuration, table, encryptionKey } = resources;
    const description = 'Tocsin: compares releases with those before';
    this.verdicts = new PipelineFunction(this, 'Verdicts', {
      name: 'release-verdict',
      description,
      configuration,
      environment: { [TABLE_NAME]: table.tableName },
      authority: [readsMetrics(), keepsReleases(table), tellsOfReleases(Stack.of(this)), usesKey(encryptionKey)],
      loops: false,
      reservedConcurrency: 1,
      timeout: Duration.seconds(120),
    });
    // Between two runs of the forecast, which read from the same quota.
    callOnSchedule(this, this.verdicts, { description, when: 'cron(4/5 * * * ? *)', lateAtMost: Duration.minutes(2) });
  }
}
