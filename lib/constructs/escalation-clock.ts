import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { PipelineFunction } from './pipeline-function.ts';
import { environmentOf, movesIncidents } from './pipeline-resources.ts';
import type { PipelineResources } from './pipeline-resources.ts';

export interface EscalationClockProps {
  readonly resources: PipelineResources;
  readonly queue: Queue;
}

/** Ticks an incident when its delayed message arrives. */
export class EscalationClock extends Construct {
  readonly clock: PipelineFunction;

  constructor(scope: Construct, id: string, { resources, queue }: EscalationClockProps) {
    super(scope, id);
    this.clock = new PipelineFunction(this, 'Clock', {
      name: 'escalation-clock',
      description: 'Tocsin: does what is due in an incident',
      configuration: resources.configuration,
      environment: environmentOf(resources),
      authority: movesIncidents(resources),
      reservedConcurrency: 10,
    });
    this.clock.receiveFrom(queue);
  }
}
