import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { LINK_BASE } from '../adapters/dynamodb/contract.ts';
import { TOPIC_ARN_PREFIX } from '../adapters/sns/contract.ts';
import { publishesTo, publishesToOps } from './authority.ts';
import type { OpsTopic } from './ops-topic.ts';
import type { PageTopics } from './page-topics.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { environmentOf, movesIncidents } from './pipeline-resources.ts';
import type { PipelineResources } from './pipeline-resources.ts';

export interface PageSenderProps {
  readonly resources: PipelineResources;
  readonly queue: Queue;
  readonly topics: PageTopics;
  readonly ops: OpsTopic;
  /** Ends in `/`; a link is this and its token. */
  readonly linkBase: string;
}

/** The only one that publishes. */
export class PageSender extends Construct {
  readonly sender: PipelineFunction;

  constructor(scope: Construct, id: string, { resources, queue, topics, ops, linkBase }: PageSenderProps) {
    super(scope, id);
    this.sender = new PipelineFunction(this, 'Sender', {
      name: 'page-sender',
      description: 'Tocsin: publishes the pages that are still wanted',
      configuration: resources.configuration,
      environment: { ...environmentOf(resources), [TOPIC_ARN_PREFIX]: topics.arnPrefix, [LINK_BASE]: linkBase },
      // By prefix: the policies of a role hold 10,240 characters, too few for each topic of a large team.
      authority: [...movesIncidents(resources), publishesTo(topics.arnPatterns), ...publishesToOps(ops.topic, ops.key)],
      reservedConcurrency: 10,
    });
    this.sender.receiveFrom(queue);
  }
}
