import { Stack } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BY_SERVICE } from '../adapters/dynamodb/contract.ts';
import type { Configuration } from '../core/configuration.ts';
import { workloadLogGroup } from '../core/service/log-group.ts';
import { queries, queriesLogs, readsMetrics } from './authority.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { environmentOf, movesIncidents } from './pipeline-resources.ts';
import type { PipelineResources } from './pipeline-resources.ts';

export interface EnrichmentProps {
  readonly resources: PipelineResources;
  readonly queue: Queue;
}

/** Those that `tocsin.yaml` names, or gives by the name of a function: nobody looks at another. */
export const queriedLogGroups = ({ services, logs }: Configuration): readonly string[] =>
  logs === false
    ? []
    : [...new Set(Object.values(services).flatMap(({ workload }) => workloadLogGroup(workload) ?? []))].sort();

/**
 * Says what is wrong with a service when an incident asks, after its first page, and what its logs and its past incidents
 * tell: the only one that reads logs. No page waits for it.
 */
export class Enrichment extends Construct {
  readonly enrichment: PipelineFunction;

  constructor(scope: Construct, id: string, { resources, queue }: EnrichmentProps) {
    super(scope, id);
    this.enrichment = new PipelineFunction(this, 'Enrichment', {
      name: 'enrichment',
      description: 'Tocsin: says what is wrong, by the metrics, logs and past incidents of the service',
      configuration: resources.configuration,
      environment: environmentOf(resources),
      authority: [
        ...movesIncidents(resources),
        queries(resources.table, [BY_SERVICE.name]),
        readsMetrics(),
        ...queriesLogs(Stack.of(this), queriedLogGroups(resources.configuration)),
      ],
      // Ten diagnoses at once, of which each is milliseconds of one processor, and of logs a tenth of a second.
      memoryMegabytes: 1_024,
      reservedConcurrency: 5,
    });
    this.enrichment.receiveFrom(queue);
  }
}
