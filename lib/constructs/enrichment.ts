import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { readsMetrics } from './authority.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { environmentOf, movesIncidents } from './pipeline-resources.ts';
import type { PipelineResources } from './pipeline-resources.ts';

export interface EnrichmentProps {
  readonly resources: PipelineResources;
  readonly queue: Queue;
}

/** Says what is wrong with a service when an incident asks: the only one that reads metrics. No page waits for it. */
export class Enrichment extends Construct {
  readonly enrichment: PipelineFunction;

  constructor(scope: Construct, id: string, { resources, queue }: EnrichmentProps) {
    super(scope, id);
    this.enrichment = new PipelineFunction(this, 'Enrichment', {
      name: 'enrichment',
      description: 'Tocsin: says what is wrong, by the metrics of the service',
      configuration: resources.configuration,
      environment: environmentOf(resources),
      authority: [...movesIncidents(resources), readsMetrics()],
      // Ten diagnoses at once, of which each is milliseconds of one processor.
      memoryMegabytes: 1_024,
      reservedConcurrency: 5,
    });
    this.enrichment.receiveFrom(queue);
  }
}
