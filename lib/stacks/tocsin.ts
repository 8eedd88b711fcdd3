import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type ComposedPager, composePager } from './compose-pager.ts';
import { givenConfiguration, type GivenConfiguration } from './given-configuration.ts';

export interface TocsinProps {
  /** Path of a `tocsin.yaml`, from the folder that the CDK app runs in, or what would stand in one, as an object. */
  readonly configuration: GivenConfiguration;
  /**
   * Web address of a folder that holds a copy of `docs/runbooks`; the descriptions of alarms end with it.
   *
   * @default - alarms name the file in the package: `docs/runbooks/service-memory.md`
   */
  readonly runbookBase?: string | undefined;
  /**
   * Whether the alarms of the services are made here, a nested stack for each service. Where they are made by
   * `ServiceAlarms`, in the stacks of the services, say false.
   *
   * @default true
   */
  readonly serviceAlarms?: boolean | undefined;
}

/**
 * The whole pager: give it a stack of its own. What it creates is called by the name of the stack, which holds one pager,
 * and is protected from being deleted, with the table of the incidents, from half an hour after it stands on.
 *
 * @example
 * const stack = new Stack(app, 'Tocsin', { env: { account: '111122223333', region: 'eu-west-1' } });
 * const tocsin = new Tocsin(stack, 'Pager', { configuration: 'tocsin.yaml' });
 * tocsin.topicOf('responder:alice').addSubscription(new EmailSubscription('alice@example.com'));
 */
export class Tocsin extends Construct {
  /** Where alarms about the pager itself arrive: somebody has to subscribe to it. */
  readonly opsTopic: ITopic;
  /** What SNS could not deliver: give it to subscriptions as their dead-letter queue. */
  readonly undelivered: IQueue;
  /** Of the JSON API, which asks for IAM credentials. */
  readonly apiUrl: string;
  private readonly topics: ComposedPager['topics'];

  /** @throws Error everything that is wrong with the configuration, where, and what is expected */
  constructor(scope: Construct, id: string, { configuration, runbookBase, serviceAlarms }: TocsinProps) {
    super(scope, id);
    const given = givenConfiguration(configuration);
    const pager = composePager(this, { configuration: given, runbookBase, serviceAlarms });
    this.opsTopic = pager.opsTopic;
    this.undelivered = pager.undelivered;
    this.apiUrl = pager.apiUrl;
    this.topics = pager.topics;
  }

  /**
   * The topic of a responder or channel of the configuration: whoever subscribes to it gets their messages.
   *
   * @param target - `responder:alice`, `channel:ops`
   * @throws Error the targets that there are
   */
  topicOf(target: string): ITopic {
    const [, topic] = [...this.topics].find(([name]) => name === target) ?? [];
    if (topic !== undefined) return topic;
    throw new Error(`there is no ${JSON.stringify(target)}: expected one of ${[...this.topics.keys()].join(', ')}`);
  }
}
